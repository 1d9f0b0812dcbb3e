// What a face looks like on the page: a box over the picture and a chart beside it.
const SVG = 'http://www.w3.org/2000/svg';

// Distinct on light and dark ground; the label always says it in words too.
export const COLOURS = {
  angry: '#d1495b', disgust: '#6a994e', fear: '#8e6bbf', happy: '#e0a100',
  neutral: '#7d8794', sad: '#3d7fc4', surprise: '#e07a3f', contempt: '#a0714f',
};

export const percent = (p) => `${Math.round(p * 100)} %`;

export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function shape(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

const measure = document.createElement('canvas').getContext('2d');
measure.font = '600 100px system-ui, sans-serif';
const ems = (words) => measure.measureText(words).width / 100;

// Lines and letters have the same size on every screen: shownWidth is the picture's there.
export function drawBoxes(svg, analysis, shownWidth) {
  svg.setAttribute('viewBox', `0 0 ${analysis.width} ${analysis.height}`);
  const unit = analysis.width / shownWidth;
  const narrow = shownWidth < 480;
  const size = (narrow ? 11 : 14) * unit;
  const marks = analysis.faces.flatMap((face, i) => {
    const { x, y, width, height } = face.box;
    const colour = COLOURS[face.emotion];
    const number = analysis.faces.length > 1 ? `${face.id ?? i + 1}: ` : '';
    const words = `${number}${face.emotion}${narrow ? '' : ` ${percent(face.probability)}`}`;
    const tagWidth = (ems(words) + 0.9) * size;
    const left = Math.max(0, Math.min(x, analysis.width - tagWidth));
    const top = y >= size * 1.5 ? y - size * 1.5 : y;
    const text = shape('text', { x: left + size * 0.45, y: top + size * 1.08, 'font-size': size, 'font-weight': 600, fill: '#111', 'font-family': 'system-ui, sans-serif' });
    text.textContent = words;
    return [
      shape('rect', { x, y, width, height, fill: 'none', stroke: colour, 'stroke-width': 2.5 * unit, rx: 4 * unit }),
      shape('rect', { x: left, y: top, width: tagWidth, height: size * 1.5, fill: colour, rx: 3 * unit }),
      text,
    ];
  });
  svg.replaceChildren(...marks);
}

export function faceCard(face, number) {
  const dot = shape('svg', { class: 'dot', viewBox: '0 0 10 10', 'aria-hidden': 'true' });
  dot.append(shape('circle', { cx: 5, cy: 5, r: 5, fill: COLOURS[face.emotion] }));
  const title = element('h3', {}, dot, `Face ${number}: ${face.emotion}`,
    element('span', { class: 'value' }, percent(face.probability)));
  const bars = element('dl', { class: 'bars' });
  for (const [emotion, p] of Object.entries(face.probabilities)) {
    const bar = shape('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    bar.append(shape('rect', { width: p * 100, height: 10, fill: COLOURS[emotion] }));
    bars.append(element('div', { class: emotion === face.emotion ? 'bar best' : 'bar' },
      element('dt', {}, emotion), element('dd', { class: 'track' }, bar), element('dd', {}, percent(p))));
  }
  return element('article', { class: 'face' }, title, bars);
}

export function problem(message) {
  return element('p', { class: 'error' }, message);
}
