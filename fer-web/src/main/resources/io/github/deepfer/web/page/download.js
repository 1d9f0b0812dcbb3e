// Files that the page makes itself.
import { element } from '/faces.js';

export function download(name, blob) {
  const link = element('a', { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function downloadText(name, text, type) {
  download(name, new Blob([text], { type }));
}
