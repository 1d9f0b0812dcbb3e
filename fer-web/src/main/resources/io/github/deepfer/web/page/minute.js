// What a face showed in the last minute, as a strip of the emotions' colours.
import { COLOURS, shape } from '/faces.js';

const SECONDS = 60;

export function minuteStrip() {
  const node = shape('svg', { class: 'minute', viewBox: `0 0 ${SECONDS} 10`, preserveAspectRatio: 'none', role: 'img' });
  let spans = []; // of one emotion each, in seconds
  const show = (emotion, now) => {
    const last = spans.at(-1);
    if (last) last.end = now;
    if (last?.emotion !== emotion) spans.push({ emotion, start: now, end: now });
    spans = spans.filter(({ end }) => end > now - SECONDS);
    node.replaceChildren(...spans.map(({ emotion: of, start, end }) => {
      const from = Math.max(0, start - now + SECONDS);
      return shape('rect', { x: from, width: end - now + SECONDS - from, height: 10, fill: COLOURS[of] });
    }));
    const seconds = {};
    for (const { emotion: of, start, end } of spans) seconds[of] = (seconds[of] ?? 0) + end - Math.max(start, now - SECONDS);
    const words = Object.entries(seconds).map(([of, length]) => `${of} ${length.toFixed(0)} s`).join(', ');
    node.setAttribute('aria-label', `The last minute: ${words}`);
  };
  return { node, show };
}
