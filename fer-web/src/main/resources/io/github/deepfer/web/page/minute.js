// What a face showed in the last minute, as a strip of emotions.
import { element } from '/faces.js';
import { fillStrip } from '/strip.js';

const SECONDS = 60;
const ROOMY = 0.22; // of the width

export function minuteStrip() {
  const node = element('div', { class: 'strip minute', role: 'img' });
  let spans = []; // of one emotion each, in seconds
  const show = (emotion, now) => {
    const last = spans.at(-1);
    if (last) last.end = now;
    if (last?.emotion !== emotion) spans.push({ emotion, start: now, end: now });
    spans = spans.filter(({ end }) => end > now - SECONDS);
    fillStrip(node, spans.map(({ emotion: of, start, end }) => {
      const from = Math.max(0, start - now + SECONDS);
      return { emotion: of, start: from / SECONDS, width: (end - now + SECONDS - from) / SECONDS };
    }), ROOMY);
    const seconds = {};
    for (const { emotion: of, start, end } of spans) seconds[of] = (seconds[of] ?? 0) + end - Math.max(start, now - SECONDS);
    const words = Object.entries(seconds).map(([of, length]) => `${of} ${length.toFixed(0)} s`).join(', ');
    node.setAttribute('aria-label', `The last minute: ${words}`);
  };
  return { node, show };
}
