// Numbers as CSV: the columns of FaceTable and of TrackTable in fer-report, and the same forms.
const EMOTIONS = ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'];

const decimals = (n) => (value) => value?.toFixed(n) ?? '';
const plain = (value) => `${value ?? ''}`;

// A text that a spreadsheet would take for a formula has an apostrophe before it.
function text(value) {
  const harmless = value.length > 1 && '=+-@\t\r\''.includes(value[0]) ? `'${value}` : value;
  return /[,"\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

const BOX = {
  x: (face) => plain(face.box?.x), y: (face) => plain(face.box?.y),
  width: (face) => plain(face.box?.width), height: (face) => plain(face.box?.height),
  score: (face) => decimals(4)(face.score), emotion: (face) => plain(face.emotion),
};
const QUALITY = {
  sharpness: ({ quality }) => decimals(3)(quality?.sharpness),
  yaw: ({ quality }) => decimals(1)(quality?.pose?.yaw),
  pitch: ({ quality }) => decimals(1)(quality?.pose?.pitch),
  roll: ({ quality }) => decimals(1)(quality?.pose?.roll),
  usable: ({ quality }) => plain(quality?.usable),
  flaws: ({ quality }) => plain(quality?.flaws.join(' ')),
};
// Another emotion that a model knows has no column; one that it does not know is never shown.
const probability = (of, emotion) => ({ [of]: all }) => all && decimals(6)(all[emotion] ?? 0);
const probabilities = (prefix, of = 'probabilities') => Object.fromEntries(EMOTIONS.map((emotion) => [prefix + emotion, probability(of, emotion)]));

const PICTURE_COLUMNS = {
  image: (_, picture) => text(picture.image),
  image_width: (_, picture) => plain(picture.width), image_height: (_, picture) => plain(picture.height),
  id: (face) => plain(face.id),
  ...BOX, probability: (face) => decimals(6)(face.probability), ...probabilities(''), ...QUALITY,
  error: (_, picture) => text(picture.error ?? ''),
};

const line = (columns, ...of) => `${Object.values(columns).map((field) => field(...of) ?? '').join(',')}\n`;
const header = (columns) => `${Object.keys(columns).join(',')}\n`;

// Each picture has a row, also one without a face or with an error.
export function picturesCsv(results) {
  const rows = results.flatMap((picture) => {
    const faces = [...picture.faces ?? [], ...picture.rejected ?? []];
    return (faces.length ? faces : [{}]).map((face) => line(PICTURE_COLUMNS, face, picture));
  });
  return header(PICTURE_COLUMNS) + rows.join('');
}

const TRACKED = {
  frame: (_, frame) => plain(frame.frame), time: (_, frame) => decimals(3)(frame.time), track: (face) => plain(face.track),
  ...BOX,
};
const CAMERA_COLUMNS = { ...TRACKED, ...probabilities('smoothed_'), ...QUALITY };
const VIDEO_COLUMNS = { ...TRACKED, ...probabilities('raw_', 'raw'), ...probabilities('smoothed_'), ...QUALITY };

export const cameraHeader = header(CAMERA_COLUMNS);

// A row per face; the frame has its number and a time in seconds.
export function cameraRows(frame, faces) {
  return faces.map((face) => line(CAMERA_COLUMNS, face, frame)).join('');
}

export function videoCsv(frames) {
  return header(VIDEO_COLUMNS) + frames.flatMap((frame) => frame.faces.map((face) => line(VIDEO_COLUMNS, face, frame))).join('');
}
