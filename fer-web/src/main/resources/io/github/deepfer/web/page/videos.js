// A video: sent, followed while the server analyses it, shown, and forgotten there.
import { downloadText } from '/download.js';
import { element, plural, problem } from '/faces.js';
import { GONE, forget, lines, send } from '/sending.js';
import { videoPlayer } from '/player.js';
import { videoCsv } from '/table.js';
import { clock } from '/timeline.js';

const byId = (id) => document.getElementById(id);
let limits = null;
let job = null; // the one that is on its way
let player = null;

export const isVideo = ({ type, name }) => limits !== null && (type.startsWith('video/') || /\.(mkv|ts|m2ts|flv|wmv|vob|y4m)$/i.test(name));

function left(share, since) {
  const seconds = (performance.now() - since) / 1000 * (1 - share) / share;
  return seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}

// What is announced is the phase alone, not each step of it.
function phase(words) {
  byId('videos-status').textContent = words;
  byId('videos-left').textContent = '';
  byId('videos-progress').removeAttribute('value');
  const since = performance.now();
  return (share) => {
    if (!(share > 0)) return;
    byId('videos-progress').value = Math.min(1, share);
    byId('videos-left').textContent = share < 1 ? `${Math.floor(share * 100)} %, about ${left(share, since)} left` : '';
  };
}

async function check(file) {
  if (file.size > limits.maxBytes) {
    throw new Error(`${file.name} is larger than ${Math.round(limits.maxBytes / 2 ** 20)} MiB, the most that this server takes of a video.`);
  }
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Error(`${file.name} cannot be read: it is gone or has changed since it was chosen. Choose it again.`);
  }
}

async function follow(mine) {
  const frames = [];
  const { signal } = mine.abort;
  let progress = phase('Waiting for its turn, or being opened …');
  let duration = 0;
  for await (const line of lines(mine.id, signal)) {
    if (line.state === 'running' && !duration) {
      duration = line.duration ?? 0;
      progress = phase('Analysing the video …');
    } else if (line.state === 'done' || line.state === 'failed') {
      return { frames, end: line };
    } else if (!line.state) {
      frames.push(line);
      if (duration) progress(line.time / duration);
      else byId('videos-left').textContent = `${clock(line.time)} done`;
    }
  }
  throw new Error('The connection to the server broke off. Send the video again.');
}

function downloads(name, frames, end) {
  const files = [
    ['CSV', `${name}.csv`, () => videoCsv(frames), 'text/csv'],
    ['JSON Lines', `${name}.jsonl`, () => frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''), 'application/x-ndjson'],
    ['Summary', `${name}.json`, () => JSON.stringify(end, null, 2), 'application/json'],
  ];
  return files.map(([label, as, text, type]) => {
    const button = element('button', { class: 'button', type: 'button' }, label);
    button.addEventListener('click', () => downloadText(as, text(), type));
    return button;
  });
}

function show(file, frames, end) {
  const [{ width, height }] = frames;
  // The last frame lasts as long as the others.
  const length = end.seconds * frames.length / Math.max(1, frames.length - 1);
  const upTo = end.error ? `up to ${clock(length)}` : '';
  byId('videos-status').textContent = upTo ? `${file.name} was analysed ${upTo} only.` : `${file.name} is analysed.`;
  player = videoPlayer(file, frames, end.tracks, length, Boolean(end.error));
  byId('videos').classList.add('filled');
  const name = file.name.replace(/\.[^.]*$/, '') || 'video';
  const remove = element('button', { class: 'button', type: 'button' }, 'Remove result');
  remove.addEventListener('click', () => {
    clear();
    byId('videos-status').textContent = 'Result removed.';
    byId('videos-file').focus();
  });
  byId('videos-result').replaceChildren(element('article', { class: 'result', 'aria-label': file.name, tabindex: -1 },
    element('header', {},
      element('div', { class: 'titles' },
        element('h2', { title: file.name }, file.name),
        element('p', { class: 'meta' }, `${plural(end.tracks.length, 'face')} · ${upTo || clock(length)} · ${plural(frames.length, 'frame')} of ${width} × ${height} pixels`)),
      element('div', { class: 'downloads', role: 'group', 'aria-label': 'Download' }, ...downloads(name, frames, end), remove)),
    ...player.nodes));
}

function clear() {
  player?.close();
  player = null;
  byId('videos').classList.remove('filled');
  byId('videos-result').replaceChildren();
  byId('videos-errors').replaceChildren();
  byId('videos-status').textContent = '';
}

function busy(is) {
  byId('videos-work').hidden = !is;
  byId('videos-file').disabled = is;
  byId('videos-drop').hidden = is;
}

function fail(message) {
  byId('videos-errors').append(problem(message));
}

async function work(file) {
  const mine = { abort: new AbortController(), id: null };
  job = mine;
  clear();
  busy(true);
  byId('videos-cancel').focus();
  try {
    await check(file);
    mine.id = await send(file, phase('Sending the video …'), mine.abort.signal);
    const { frames, end } = await follow(mine);
    byId('videos-status').textContent = '';
    if (end.error) fail(`${file.name}: ${end.error}`);
    if (frames.length) show(file, frames, end);
  } catch (error) {
    byId('videos-status').textContent = mine.abort.signal.aborted ? 'Cancelled.' : '';
    if (!mine.abort.signal.aborted) fail(error instanceof TypeError ? GONE : error.message);
  } finally {
    // All that was found is here by now.
    if (mine.id) forget(mine.id);
    job = null;
    const waited = document.activeElement === byId('videos-cancel');
    busy(false);
    if (waited) (document.querySelector('#videos-result .result') ?? byId('videos-file')).focus({ preventScroll: true });
  }
}

export function takeVideos(files) {
  byId('tab-videos').click();
  if (job) {
    fail('One video is being analysed already. Wait for it, or cancel it.');
  } else {
    work(files[0]).then(() => { byId('videos-file').value = ''; });
    if (files.length > 1) fail(`One video at a time: ${files[0].name} is taken, the others are not.`);
  }
}

export function pauseVideo() {
  player?.pause();
}

export function startVideos(info) {
  if (!info.videos) return;
  limits = info.videos;
  byId('tab-videos').hidden = false;
  byId('videos-limit').textContent = `, up to ${Math.round(limits.maxBytes / 2 ** 20)} MiB and ${clock(limits.maxSeconds)} long`;
  byId('videos-file').addEventListener('change', () => takeVideos([...byId('videos-file').files]));
  byId('videos-cancel').addEventListener('click', () => job?.abort.abort());
  window.addEventListener('pagehide', () => {
    if (job?.id) forget(job.id);
  });
}
