// A video that the browser plays from the visitor's own file, with the boxes that belong to each frame.
import { drawBoxes, element, shape } from '/faces.js';
import { clock, timeline } from '/timeline.js';

const CLOSE = 0.01; // seconds by which clocks of browser and server may differ

// The last frame at or before a time, or the first.
function frameAt(frames, time) {
  let low = 0;
  let high = frames.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (frames[middle].time <= time + CLOSE) low = middle;
    else high = middle - 1;
  }
  return frames[low];
}

// Frames are known for the first seconds of the film: all that it has, or fewer where the analysis ended early.
export function videoPlayer(file, frames, tracks, seconds, early) {
  const video = element('video', { controls: '', playsinline: '', preload: 'auto', controlslist: 'nofullscreen', disablepictureinpicture: '', 'aria-label': file.name });
  const svg = shape('svg', { class: 'overlay', 'aria-hidden': 'true' });
  const stage = element('div', { class: 'stage played' }, video, svg);
  let playable = true;
  let shown = frames[0];
  stage.style.setProperty('--ratio', shown.width / shown.height);
  const draw = () => drawBoxes(svg, shown, stage.clientWidth || shown.width);
  const show = (time) => {
    const known = !early || time < seconds + CLOSE;
    shown = known ? frameAt(frames, time) : { ...frames[0], faces: [] };
    draw();
    line.show(time, Math.max(seconds, Number.isFinite(video.duration) ? video.duration : 0), known ? shown.faces : null);
  };
  const seek = (time) => {
    if (playable) video.currentTime = time;
    else show(time);
  };
  const line = timeline(tracks, seconds, seek);
  if (video.requestVideoFrameCallback) {
    const each = (_, { mediaTime }) => {
      show(mediaTime);
      video.requestVideoFrameCallback(each);
    };
    video.requestVideoFrameCallback(each);
  } else {
    video.addEventListener('timeupdate', () => show(video.currentTime));
  }
  const without = () => {
    playable = false;
    video.remove();
    stage.before(element('p', { class: 'notice', role: 'status' }, 'This browser cannot play the video. Its faces are shown without the picture: move through the times below.'));
  };
  video.addEventListener('error', without, { once: true });
  video.addEventListener('loadedmetadata', () => show(video.currentTime), { once: true });
  new ResizeObserver(draw).observe(stage);
  video.src = URL.createObjectURL(file);
  show(0);
  return {
    nodes: [
      ...(early ? [element('p', { class: 'notice' }, `Analysed up to ${clock(seconds)} only. No faces are shown after that.`)] : []),
      stage, line.node,
    ],
    pause() { video.pause(); },
    close() {
      video.removeEventListener('error', without);
      video.pause();
      URL.revokeObjectURL(video.src);
      video.removeAttribute('src');
    },
  };
}
