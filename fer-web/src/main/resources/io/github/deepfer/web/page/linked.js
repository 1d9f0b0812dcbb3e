// The faces of a picture twice, where they are on it and as cards beside it, each a click from the other.
import { COLOURS, element, faceCard, percent } from '/faces.js';

const OPEN_AT_ONCE = 3; // more cards than that show their charts when asked
const THUMBNAIL = 96;
const MARGIN = 0.2; // of the box, on each side

function thumbnail(face) {
  const canvas = element('canvas', { width: THUMBNAIL, height: THUMBNAIL, 'aria-hidden': 'true' });
  canvas.style.borderColor = COLOURS[face.emotion];
  return canvas;
}

function paint(canvas, img, { x, y, width, height }) {
  const side = Math.max(width, height) * (1 + 2 * MARGIN);
  canvas.getContext('2d').drawImage(img, x + (width - side) / 2, y + (height - side) / 2, side, side, 0, 0, THUMBNAIL, THUMBNAIL);
}

// A button over the face, invisible until it has the focus or is chosen.
function spot(face, picture) {
  const { x, y, width, height } = face.box;
  const button = element('button', { class: 'spot', type: 'button', 'aria-label': `Face ${face.id}: ${face.emotion} ${percent(face.probability)}, to its card` });
  Object.assign(button.style, {
    left: `${(x + width / 2) / picture.width * 100}%`, top: `${(y + height / 2) / picture.height * 100}%`,
    width: `${width / picture.width * 100}%`, height: `${height / picture.height * 100}%`,
  });
  return button;
}

function card(face, open) {
  const made = faceCard(face.id);
  made.show(face);
  const toPicture = element('button', { class: 'thumb', type: 'button', 'aria-label': `Face ${face.id}, to its place in the picture` }, thumbnail(face));
  const more = element('button', { class: 'more', type: 'button' }, ...made.heading.childNodes);
  made.heading.replaceChildren(more);
  made.node.prepend(toPicture);
  const unfold = (is) => {
    more.setAttribute('aria-expanded', is);
    made.node.classList.toggle('open', is);
    made.bars.hidden = !is;
  };
  more.addEventListener('click', () => unfold(made.bars.hidden));
  unfold(open);
  return { node: made.node, toPicture, more, unfold };
}

// One stop of the tabulator for all faces of a picture; arrow keys go from face to face.
function rove(buttons) {
  const to = (i) => buttons.forEach((button, k) => { button.tabIndex = k === i ? 0 : -1; });
  buttons.forEach((button, i) => {
    button.addEventListener('focus', () => to(i));
    button.addEventListener('keydown', (e) => {
      const steps = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: -1 };
      if (e.key in steps) {
        e.preventDefault();
        buttons.at(steps[e.key] % buttons.length).focus();
      }
    });
  });
  to(0);
}

export function pictureFaces(img, svg, result) {
  const { faces } = result;
  const spots = element('div', { class: 'spots', role: 'group', 'aria-label': 'Faces in the picture' });
  const cards = element('div', { class: faces.length > OPEN_AT_ONCE ? 'faces compact' : 'faces' });
  const pairs = faces.map((face) => ({ place: spot(face, result), card: card(face, faces.length <= OPEN_AT_ONCE) }));
  const choose = (pair) => {
    for (const each of pairs) {
      for (const node of [each.place, each.card.node]) {
        if (each === pair) node.setAttribute('aria-current', 'true');
        else node.removeAttribute('aria-current');
      }
    }
  };
  const point = (id) => {
    for (const mark of svg.children) mark.classList.toggle('faded', id !== null && mark.dataset.face !== `${id}`);
  };
  pairs.forEach((pair, i) => {
    const { place, card: { node, toPicture, more, unfold } } = pair;
    place.addEventListener('click', () => {
      choose(pair);
      unfold(true);
      more.focus({ preventScroll: true });
      node.scrollIntoView({ block: 'nearest' });
    });
    toPicture.addEventListener('click', () => {
      choose(pair);
      place.focus({ preventScroll: true });
      img.scrollIntoView({ block: 'nearest' });
    });
    node.addEventListener('mouseenter', () => point(faces[i].id));
    node.addEventListener('mouseleave', () => point(null));
  });
  rove(pairs.map(({ place }) => place));
  spots.append(...pairs.map(({ place }) => place));
  cards.append(...pairs.map(({ card: { node } }) => node));
  img.decode().then(
    () => pairs.forEach(({ card: { toPicture } }, i) => paint(toPicture.firstChild, img, faces[i].box)),
    () => {}, // removed meanwhile
  );
  return { spots, cards };
}
