// Emotions in a row, as long as each was shown: a colour, and a word where there is room for one.
import { COLOURS, element } from '/faces.js';

// Spans have an emotion, and a start and a width as shares of the strip; from the width roomy on they have their word.
export function fillStrip(node, spans, roomy) {
  node.replaceChildren(...spans.map(({ emotion, start, width, title = '' }) => {
    const span = element('span', title ? { title } : {}, width > roomy ? emotion : '');
    Object.assign(span.style, { left: `${start * 100}%`, width: `${width * 100}%`, background: COLOURS[emotion] });
    return span;
  }));
}
