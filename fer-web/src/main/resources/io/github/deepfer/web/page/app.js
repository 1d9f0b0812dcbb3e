import { pauseVideo, startVideos } from '/videos.js';
import { startPictures } from '/pictures.js';
import { startLive, stop } from '/live.js';

const byId = (id) => document.getElementById(id);

const tabs = [...document.querySelectorAll('[role=tab]')];
function select(tab) {
  for (const each of tabs) {
    const chosen = each === tab;
    each.setAttribute('aria-selected', chosen);
    each.tabIndex = chosen ? 0 : -1;
    byId(each.getAttribute('aria-controls')).hidden = !chosen;
  }
  if (tab.id !== 'tab-live') stop();
  if (tab.id !== 'tab-videos') pauseVideo();
}
tabs.forEach((tab) => {
  tab.addEventListener('click', () => select(tab));
  tab.addEventListener('keydown', (e) => {
    const there = tabs.filter(({ hidden }) => !hidden);
    const i = there.indexOf(tab);
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      const next = there.at(to % there.length);
      next.focus();
      select(next);
    }
  });
});

byId('theme').addEventListener('click', () => {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
});

startLive();
try {
  const info = await (await fetch('/api/info')).json();
  byId('runtime').textContent = `Detector ${info.detector.id}, model ${info.classifier.id}, on ${info.classifier.executionProvider}`;
  startPictures(info);
  startVideos(info);
} catch {
  byId('runtime').textContent = 'The server cannot be reached.';
}
