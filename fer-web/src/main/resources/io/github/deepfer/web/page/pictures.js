import { annotated } from '/annotated.js';
import { download, downloadText } from '/download.js';
import { droppedFiles } from '/dropped.js';
import { drawBoxes, element, percent, plural, problem, shape } from '/faces.js';
import { isVideo, takeVideos } from '/videos.js';
import { pictureFaces } from '/linked.js';
import { addAnalysed, addFailed, clearOverview, startOverview, tally } from '/overview.js';
import { upright } from '/upright.js';

const byId = (id) => document.getElementById(id);
const TRIES = 10;
let limits = { maxBodyBytes: Infinity };
let queue = Promise.resolve();

const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
const seconds = (n) => new Promise((resolve) => { setTimeout(resolve, n * 1000); });

// A request that fails for its file looks like a server that is gone.
async function checkReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Error(`${file.name} cannot be read: it is gone or has changed since it was chosen. Choose it again.`);
  }
}

async function analyze(file) {
  await checkReadable(file);
  if (file.size > limits.maxBodyBytes) {
    throw new Error(`${file.name} is larger than ${mebibytes(limits.maxBodyBytes)}, the most that this server takes.`);
  }
  const form = new FormData();
  form.append('image', file, file.name);
  for (let tries = 1; ; tries += 1) {
    let response;
    try {
      response = await fetch('/api/analyze', { method: 'POST', body: form });
    } catch {
      throw new Error('The server cannot be reached. Is it still running?');
    }
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    // What took too long would do so again.
    if (!answer.type?.endsWith(':overloaded') || tries === TRIES) {
      throw new Error(`${file.name}: ${answer.detail ?? `the server answered ${response.status}`}`);
    }
    byId('status').textContent = 'The server is busy with other pictures. Trying again …';
    await seconds(response.headers.get('Retry-After') ?? 1);
  }
}

function show(file, shown, answer, batch) {
  const [result] = answer.results;
  const name = file.name.replace(/\.[^.]*$/, '') || 'picture';
  const faces = plural(result.faces.length, 'face');
  const summary = result.faces.map((f) => `${f.emotion} ${percent(f.probability)}`).join(', ');
  const img = element('img', { alt: `${file.name}: ${faces}${summary ? ` – ${summary}` : ''}` });
  img.src = URL.createObjectURL(shown);
  const svg = shape('svg', { class: 'overlay', 'aria-hidden': 'true' });
  new ResizeObserver(() => { if (img.clientWidth) drawBoxes(svg, result, img.clientWidth); }).observe(img);

  const picture = element('button', { class: 'button', type: 'button' }, 'Annotated picture');
  picture.addEventListener('click', async () => {
    const blob = await annotated(img, result);
    if (blob) download(`${name}-annotated.png`, blob);
    else byId('errors').append(problem(`${name} is too large for this browser to draw on.`));
  });
  const json = element('button', { class: 'button', type: 'button' }, 'JSON');
  json.addEventListener('click', () =>
    downloadText(`${name}.json`, JSON.stringify(answer, null, 2), 'application/json'));

  const { detector, classifier, executionProvider } = answer.runtime;
  const frame = element('div', { class: 'frame' }, img, svg);
  const body = element('div', result.faces.length > 3 ? {} : { class: 'beside' }, element('div', { class: 'picture' }, frame));
  if (result.faces.length) {
    const { spots, cards } = pictureFaces(img, svg, result);
    frame.append(spots);
    body.append(cards);
  } else {
    body.append(element('p', { class: 'nobody' }, 'No face was found. Faces should look towards the camera and be at least about 40 pixels wide.'));
  }
  const article = element('article', { class: 'result', 'aria-label': file.name },
    element('header', {},
      element('div', { class: 'titles' },
        element('h2', { title: file.name }, file.name),
        element('p', { class: 'meta' },
          `${faces}${result.faces.length > 6 ? ` (${tally(result.faces)})` : ''} · ${result.width} × ${result.height} pixels · ${result.milliseconds.toFixed(0)} ms · detector ${detector}, model ${classifier}, on ${executionProvider}`)),
      element('div', { class: 'downloads', role: 'group', 'aria-label': 'Download' }, picture, json)),
    body);
  batch.append(article);
  addAnalysed(file.name, answer, article, img);
}

async function work(files) {
  const batch = element('div');
  byId('results').prepend(batch);
  let done = 0;
  for (const [i, file] of files.entries()) {
    byId('status').textContent = files.length > 1 ? `Analysing ${i + 1} of ${files.length} …` : 'Analysing …';
    try {
      const answer = await analyze(file);
      show(file, await upright(file), answer, batch);
      done += 1;
      filled(true);
    } catch (error) {
      byId('errors').append(problem(error.message));
      addFailed(file.name, error.message);
    }
  }
  byId('status').textContent = done ? `${plural(done, 'picture')} analysed.` : '';
}

function take(chosen) {
  const videos = chosen.filter(isVideo);
  if (videos.length) takeVideos(videos);
  const files = chosen.filter((file) => !isVideo(file));
  if (!files.length) return queue;
  byId('elsewhere').textContent = videos.length
    ? `For ${videos.length > 1 ? `the ${videos.length} videos` : videos[0].name}, see the tab Video.` : '';
  if (byId('pictures').hidden) byId('tab-pictures').click();
  byId('errors').replaceChildren();
  queue = queue.then(() => work(files));
  return queue;
}

async function takeDropped(dataTransfer) {
  const files = await droppedFiles(dataTransfer);
  if (files.length) {
    take(files);
  } else {
    if (byId('pictures').hidden) byId('tab-pictures').click();
    byId('errors').replaceChildren(problem('What was dropped holds no picture file. Save a picture of another page first, or copy and paste it.'));
  }
}

function filled(is) {
  byId('pictures').classList.toggle('filled', is);
  byId('clear').hidden = !is;
}

function clear() {
  for (const img of document.querySelectorAll('#results img')) URL.revokeObjectURL(img.src);
  byId('results').replaceChildren();
  byId('errors').replaceChildren();
  clearOverview();
  byId('status').textContent = 'Results removed.';
  byId('elsewhere').textContent = '';
  filled(false);
  byId('file').focus();
}

export function startPictures(info) {
  limits = info.limits;
  byId('limit').textContent = `, up to ${mebibytes(limits.maxBodyBytes)}`;
  const over = (is) => document.querySelectorAll('.drop').forEach((drop) => drop.classList.toggle('over', is));
  const input = byId('file');
  input.addEventListener('change', () => { take([...input.files]).then(() => { input.value = ''; }); });
  for (const type of ['dragenter', 'dragover']) {
    document.addEventListener(type, (e) => { e.preventDefault(); over(true); });
  }
  document.addEventListener('dragleave', (e) => { if (!e.relatedTarget) over(false); });
  document.addEventListener('drop', (e) => {
    e.preventDefault();
    over(false);
    takeDropped(e.dataTransfer);
  });
  document.addEventListener('paste', (e) => {
    const files = [...(e.clipboardData?.files ?? [])];
    if (files.length) take(files);
  });
  for (const sample of document.querySelectorAll('.sample')) {
    sample.addEventListener('click', async () => {
      const name = sample.dataset.sample;
      try {
        const blob = await (await fetch(`/samples/${name}`)).blob();
        take([new File([blob], name, { type: blob.type })]);
      } catch {
        byId('errors').replaceChildren(problem('The server cannot be reached. Is it still running?'));
      }
    });
  }
  byId('clear').addEventListener('click', clear);
  startOverview();
}
