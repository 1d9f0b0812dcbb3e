// node client.mjs http://127.0.0.1:8080 picture.png video.mp4
import { readFile } from 'node:fs/promises';

const [server, picture, video] = process.argv.slice(2);

async function post(path, file, type) {
  const answer = await fetch(server + path, { method: 'POST', headers: { 'Content-Type': type }, body: await readFile(file) });
  if (!answer.ok) throw new Error((await answer.json()).detail);
  return answer;
}

async function analyze() {
  const { results } = await (await post('/api/analyze', picture, 'image/png')).json();
  for (const { id, emotion, probability } of results[0].faces) console.log('face', id, emotion, probability);

  const place = server + (await post('/api/videos', video, 'video/mp4')).headers.get('Location');
  try {
    const { body } = await fetch(`${place}/frames`);
    let rest = '';
    let done = false;
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      for (const line of lines.map((each) => JSON.parse(each))) {
        if ('frame' in line) console.log(line.time, line.faces.map((face) => face.emotion));
        else if (line.state === 'failed') throw new Error(line.error);
        else if (line.state === 'done') done = true;
      }
    }
    if (!done) throw new Error('the answer broke off');
    console.log('done');
  } finally {
    await fetch(place, { method: 'DELETE' }).catch(() => {}); // why it ended says more
  }
}

try {
  await analyze();
} catch ({ message, cause }) {
  console.error(cause ? `${message}: ${cause.message || cause.code}` : message);
  process.exitCode = 1;
}
