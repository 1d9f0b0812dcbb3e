// Who showed what when: a row per person, each place in it a time to go to.
import { element, percent, plural } from '/faces.js';
import { fillStrip } from '/strip.js';

const MAX_ROWS = 20;
const NARROWEST = 0.0005; // of the width; what is shorter cannot be seen
const ROOMY = 0.08;
const SHORTEST = 0.04; // seconds, of a single frame

export function clock(seconds) {
  const whole = Math.floor(seconds + 0.001);
  const two = (n) => `${n}`.padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}` : `${Math.floor(whole / 60)}:${two(whole % 60)}`;
}

const seen = ({ seconds }) => Object.values(seconds).reduce((sum, each) => sum + each, 0);

function strip(track, length) {
  const node = element('div', { class: 'strip' });
  const spans = track.emotions.map(({ emotion, start, end }) => (
    { emotion, start: start / length, width: (end - start) / length, title: `${emotion}, ${clock(start)} to ${clock(end)}` }));
  fillStrip(node, spans.filter(({ width }) => width > NARROWEST), ROOMY);
  return node;
}

function row(track, length, seek) {
  const now = element('span', { class: 'now' });
  const first = track.emotions[0].start;
  const name = element('button', { class: 'person', type: 'button', 'aria-label': `Face ${track.track}, to ${clock(first)}, where it comes` }, `Face ${track.track}`);
  name.addEventListener('click', () => seek(first));
  const shares = Object.entries(track.shares).map(([emotion, share]) => `${emotion} ${percent(share)}`).join(', ');
  const place = strip(track, length);
  place.addEventListener('click', (e) => {
    const { left, width } = place.getBoundingClientRect();
    seek((e.clientX - left) / width * length);
  });
  const node = element('div', { class: 'track-row', 'data-track': track.track }, element('p', { class: 'head' }, name, now),
    place, element('p', { class: 'hint' }, `From ${clock(first)} to ${clock(track.emotions.at(-1).end)}: ${shares}`));
  return { track: track.track, node, show(faces) {
    now.textContent = faces ? faces.find((face) => face.track === track.track)?.emotion ?? 'away' : 'not analysed';
  } };
}

// All times are seconds. show says what is to be seen now in a film of that end, with null for faces that are not known.
export function timeline(tracks, seconds, seek) {
  const length = Math.max(seconds, SHORTEST);
  const slider = element('input', { type: 'range', min: 0, max: length, step: SHORTEST, value: 0, 'aria-label': 'Time in the video' });
  const marker = element('div', { class: 'marker', 'aria-hidden': 'true' });
  slider.addEventListener('input', () => seek(Number(slider.value)));
  const longest = [...tracks].sort((a, b) => seen(b) - seen(a)).slice(0, MAX_ROWS);
  const rows = longest.sort((a, b) => a.track - b.track).map((track) => row(track, length, seek));
  const node = element('div', { class: 'timeline' }, element('div', { class: 'scale' }, slider, marker), ...rows.map((each) => each.node));
  if (tracks.length > rows.length) {
    node.append(element('p', { class: 'hint' }, `${plural(tracks.length - rows.length, 'face')} seen for a shorter time: in the downloads.`));
  }
  if (!tracks.length) node.append(element('p', { class: 'hint' }, 'No face was found.'));
  return {
    node,
    show(time, end, faces) {
      slider.value = time;
      slider.setAttribute('aria-valuetext', `${clock(time)} of ${clock(end)}`);
      marker.textContent = `${clock(time)}.${Math.floor(time % 1 * 10)} / ${clock(end)}`;
      node.style.setProperty('--at', time / length);
      for (const each of rows) each.show(faces);
    },
  };
}
