// A run's log archive into its files: bounded in what it inflates to, and in what is kept of one file.
import { crc32, inflateRawSync } from 'node:zlib';
import AdmZip from 'adm-zip';
import type { LogFile, RunLog } from '../../incident/job.ts';

/** Bytes that all files together may claim. */
const mostUnpacked = 256 << 20;
/** Bytes of one file that are kept: of more, the beginning and the end, where commands and failures stand. */
const kept = { head: 4 << 20, tail: 12 << 20 };
/** A private key in a log takes no more, in bytes. */
const longestKey = 24_000;

/** Every entry inflates to what its header claims, and no further; we bound the claims. */
export function unpack(archive: Buffer): RunLog {
  try {
    const entries = new AdmZip(archive)
      .getEntries()
      .filter(entry => !entry.isDirectory && entry.entryName.endsWith('.txt'));
    if (entries.length === 0) return { kind: 'unavailable', reason: 'The log archive holds no logs.' };
    const claimed = entries.reduce((sum, entry) => sum + entry.header.size, 0);
    if (claimed > mostUnpacked) return { kind: 'unavailable', reason: 'The log archive is too large to unpack.' };
    return { kind: 'files', files: withoutRepetitions(entries).map(fileOf) };
  } catch {
    // Whatever is thrown here means the same to us: the fallback reads the job's own log.
    return { kind: 'unavailable', reason: 'The log archive is damaged.' };
  }
}

const byteOrderMark = 3;

/** The log of a job stands beside the logs of its steps, and has the same lines once more: half of the work for nothing. */
function withoutRepetitions(entries: readonly AdmZip.IZipEntry[]): readonly AdmZip.IZipEntry[] {
  const sizes = new Map<string, { bytes: number; steps: number }>();
  for (const { entryName, header } of entries) {
    const job = /^([^/]+)\//.exec(entryName)?.[1];
    const { bytes, steps } = sizes.get(job ?? '') ?? { bytes: 0, steps: 0 };
    if (job !== undefined) sizes.set(job, { bytes: bytes + header.size, steps: steps + 1 });
  }
  const jobs = entries.map(({ entryName }) => /^-?\d{1,6}_([^/]*)\.txt$/.exec(entryName)?.[1]);
  return entries.filter(({ header }, index) => {
    const job = jobs[index];
    const inSteps = job === undefined ? undefined : sizes.get(job);
    // Of jobs with one name it could be the other's.
    if (!inSteps || jobs.filter(other => other === job).length > 1) return true;
    const more = inSteps.bytes - header.size;
    return more < 0 || more > inSteps.steps * byteOrderMark;
  });
}

function fileOf(entry: AdmZip.IZipEntry): LogFile {
  return { name: entry.entryName, text: keptText(inflated(entry)) };
}

/** adm-zip's own `getData` adds up the check sum in JavaScript, which takes as long as all else here. */
function inflated(entry: AdmZip.IZipEntry): Buffer {
  const { method, size, crc } = entry.header;
  if (size === 0) return Buffer.alloc(0);
  const data = entry.getCompressedData();
  // In one piece of that size: Node would put many together, and hold them twice.
  const bytes =
    method === 0 ? data : inflateRawSync(data, { maxOutputLength: size, chunkSize: Math.max(size + 1, 64) });
  if (bytes.length !== size || crc32(bytes) !== crc >>> 0) throw new Error(`${entry.entryName} is damaged.`);
  return bytes;
}

function keptText(bytes: Buffer): string {
  if (bytes.length <= kept.head + kept.tail) return textOf(bytes);
  const head = headOf(bytes);
  const tail = tailOf(bytes.subarray(-kept.tail));
  const left = bytes.length - head.length - tail.length;
  return `${textOf(head)}\n[${left} bytes left out]\n${textOf(tail)}`;
}

/** Cut between lines, since half a secret would pass for none. */
function headOf(bytes: Buffer): Buffer {
  const feed = bytes.lastIndexOf('\n', kept.head);
  return bytes.subarray(0, feed === -1 ? kept.head : feed);
}

/** From the next line on; nor may it begin within a private key. */
function tailOf(bytes: Buffer): Buffer {
  const feed = bytes.indexOf('\n');
  const tail = bytes.subarray(feed + 1);
  const start = tail.subarray(0, longestKey).toString('latin1');
  const end = start.indexOf('-----END ');
  const begin = start.indexOf('-----BEGIN ');
  const isWithinKey = end !== -1 && (begin === -1 || begin > end);
  return isWithinKey ? tail.subarray(tail.indexOf('\n', end) + 1) : tail;
}

/** Without the byte order mark that GitHub's log files start with, which would shift what the masking finds by one. */
export function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}
