// Reads a tar archive in memory, as dpkg writes it (GNU format): unpacking thousands of small files takes ten times as long.

/** A file, or a symbolic link with its target. */
export type TarEntry = { readonly content: Buffer } | { readonly target: string };

const block = 512;

/** Files and symbolic links by path, without a leading `./`. */
export function tarEntries(archive: Buffer): Map<string, TarEntry> {
  const entries = new Map<string, TarEntry>();
  const long: Record<string, string> = {};
  for (let at = 0; at + block <= archive.length && archive[at] !== 0; ) {
    const header = archive.subarray(at, at + block);
    const size = Number.parseInt(text(header, 124, 12), 8);
    const content = archive.subarray(at + block, at + block + size);
    const kind = text(header, 156, 1);
    at += block + Math.ceil(size / block) * block;
    // `L` and `K`: the path or the target of the next entry, where it is too long for the header.
    if (kind === 'L' || kind === 'K') {
      long[kind] = text(content, 0, size);
      continue;
    }
    const path = (long['L'] ?? text(header, 0, 100)).replace(/^\.\//, '');
    if (kind === '0' || kind === '') entries.set(path, { content });
    if (kind === '2') entries.set(path, { target: long['K'] ?? text(header, 157, 100) });
    delete long['L'];
    delete long['K'];
  }
  return entries;
}

function text(buffer: Buffer, start: number, length: number): string {
  return buffer
    .toString('utf8', start, start + length)
    .replace(/\0.*$/s, '')
    .trim();
}
