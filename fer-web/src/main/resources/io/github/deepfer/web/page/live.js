import { drawBoxes, faceCard, plural, problem } from '/faces.js';

const byId = (id) => document.getElementById(id);
const WIDTH = 640;
const ANNOUNCE = 3000;
let stream = null;
let socket = null;
let cards = new Map();
let announced = { at: 0, words: '' };

// The stage may be wider or higher than the picture in it.
function shownWidth({ width, height }) {
  const { clientWidth, clientHeight } = byId('stage');
  return Math.min(clientWidth, clientHeight * width / height);
}

// Cards stay with their faces, so that bars move instead of jumping from card to card.
function showFaces(faces) {
  const before = cards;
  cards = new Map();
  for (const face of faces) {
    const card = before.get(face.track) ?? faceCard(face.track);
    card.show(face);
    cards.set(face.track, card);
  }
  const nodes = [...cards.values()].map((card) => card.node);
  const shown = [...byId('live-faces').children];
  if (nodes.length !== shown.length || nodes.some((node, i) => node !== shown[i])) {
    byId('live-faces').replaceChildren(...nodes);
  }
  byId('live-nobody').hidden = faces.length > 0;
  announce(faces);
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
  if (!stream) return;
  const video = byId('video');
  const canvas = document.createElement('canvas');
  const times = [];
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
    drawBoxes(byId('overlay'), answer, shownWidth(answer));
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

async function openCamera() {
  if (!navigator.mediaDevices) {
    throw new Error('The camera needs a secure page: open this one on localhost or over HTTPS.');
  }
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: WIDTH }, facingMode: 'user' } });
  } catch (error) {
    throw new Error({
      NotAllowedError: 'The browser was not allowed to use the camera. Allow it in the address bar and try again.',
      NotFoundError: 'No camera was found. Connect one and try again.',
      NotReadableError: 'The camera is in use by another program. Close that and try again.',
    }[error.name] ?? `The camera could not be started (${error.name}).`);
  }
}

async function start() {
  byId('live-error').replaceChildren();
  byId('start').disabled = true;
  try {
    stream = await openCamera();
  } catch (error) {
    fail(error.message);
    return;
  } finally {
    byId('start').disabled = false;
  }
  if (byId('live').hidden) { // left while the browser asked
    stop();
    return;
  }
  stream.getTracks().forEach((track) => track.addEventListener('ended', () => fail('The camera was switched off. Start it again.')));
  const video = byId('video');
  video.srcObject = stream;
  await video.play();
  byId('live').classList.add('on');
  byId('idle').hidden = true;
  byId('stop').hidden = false;
  byId('numbers').hidden = false;
  byId('stop').focus();
  connect();
}

export function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  const last = socket;
  socket = null;
  last?.close();
  cards = new Map();
  announced = { at: 0, words: '' };
  byId('video').srcObject = null;
  byId('overlay').replaceChildren();
  byId('live-faces').replaceChildren();
  byId('live-status').textContent = '';
  byId('live').classList.remove('on');
  byId('idle').hidden = false;
  byId('stop').hidden = true;
  byId('numbers').hidden = true;
}

export function startLive() {
  byId('start').addEventListener('click', start);
  byId('stop').addEventListener('click', () => { stop(); byId('start').focus(); });
}
