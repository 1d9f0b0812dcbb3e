// A video on its way to the server, what comes back of it line by line, and its end there.
export const GONE = 'The server cannot be reached. Is it still running?';

// fetch does not say how much has gone.
export function send(file, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/videos');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(loaded / total));
    request.addEventListener('load', () => {
      if (request.status === 202) resolve(request.response.id);
      else reject(new Error(request.response?.detail ?? `The server answered ${request.status}.`));
    });
    request.addEventListener('error', () => reject(new Error(GONE)));
    request.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

// A frame, or how it is with the video, as each comes.
export async function* lines(id, signal) {
  const response = await fetch(`/api/videos/${id}/frames`, { signal });
  if (!response.ok) throw new Error((await response.json()).detail);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n');
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

// Also while the page is left.
export function forget(id) {
  fetch(`/api/videos/${id}`, { method: 'DELETE', keepalive: true }).catch(() => {});
}
