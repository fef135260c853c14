// The identity of a patch, so that the same change is not run twice.
import { createHash } from 'node:crypto';

/** A hash of the new texts that ignores comment lines, blank lines, trailing whitespace and the order of files. */
export function fingerprint(texts: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const lines = text.split('\n').map(line => line.trimEnd());
    hash.update(JSON.stringify([path, lines.filter(line => line !== '' && !/^\s*#/.test(line))]));
  }
  return hash.digest('hex').slice(0, 32);
}
