// All pictures on the page in one table, and their numbers in one file.
import { downloadText } from '/download.js';
import { element } from '/faces.js';
import { picturesCsv } from '/table.js';

const byId = (id) => document.getElementById(id);
let results = [];
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

export function addAnalysed(name, answer, article) {
  const [result] = answer.results;
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
  byId('overview-rows').replaceChildren();
  byId('overview').hidden = true;
}

export function startOverview() {
  byId('all-csv').addEventListener('click', () => downloadText('faces.csv', picturesCsv(results), 'text/csv'));
  byId('all-json').addEventListener('click', () =>
    downloadText('faces.json', JSON.stringify({ results, runtime }, null, 2), 'application/json'));
}
