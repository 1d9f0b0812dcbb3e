import { drawBoxes, element, faceCard, percent, problem } from '/faces.js';

const byId = (id) => document.getElementById(id);
let limits = { maxBodyBytes: Infinity };

const plural = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;

async function analyze(file) {
  if (file.size > limits.maxBodyBytes) {
    throw new Error(`${file.name} has ${(file.size / 2 ** 20).toFixed(1)} MiB; this server takes at most ${(limits.maxBodyBytes / 2 ** 20).toFixed(0)} MiB.`);
  }
  const form = new FormData();
  form.append('image', file, file.name);
  let response;
  try {
    response = await fetch('/api/analyze', { method: 'POST', body: form });
  } catch {
    throw new Error('The server cannot be reached. Is it still running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(`${file.name}: ${answer.detail ?? `the server answered ${response.status}`}`);
  }
  return answer;
}

function download(name, blob) {
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const emptyOverlay = () => document.createElementNS('http://www.w3.org/2000/svg', 'svg');

function annotated(img, result, name) {
  const canvas = element('canvas', { width: img.naturalWidth, height: img.naturalHeight });
  const context = canvas.getContext('2d');
  context.drawImage(img, 0, 0);
  const svg = emptyOverlay();
  drawBoxes(svg, result, Math.min(img.naturalWidth, 960));
  svg.setAttribute('width', img.naturalWidth);
  svg.setAttribute('height', img.naturalHeight);
  const boxes = new Image();
  boxes.onload = () => {
    context.drawImage(boxes, 0, 0);
    canvas.toBlob((blob) => download(`${name}-annotated.png`, blob), 'image/png');
  };
  boxes.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

function show(file, answer) {
  const [result] = answer.results;
  const name = file.name.replace(/\.[^.]*$/, '') || 'picture';
  const faces = plural(result.faces.length, 'face');
  const summary = result.faces.map((f) => `${f.emotion} ${percent(f.probability)}`).join(', ');
  const img = element('img', { alt: `${file.name}: ${faces}${summary ? ` – ${summary}` : ''}` });
  img.src = URL.createObjectURL(file);
  const svg = emptyOverlay();
  svg.setAttribute('class', 'overlay');
  svg.setAttribute('aria-hidden', 'true');
  new ResizeObserver(() => { if (img.clientWidth) drawBoxes(svg, result, img.clientWidth); }).observe(img);

  const picture = element('button', { class: 'button', type: 'button' }, 'Annotated picture');
  picture.addEventListener('click', () => annotated(img, result, name));
  const json = element('button', { class: 'button', type: 'button' }, 'JSON');
  json.addEventListener('click', () =>
    download(`${name}.json`, new Blob([JSON.stringify(answer, null, 2)], { type: 'application/json' })));

  const { detector, classifier, executionProvider } = answer.runtime;
  const card = element('article', { class: 'result', 'aria-label': file.name },
    element('header', {},
      element('div', {},
        element('h2', {}, file.name),
        element('p', { class: 'meta' },
          `${faces} · ${result.width} × ${result.height} · ${result.milliseconds.toFixed(0)} ms · ${detector} + ${classifier} on ${executionProvider}`)),
      element('div', { class: 'downloads', role: 'group', 'aria-label': 'Download' }, picture, json)),
    element('div', { class: 'picture' }, element('div', { class: 'frame' }, img, svg)));
  card.append(result.faces.length
    ? element('div', { class: 'faces' }, ...result.faces.map((face, i) => faceCard(face, i + 1)))
    : element('p', { class: 'nobody' }, 'No face was found. Faces should look towards the camera and be at least about 40 pixels wide.'));
  byId('results').prepend(card);
}

async function take(files) {
  byId('errors').replaceChildren();
  let done = 0;
  for (const file of files) {
    byId('status').textContent = files.length > 1 ? `Analysing ${done + 1} of ${files.length} …` : 'Analysing …';
    try {
      show(file, await analyze(file));
      done += 1;
    } catch (error) {
      byId('errors').append(problem(error.message));
    }
  }
  byId('status').textContent = done ? `${plural(done, 'picture')} analysed.` : '';
}

export function startPictures(info) {
  limits = info.limits;
  byId('limit').textContent = `, up to ${(limits.maxBodyBytes / 2 ** 20).toFixed(0)} MiB`;
  const drop = byId('drop');
  const input = byId('file');
  input.addEventListener('change', () => { take([...input.files]).then(() => { input.value = ''; }); });
  for (const type of ['dragenter', 'dragover']) {
    document.addEventListener(type, (e) => { e.preventDefault(); drop.classList.add('over'); });
  }
  document.addEventListener('dragleave', (e) => { if (!e.relatedTarget) drop.classList.remove('over'); });
  document.addEventListener('drop', (e) => {
    e.preventDefault();
    drop.classList.remove('over');
    if (e.dataTransfer.files.length) take([...e.dataTransfer.files]);
  });
  document.addEventListener('paste', (e) => {
    const files = [...(e.clipboardData?.files ?? [])];
    if (files.length) take(files);
  });
  for (const sample of document.querySelectorAll('.sample')) {
    sample.addEventListener('click', async () => {
      const name = sample.dataset.sample;
      const blob = await (await fetch(`/samples/${name}`)).blob();
      take([new File([blob], name, { type: blob.type })]);
    });
  }
}
