// Writes a tar archive (POSIX ustar) of named files: no folder is walked, so nothing else can get in. Gives an archive another time.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** `name` is ASCII, relative, at most 100 bytes long, and ends in `/` for a folder. Content is a text, or the file at a path. */
export type TarFile = { name: string } & ({ text: string } | { path: string });

const blockBytes = 512;
/** The id of the user and the group on GitHub's runner, and in a sandbox. */
const runner = 1001;

/** The archive's bytes. Everything belongs to the runner's user; no file is executable. */
export async function* tar(files: readonly TarFile[]): AsyncGenerator<Buffer> {
  for (const file of files) {
    const bytes = 'text' in file ? Buffer.byteLength(file.text) : (await stat(file.path)).size;
    yield header(file.name, bytes);
    yield* 'text' in file ? [Buffer.from(file.text)] : createReadStream(file.path);
    yield Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes);
  }
  yield Buffer.alloc(2 * blockBytes);
}

/** A copy in which everything has this modification time, in seconds since 1970. `archive` holds no file of 8 GiB or more. */
export function asMadeAt(archive: Buffer, seconds: number): Buffer {
  const copy = Buffer.from(archive);
  const time = Buffer.from(octal(seconds, 11));
  let start = 0;
  // A block of zeros follows the last file.
  while (start + blockBytes <= copy.length && copy[start] !== 0) {
    const block = copy.subarray(start, start + blockBytes);
    // Adding up all bytes again would hold the event loop for long with tens of thousands of files.
    const others = numberIn(block, 148, 8) - sumOf(block.subarray(136, 148));
    time.copy(block, 136);
    writeChecksum(block, others + sumOf(time));
    start += blockBytes * (1 + Math.ceil(numberIn(block, 124, 12) / blockBytes));
  }
  return copy;
}

/** Offsets are those of https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 */
function header(name: string, bytes: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  if (block.write(name, 0, 'ascii') > 100) throw new Error(`${JSON.stringify(name)} is too long for a tar archive.`);
  const isFolder = name.endsWith('/');
  block.write(octal(isFolder ? 0o755 : 0o644, 7), 100); // mode
  block.write(octal(runner, 7), 108); // user
  block.write(octal(runner, 7), 116); // group
  block.write(octal(bytes, 11), 124);
  block.write(octal(Math.floor(Date.now() / 1_000), 11), 136); // modification time
  block.write(isFolder ? '5' : '0', 156);
  block.write('ustar\x0000', 257);
  block.write(' '.repeat(8), 148); // the checksum counts itself as blanks
  writeChecksum(block, sumOf(block));
  return block;
}

function writeChecksum(block: Buffer, sum: number): void {
  block.write(`${octal(sum, 6)} `, 148);
}

function sumOf(bytes: Buffer): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}

function numberIn(block: Buffer, at: number, length: number): number {
  return Number.parseInt(block.toString('ascii', at, at + length), 8) || 0;
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, '0')}\0`;
}
