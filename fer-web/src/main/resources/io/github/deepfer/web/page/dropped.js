// The files of what was dropped, those in folders too.
async function inFolder(folder) {
  const reader = folder.createReader();
  const files = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (!some.length) return files;
    for (const entry of some) {
      if (entry.isDirectory) files.push(...await inFolder(entry));
      else files.push(await new Promise((resolve, reject) => { entry.file(resolve, reject); }));
    }
  }
}

// Of folders only the pictures, by name: other things lie in them without being meant.
async function picturesIn(folder) {
  const files = await inFolder(folder);
  return files.filter(({ type }) => type.startsWith('image/')).sort((a, b) => a.name.localeCompare(b.name));
}

export async function droppedFiles({ items, files }) {
  // Before the first wait; afterwards the browser gives nothing more.
  const all = [...files];
  const entries = [...items].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry());
  const found = await Promise.all(all.map((file, i) => (entries[i]?.isDirectory ? picturesIn(entries[i]) : [file])));
  return found.flat();
}
