// All pictures on the page in one table, and their numbers in one file.
import { annotated } from '/annotated.js';
import { download, downloadText } from '/download.js';
import { element, problem } from '/faces.js';
import { picturesCsv } from '/table.js';
import { zip } from '/zip.js';

const byId = (id) => document.getElementById(id);
let results = [];
let pictures = []; // those that were analysed, as shown on the page
let runtime = {};

// Of many faces the page first says how many show what.
export function tally(faces) {
  const counts = new Map();
  for (const { emotion } of faces) counts.set(emotion, (counts.get(emotion) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([emotion, n]) => `${n} ${emotion}`).join(', ');
}

function add(result, name, ...cells) {
  results.push(result);
  byId('overview-rows').append(element('tr', {}, element('th', { scope: 'row' }, name), ...cells));
  byId('overview').hidden = results.length < 2;
}

export function addAnalysed(name, answer, article, img) {
  const [result] = answer.results;
  pictures.push({ name, result, img });
  runtime = answer.runtime;
  article.id = `result-${results.length + 1}`;
  article.tabIndex = -1;
  add({ ...result, image: name }, element('a', { href: `#${article.id}` }, name),
    element('td', { class: 'count' }, `${result.faces.length}`), element('td', {}, tally(result.faces)));
}

export function addFailed(name, error) {
  add({ image: name, error }, name, element('td', { class: 'failed', colspan: 2 }, 'not analysed'));
}

export function clearOverview() {
  results = [];
  pictures = [];
  byId('overview-rows').replaceChildren();
  byId('overview').hidden = true;
}

// Pictures of one name, as from two folders, are told apart by a number.
async function annotatedFiles() {
  const files = [];
  const taken = new Map();
  for (const { name, result, img } of pictures) {
    const stem = name.replace(/\.[^.]*$/, '') || 'picture';
    const count = (taken.get(stem) ?? 0) + 1;
    taken.set(stem, count);
    const blob = await annotated(img, result);
    if (blob) files.push({ name: `${stem}${count > 1 ? ` (${count})` : ''}-annotated.png`, blob });
    else byId('errors').append(problem(`${name} is too large for this browser to draw on.`));
  }
  return files;
}

async function saveAnnotated() {
  byId('all-zip').disabled = true;
  try {
    download('annotated.zip', await zip(await annotatedFiles()));
  } finally {
    byId('all-zip').disabled = false;
  }
}

export function startOverview() {
  byId('all-zip').addEventListener('click', saveAnnotated);
  byId('all-csv').addEventListener('click', () => downloadText('faces.csv', picturesCsv(results), 'text/csv'));
  byId('all-json').addEventListener('click', () =>
    downloadText('faces.json', JSON.stringify({ results, runtime }, null, 2), 'application/json'));
}
