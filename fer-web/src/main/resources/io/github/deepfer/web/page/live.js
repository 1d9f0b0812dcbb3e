import { drawBoxes, element, faceCard, plural, problem } from '/faces.js';
import { minuteStrip } from '/minute.js';
import { startRecording } from '/recording.js';

const byId = (id) => document.getElementById(id);
const WIDTH = 640;
const ANNOUNCE = 3000;
let stream = null;
let socket = null;
let cards = new Map();
let paused = false;
let recording = null;
let lastTrack = 0;
let attempt = 0; // to open a camera; the latest counts
let announced = { at: 0, words: '' };

// The stage may be wider or higher than the picture in it.
function shownWidth({ width, height }) {
  const { clientWidth, clientHeight } = byId('stage');
  return Math.min(clientWidth, clientHeight * width / height);
}

// One's own picture is shown as in a mirror. Only cameras that look away from the screen say so.
const isMirror = () => stream.getVideoTracks()[0].getSettings().facingMode !== 'environment';

function mirrored({ width, height, faces }) {
  return { width, height, faces: faces.map((face) => ({ ...face, box: { ...face.box, x: width - face.box.x - face.box.width } })) };
}

function liveCard(track) {
  const card = faceCard(track);
  const strip = minuteStrip();
  card.node.append(strip.node, element('p', { class: 'axis', 'aria-hidden': 'true' }, 'a minute ago', element('span', {}, 'now')));
  return {
    node: card.node,
    show(face) {
      card.show(face);
      strip.show(face.emotion, performance.now() / 1000);
    },
  };
}

// A face keeps its card, and cards their order, wherever the faces go.
function showFaces(faces) {
  const before = cards;
  cards = new Map();
  for (const face of [...faces].sort((a, b) => a.track - b.track)) {
    const card = before.get(face.track) ?? liveCard(face.track);
    card.show(face);
    cards.set(face.track, card);
  }
  const nodes = [...cards.values()].map((card) => card.node);
  const shown = [...byId('live-faces').children];
  if (nodes.length !== shown.length || nodes.some((node, i) => node !== shown[i])) {
    byId('live-faces').replaceChildren(...nodes);
  }
  tellNobody('No face in view.');
  announce(faces);
}

function tellNobody(why) {
  byId('live-nobody').textContent = why;
  byId('live-nobody').hidden = cards.size > 0;
}

// Screen readers are told of changes, but not of every frame.
function announce(faces) {
  const words = faces.length
    ? `${plural(faces.length, 'face')}: ${faces.map((face) => face.emotion).join(', ')}` : 'No face in view.';
  const now = performance.now();
  if (words !== announced.words && now - announced.at > ANNOUNCE) {
    announced = { at: now, words };
    byId('live-status').textContent = words;
  }
}

// One frame is under way at a time; the next is taken when the answer is here, so it is the newest.
function connect() {
  if (!stream || paused) return;
  const video = byId('video');
  const canvas = document.createElement('canvas');
  const times = [];
  const before = lastTrack; // each connection counts anew
  let sent = 0;
  const mine = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
  socket = mine;
  const send = () => {
    if (socket !== mine || mine.readyState !== WebSocket.OPEN) return;
    const scale = Math.min(1, WIDTH / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
    sent = performance.now();
    canvas.toBlob(async (blob) => {
      if (blob && mine.readyState === WebSocket.OPEN) mine.send(await blob.arrayBuffer());
    }, 'image/jpeg', 0.85);
  };
  mine.addEventListener('open', send);
  mine.addEventListener('message', (event) => {
    if (socket !== mine) return;
    const answer = JSON.parse(event.data);
    if (answer.error || answer.busy) {
      byId('live-error').replaceChildren(problem(answer.error ?? 'The server is busy; frames are left out.'));
      setTimeout(send, 500);
      return;
    }
    byId('live-error').replaceChildren();
    const now = performance.now();
    times.push(now);
    while (times[0] < now - 2000) times.shift();
    byId('rate').textContent = times.length > 1
      ? `${((times.length - 1) * 1000 / (now - times[0])).toFixed(1)} / s` : '–';
    byId('latency').textContent = `${(now - sent).toFixed(0)} ms`;
    byId('analysis').textContent = `${answer.milliseconds.toFixed(0)} ms`;
    byId('count').textContent = answer.faces.length;
    for (const face of answer.faces) {
      face.track += before;
      lastTrack = Math.max(lastTrack, face.track);
    }
    recording?.add(answer.faces, sent);
    drawBoxes(byId('overlay'), isMirror() ? mirrored(answer) : answer, shownWidth(answer));
    showFaces(answer.faces);
    requestAnimationFrame(send);
  });
  mine.addEventListener('close', () => {
    if (socket !== mine) return;
    // A page out of sight sends nothing, and the server closes what is idle.
    if (document.hidden) document.addEventListener('visibilitychange', connect, { once: true });
    else fail('The connection to the server broke off. Start the camera again.');
  });
}

function fail(message) {
  stop();
  byId('live-error').replaceChildren(problem(message));
}

async function openCamera(choice) {
  if (!navigator.mediaDevices) {
    throw new Error('The camera needs a secure page: open this one on localhost or over HTTPS.');
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: WIDTH }, ...choice } });
  } catch (error) {
    throw new Error({
      NotAllowedError: 'The browser was not allowed to use the camera. Allow it in the address bar and try again.',
      NotFoundError: 'No camera was found. Connect one and try again.',
      NotReadableError: 'The camera is in use by another program. Close that and try again.',
    }[error.name] ?? `The camera could not be started (${error.name}).`);
  }
}

async function start(choice) {
  byId('live-error').replaceChildren();
  byId('start').disabled = true;
  attempt += 1;
  const mine = attempt;
  let opened;
  try {
    opened = await openCamera(choice);
  } catch (error) {
    if (mine === attempt) fail(error.message);
    return;
  } finally {
    byId('start').disabled = false;
  }
  if (mine !== attempt) { // stopped or left while the browser asked
    opened.getTracks().forEach((track) => track.stop());
    return;
  }
  stream = opened;
  stream.getTracks().forEach((track) => track.addEventListener('ended', () => fail('The camera was switched off. Start it again.')));
  const video = byId('video');
  video.srcObject = stream;
  await video.play();
  byId('stage').classList.toggle('mirror', isMirror());
  byId('stage').style.setProperty('--ratio', video.videoWidth / video.videoHeight);
  tellNobody('Waiting for the first picture\'s answer …');
  byId('live').classList.add('on');
  byId('idle').hidden = true;
  byId('controls').hidden = false;
  byId('numbers').hidden = false;
  await listCameras();
  connect();
}

// Their names are told once one may be used.
async function listCameras() {
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
  const inUse = stream?.getVideoTracks()[0].getSettings().deviceId;
  byId('camera').replaceChildren(...cameras.map(({ deviceId, label }, i) => {
    const option = element('option', { value: deviceId }, label || `Camera ${i + 1}`);
    option.selected = deviceId === inUse;
    return option;
  }));
  byId('cameras').hidden = cameras.length < 2;
}

function disconnect() {
  const last = socket;
  socket = null;
  last?.close();
}

function closeCamera() {
  disconnect();
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  paused = false;
  byId('pause').textContent = 'Pause';
}

function pause(is) {
  paused = is;
  byId('pause').textContent = is ? 'Go on' : 'Pause';
  if (is) {
    disconnect();
    byId('video').pause();
  } else {
    byId('video').play().then(connect);
  }
}

function record(is) {
  if (is) {
    recording = startRecording();
  } else {
    recording.save();
    recording = null;
  }
  byId('record').textContent = is ? 'Stop and save recording' : 'Record numbers';
  byId('record').classList.toggle('recording', is);
}

export function stop() {
  attempt += 1;
  closeCamera();
  if (recording) record(false);
  cards = new Map();
  lastTrack = 0;
  announced = { at: 0, words: '' };
  byId('video').srcObject = null;
  byId('overlay').replaceChildren();
  byId('live-faces').replaceChildren();
  byId('live-status').textContent = '';
  byId('live').classList.remove('on');
  byId('idle').hidden = false;
  byId('controls').hidden = true;
  byId('numbers').hidden = true;
}

export function startLive() {
  byId('start').addEventListener('click', async () => {
    await start({ facingMode: 'user' });
    byId('pause').focus();
  });
  byId('stop').addEventListener('click', () => { stop(); byId('start').focus(); });
  byId('pause').addEventListener('click', () => pause(!paused));
  byId('record').addEventListener('click', () => record(!recording));
  byId('camera').addEventListener('change', () => {
    closeCamera();
    start({ deviceId: { exact: byId('camera').value } });
  });
  document.addEventListener('keydown', (e) => {
    if (e.key === ' ' && stream && !e.target.closest('button, a, select, input')) {
      e.preventDefault();
      pause(!paused);
    }
  });
}
