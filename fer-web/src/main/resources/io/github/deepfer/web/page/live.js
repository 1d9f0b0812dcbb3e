import { drawBoxes, faceCard, problem } from '/faces.js';

const byId = (id) => document.getElementById(id);
const WIDTH = 640;
let stream = null;
let socket = null;

// The stage may be wider or higher than the picture in it.
function shownWidth({ width, height }) {
  const { clientWidth, clientHeight } = byId('stage');
  return Math.min(clientWidth, clientHeight * width / height);
}

// One frame is under way at a time; the next is taken when the answer is here, so it is the newest.
function run(video) {
  const canvas = document.createElement('canvas');
  const times = [];
  let sent = 0;
  const send = () => {
    if (!stream || socket?.readyState !== WebSocket.OPEN) return;
    const scale = Math.min(1, WIDTH / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
    sent = performance.now();
    canvas.toBlob(async (blob) => {
      if (blob && socket?.readyState === WebSocket.OPEN) socket.send(await blob.arrayBuffer());
    }, 'image/jpeg', 0.85);
  };
  socket.addEventListener('open', send);
  socket.addEventListener('message', (event) => {
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
    byId('live-faces').replaceChildren(...answer.faces.map((face, i) => faceCard(face, face.id ?? i + 1)));
    requestAnimationFrame(send);
  });
  socket.addEventListener('close', () => {
    if (stream) {
      stop();
      byId('live-error').replaceChildren(problem('The connection to the server broke off. Start the camera again.'));
    }
  });
}

async function start() {
  byId('live-error').replaceChildren();
  try {
    if (!navigator.mediaDevices) throw new Error('insecure');
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: WIDTH }, facingMode: 'user' } });
  } catch (error) {
    const why = {
      NotAllowedError: 'The browser was not allowed to use the camera. Allow it in the address bar and try again.',
      NotFoundError: 'No camera was found. Connect one and try again.',
      NotReadableError: 'The camera is in use by another program.',
    }[error.name] ?? 'The camera needs a secure page: open this one on localhost or over HTTPS.';
    byId('live-error').replaceChildren(problem(why));
    return;
  }
  const video = byId('video');
  video.srcObject = stream;
  await video.play();
  byId('stage').querySelector('.idle').hidden = true;
  byId('stop').hidden = false;
  byId('numbers').hidden = false;
  byId('stop').focus();
  socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`);
  run(video);
}

export function stop() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  socket?.close();
  socket = null;
  byId('video').srcObject = null;
  byId('overlay').replaceChildren();
  byId('live-faces').replaceChildren();
  byId('idle').hidden = false;
  byId('stop').hidden = true;
  byId('numbers').hidden = true;
}

export function startLive() {
  byId('start').addEventListener('click', start);
  byId('stop').addEventListener('click', () => { stop(); byId('start').focus(); });
}
