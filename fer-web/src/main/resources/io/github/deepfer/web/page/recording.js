// What the camera showed while it was recorded, kept in this page until it is saved.
import { downloadText } from '/download.js';
import { cameraHeader, cameraRows } from '/table.js';

export function startRecording() {
  const start = performance.now();
  const rows = [cameraHeader];
  let frame = 0;
  return {
    // Of a frame that was taken at that time of performance.now().
    add(faces, taken) {
      if (taken < start) return;
      rows.push(cameraRows({ frame, time: (taken - start) / 1000 }, faces));
      frame += 1;
    },
    save() {
      downloadText('camera.csv', rows.join(''), 'text/csv');
    },
  };
}
