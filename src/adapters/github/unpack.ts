// Lists the files of a run's log archive, and unpacks each when its text is asked for; the inflated size is bounded.
import { crc32, createInflateRaw } from 'node:zlib';
import AdmZip from 'adm-zip';
import type { LogFile, RunLog } from '../../incident/job.ts';
import { keptText } from './kept-text.ts';

/** Limit on the declared size of all files together, in bytes. */
const mostUnpacked = 256 << 20;

/** No entry inflates beyond the size in its header, and the sum of those sizes is bounded: no zip bombs. */
export function unpack(archive: Buffer): RunLog {
  try {
    const entries = new AdmZip(archive)
      .getEntries()
      .filter(entry => !entry.isDirectory && entry.entryName.endsWith('.txt'));
    if (entries.length === 0) return { kind: 'unavailable', reason: 'The log archive contains no logs.' };
    const claimed = entries.reduce((sum, entry) => sum + entry.header.size, 0);
    if (claimed > mostUnpacked) return { kind: 'unavailable', reason: 'The log archive is too large to unpack.' };
    return { kind: 'files', files: withoutRepetitions(entries).map(logFile) };
  } catch {
    // Every error means the same here: the caller falls back to the job's own log.
    return { kind: 'unavailable', reason: 'The log archive is damaged.' };
  }
}

function logFile(entry: AdmZip.IZipEntry): LogFile {
  // Whatever is thrown here means the same to us: the file is damaged.
  return { name: entry.entryName, text: () => textIn(entry).catch(() => null) };
}

const byteOrderMark = 3;

/** A job's log repeats the logs of its steps; skipping it halves the work. */
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
    // With several jobs of one name, the log could belong to another of them.
    if (!inSteps || jobs.filter(other => other === job).length > 1) return true;
    const more = inSteps.bytes - header.size;
    return more < 0 || more > inSteps.steps * byteOrderMark;
  });
}

/**
 * Streams. adm-zip's own `getData` holds the text in memory twice and computes the checksum in JavaScript, which takes
 * longer than inflating.
 */
async function textIn(entry: AdmZip.IZipEntry): Promise<string> {
  const { size, crc } = entry.header;
  const kept = keptText();
  let read = 0;
  let sum = 0;
  for await (const chunk of size === 0 ? [] : inflated(entry)) {
    read += chunk.length;
    sum = crc32(chunk, sum);
    if (read > size) break;
    kept.add(chunk);
  }
  if (read !== size || sum !== crc >>> 0) throw new Error(`${entry.entryName} is damaged.`);
  return kept.text();
}

function inflated(entry: AdmZip.IZipEntry): AsyncIterable<Buffer> | Buffer[] {
  const data = entry.getCompressedData();
  if (entry.header.method === 0) return [data];
  const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
  inflate.end(data);
  return inflate;
}
