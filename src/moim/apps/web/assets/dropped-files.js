// Files out of a drop, also those inside dropped folders.

const FILES_MAX = 5000;

async function readAll(reader) {
  const entries = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return entries;
    entries.push(...some);
  }
}

async function walk(entry, files) {
  if (files.length >= FILES_MAX || entry.name.startsWith(".")) return;
  if (entry.isFile) {
    files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  for (const child of await readAll(entry.createReader())) await walk(child, files);
}

/** All files of a drop, folders walked through, at most 5,000. */
export async function droppedFiles(transfer) {
  // The items vanish after the event, so their entries are taken before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const files = [];
  for (const entry of entries) await walk(entry, files);
  return files;
}
