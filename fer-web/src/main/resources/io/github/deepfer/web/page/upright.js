// A WebP that EXIF turns, as a picture that every browser shows as the server sees it: some, Chromium among them, do not turn WebP.
import { element } from '/faces.js';

const FIRST_CHUNK = 12;
const ORIENTATION = 0x0112;

// Where stored x, stored y and the origin go, each [x, y]; the index is the tag (CIPA DC-008, 4.6.4).
const AXES = [null, null,
  [[-1, 0], [0, 1]], [[-1, 0], [0, -1]], [[1, 0], [0, -1]],
  [[0, 1], [1, 0]], [[0, 1], [-1, 0]], [[0, -1], [-1, 0]], [[0, -1], [1, 0]]];

const ascii = (view, at, length) => String.fromCharCode(...new Uint8Array(view.buffer, at, length));

// Of the last EXIF chunk, as the server has it; { at: -1 } if there is none.
function exif(view) {
  let found = { at: -1, end: 0 };
  for (let at = FIRST_CHUNK; at + 8 <= view.byteLength;) {
    const length = view.getUint32(at + 4, true);
    if (ascii(view, at, 4) === 'EXIF') found = { at, end: at + 8 + length };
    at += 8 + length + (length & 1);
  }
  return found;
}

function orientation(view, { at, end }) {
  const tiff = at + 8 + (ascii(view, at + 8, 4) === 'Exif' ? 6 : 0);
  const little = ascii(view, tiff, 2) === 'II';
  const directory = tiff + view.getUint32(tiff + 4, little);
  const entries = view.getUint16(directory, little);
  for (let entry = directory + 2; entry + 12 <= end && entry < directory + 2 + 12 * entries; entry += 12) {
    if (view.getUint16(entry, little) === ORIENTATION) {
      const type = view.getUint16(entry + 2, little);
      if (type === 1) return view.getUint8(entry + 8);
      return type === 4 ? view.getUint32(entry + 8, little) : view.getUint16(entry + 8, little);
    }
  }
  return 1;
}

async function turned(view, axes) {
  const img = await createImageBitmap(new Blob([view], { type: 'image/webp' }));
  const [[a, b], [c, d]] = axes;
  const width = a ? img.width : img.height;
  const height = a ? img.height : img.width;
  const canvas = element('canvas', { width, height });
  const context = canvas.getContext('2d');
  context.setTransform(a, b, c, d, a + c < 0 ? width : 0, b + d < 0 ? height : 0);
  context.drawImage(img, 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
}

// The file itself where nothing turns it, or what turns it is damaged: the server leaves it, too.
export async function upright(file) {
  const head = await file.slice(0, FIRST_CHUNK).text();
  if (!head.startsWith('RIFF') || !head.endsWith('WEBP')) return file;
  const view = new DataView(await file.arrayBuffer());
  let axes;
  try {
    const chunk = exif(view);
    axes = chunk.at < 0 ? null : AXES[orientation(view, chunk)];
    if (!axes) return file;
    // Of a name that means nothing, so that no browser turns it as well.
    new Uint8Array(view.buffer).set([0x58, 0x58, 0x58, 0x58], chunk.at);
  } catch (error) {
    if (error instanceof RangeError) return file;
    throw error;
  }
  const blob = await turned(view, axes);
  if (!blob) throw new Error(`${file.name} is too large for this browser to draw on.`);
  return blob;
}
