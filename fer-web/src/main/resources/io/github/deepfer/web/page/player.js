// A video that the browser plays from the visitor's own file, with the boxes that belong to each frame.
import { drawBoxes, element, shape } from '/faces.js';
import { timeline } from '/timeline.js';

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

// The length is in seconds.
export function videoPlayer(file, frames, tracks, length) {
  const video = element('video', { controls: '', playsinline: '', preload: 'auto', controlslist: 'nofullscreen', disablepictureinpicture: '', 'aria-label': file.name });
  const svg = shape('svg', { class: 'overlay', 'aria-hidden': 'true' });
  const stage = element('div', { class: 'stage played' }, video, svg);
  let playable = true;
  let shown = frames[0];
  stage.style.setProperty('--ratio', shown.width / shown.height);
  const show = (time) => {
    shown = frameAt(frames, time);
    drawBoxes(svg, shown, stage.clientWidth || shown.width);
    line.show(time, shown.faces);
  };
  const seek = (time) => {
    if (playable) video.currentTime = time;
    else show(time);
  };
  const line = timeline(tracks, length, seek);
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
  new ResizeObserver(() => drawBoxes(svg, shown, stage.clientWidth || shown.width)).observe(stage);
  video.src = URL.createObjectURL(file);
  show(0);
  return {
    nodes: [stage, line.node],
    pause() { video.pause(); },
    close() {
      video.removeEventListener('error', without);
      video.pause();
      URL.revokeObjectURL(video.src);
      video.removeAttribute('src');
    },
  };
}
