// A picture with its boxes drawn on it, as a file.
import { drawBoxes, element, shape } from '/faces.js';

async function boxes(result, width, height) {
  const svg = shape('svg', { width, height });
  drawBoxes(svg, result, Math.min(width, 960));
  const img = new Image();
  img.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await img.decode();
  return img;
}

// Null if the picture is too large for this browser to draw on.
export async function annotated(img, result) {
  await img.decode();
  const { naturalWidth: width, naturalHeight: height } = img;
  const canvas = element('canvas', { width, height });
  const context = canvas.getContext('2d');
  context.drawImage(img, 0, 0);
  context.drawImage(await boxes(result, width, height), 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
}
