// Reads what `git ls-tree -r -z -l` lists.
import type { TreeEntry } from '../../incident/source.ts';

const kinds: Readonly<Record<string, TreeEntry['kind']>> = {
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** Names may contain anything but NUL. Those that are not UTF-8 have no string form and are skipped. */
export function listing(bytes: Buffer): readonly TreeEntry[] {
  return splitAtNul(bytes).flatMap(record => {
    const tab = record.indexOf('\t');
    const path = utf8(record.subarray(tab + 1));
    if (path === null) return [];
    // `<mode> <type> <object> <size, padded; - for a submodule>`
    const [mode = '', , hash = '', size = ''] = record.subarray(0, tab).toString('latin1').split(/ +/);
    return [{ path, kind: kinds[mode] ?? 'file', bytes: Number.parseInt(size, 10) || 0, hash }];
  });
}

function splitAtNul(bytes: Buffer): readonly Buffer[] {
  const records: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    records.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return records;
}

/** The text, with its byte order mark; null when the bytes are not UTF-8. */
export function utf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
