// What a face looks like on the page: a box over the picture and a chart beside it.
const SVG = 'http://www.w3.org/2000/svg';

// EmotionColors of fer-api, so that page, saved pictures, videos and charts agree.
export const COLOURS = {
  angry: '#e5383b', disgust: '#0ea453', fear: '#8a63f0', happy: '#ffc62e',
  neutral: '#c3ccd5', sad: '#6e8add', surprise: '#f38027', contempt: '#d64fa8',
};

export const percent = (p) => `${Math.round(p * 100)}\u00a0%`;
export const plural = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function shape(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

const measure = document.createElement('canvas').getContext('2d');
measure.font = '600 100px system-ui, sans-serif';
const ems = (words) => measure.measureText(words).width / 100;

const covers = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

// The longest label that fits over a face, where it covers no other: above, below, or in the box.
function place(face, wordings, size, picture, taken) {
  const { x, y, width, height } = face.box;
  const tagHeight = size * 1.5;
  const tops = [y - tagHeight, y + height, y].filter((top) => top >= 0 && top + tagHeight <= picture.height);
  const tags = wordings.flatMap((words, i) => {
    const tagWidth = (ems(words) + 0.9) * size;
    if (tagWidth > width * 1.25 && i < wordings.length - 1) return [];
    const left = Math.max(0, Math.min(x, picture.width - tagWidth));
    return tops.map((top) => ({ words, x: left, y: top, width: tagWidth, height: tagHeight }));
  });
  return tags.find((tag) => !taken.some((other) => covers(tag, other))) ?? tags.at(-1);
}

// Lines and letters have the same size on every screen: shownWidth is the picture's there.
export function drawBoxes(svg, analysis, shownWidth) {
  svg.setAttribute('viewBox', `0 0 ${analysis.width} ${analysis.height}`);
  const unit = analysis.width / shownWidth;
  const size = (shownWidth < 480 ? 11 : 14) * unit;
  const { faces } = analysis;
  const taken = [];
  const boxes = [];
  const tags = [];
  faces.forEach((face) => {
    const { x, y, width, height } = face.box;
    const colour = COLOURS[face.emotion];
    const number = face.track ?? face.id;
    const name = faces.length === 1 ? face.emotion : `${number}: ${face.emotion}`;
    const wordings = [`${name} ${percent(face.probability)}`, name, `${number}`].slice(faces.length > 6 ? 1 : 0);
    boxes.push(shape('g', { 'data-face': number },
      shape('rect', { x, y, width, height, fill: 'none', stroke: '#111', 'stroke-opacity': 0.25, 'stroke-width': 4 * unit, rx: 4 * unit }),
      shape('rect', { x, y, width, height, fill: 'none', stroke: colour, 'stroke-width': 2.5 * unit, rx: 4 * unit })));
    const tag = place(face, wordings, size, analysis, taken);
    if (!tag) return; // not even a number fits into the picture
    taken.push(tag);
    tags.push(shape('g', { 'data-face': number },
      shape('rect', { x: tag.x, y: tag.y, width: tag.width, height: tag.height, fill: colour, rx: 3 * unit }),
      shape('text', { x: tag.x + size * 0.45, y: tag.y + size * 1.08, 'font-size': size, 'font-weight': 600, fill: '#000', 'font-family': 'system-ui, sans-serif' }, tag.words)));
  });
  svg.replaceChildren(...boxes, ...tags);
}

const FLAWS = { small: 'too small', blurred: 'blurred', turned: 'turned far away' };

// Why an emotion is not to be trusted, where something speaks against it.
const caution = ({ flaws }) => `Hard to see: ${flaws.map((flaw) => FLAWS[flaw] ?? flaw).join(', ')}.`;

// A card that can show one face after the other, as a live one does.
export function faceCard(number) {
  const dot = shape('circle', { cx: 5, cy: 5, r: 4.5 });
  const name = element('span');
  const value = element('span', { class: 'value' });
  const bars = element('dl', { class: 'bars' });
  const remark = element('p', { class: 'remark' });
  const rows = new Map();
  const row = (emotion) => {
    const bar = shape('rect', { height: 10, fill: COLOURS[emotion] });
    const number = element('dd');
    const line = element('div', { class: 'bar' }, element('dt', {}, emotion),
      element('dd', { class: 'track' }, shape('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, bar)), number);
    bars.append(line);
    rows.set(emotion, { line, bar, number });
    return rows.get(emotion);
  };
  const heading = element('h3', {}, shape('svg', { class: 'dot', viewBox: '0 0 10 10', 'aria-hidden': 'true' }, dot), name, ' ', value);
  const node = element('article', { class: 'face', 'data-face': number }, heading, remark, bars);
  const show = (face) => {
    dot.setAttribute('fill', COLOURS[face.emotion]);
    name.textContent = `Face ${number}: ${face.emotion}`;
    value.textContent = percent(face.probability);
    remark.hidden = face.quality?.usable ?? true;
    remark.textContent = remark.hidden ? '' : caution(face.quality);
    for (const [emotion, p] of Object.entries(face.probabilities)) {
      const { line, bar, number } = rows.get(emotion) ?? row(emotion);
      line.classList.toggle('best', emotion === face.emotion);
      bar.setAttribute('width', p * 100);
      number.textContent = percent(p);
    }
  };
  return { node, heading, bars, show };
}

export function problem(message) {
  return element('p', { class: 'error' }, message);
}
