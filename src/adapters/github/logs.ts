// Logs of a run: the archive of all jobs, or one job's own log. Bounded, and only ever in memory.
import AdmZip from 'adm-zip';
import { type LogFile, type RunLog, Transient } from '../../ports.ts';
import { hasStatus } from './faults.ts';
import type { Binding } from './repository.ts';

/** Bytes. Logs compress about ten to one; a run's log over these sizes is read job by job. */
const limits = { archive: 64 << 20, unpacked: 256 << 20, jobLog: 64 << 20 };
const downloadMs = 120_000;

export async function runLog({ octokit, run, mask }: Binding): Promise<RunLog> {
  const location = await signedUrl(() =>
    octokit.rest.actions.downloadWorkflowRunAttemptLogs({
      owner: run.owner,
      repo: run.repo,
      run_id: run.runId,
      attempt_number: run.attempt,
      request: { redirect: 'manual' },
    }),
  );
  if (!location) return { kind: 'unavailable', reason: 'GitHub has the logs of this run no more.' };
  const archive = await download(location, limits.archive);
  if (!archive) return { kind: 'unavailable', reason: 'The log archive is gone.' };
  if (archive.truncated) return { kind: 'unavailable', reason: 'The log archive is too large to read.' };
  const log = unpack(archive.bytes);
  if (log.kind === 'unavailable') return log;
  const files = await Promise.all(log.files.map(async file => ({ ...file, text: await mask(file.text) })));
  return { kind: 'files', files };
}

/** A log over the limit keeps its end, where failures stand. */
export async function jobLog({ octokit, run, mask }: Binding, jobId: number): Promise<string | null> {
  const location = await signedUrl(() =>
    octokit.rest.actions.downloadJobLogsForWorkflowRun({
      owner: run.owner,
      repo: run.repo,
      job_id: jobId,
      request: { redirect: 'manual' },
    }),
  );
  const log = location ? await download(location, limits.jobLog) : null;
  return log ? await mask(textOf(log.bytes)) : null;
}

/** GitHub answers with a redirect to a short-lived URL that wants no token; followed by hand, so that the body can be bounded. */
async function signedUrl(ask: () => Promise<{ headers: { location?: string | undefined } }>): Promise<string | null> {
  try {
    const { headers } = await ask();
    return headers.location ?? null;
  } catch (error) {
    if (hasStatus(error, 404, 410)) return null;
    throw error;
  }
}

async function download(url: string, limit: number): Promise<{ bytes: Buffer; truncated: boolean } | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(downloadMs) });
    if (response.status >= 500 || response.status === 429) throw new Error(`status ${response.status}`);
    if (!response.ok || !response.body) return null;
    return await readAtMost(response.body, limit);
  } catch (error) {
    throw new Transient('The log could not be downloaded.', { cause: error });
  }
}

/** Keeps the last `limit` bytes. */
async function readAtMost(
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ bytes: Buffer; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let truncated = false;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    while (size - (chunks[0]?.length ?? 0) >= limit) {
      size -= chunks.shift()?.length ?? 0;
      truncated = true;
    }
  }
  return { bytes: Buffer.concat(chunks), truncated };
}

/** adm-zip bounds what an entry may inflate to by the size its header claims; we bound the claims. */
export function unpack(archive: Buffer): RunLog {
  try {
    const entries = new AdmZip(archive)
      .getEntries()
      .filter(entry => !entry.isDirectory && entry.entryName.endsWith('.txt'));
    if (entries.length === 0) return { kind: 'unavailable', reason: 'The log archive holds no logs.' };
    const claimed = entries.reduce((sum, entry) => sum + entry.header.size, 0);
    if (claimed > limits.unpacked) return { kind: 'unavailable', reason: 'The log archive is too large to unpack.' };
    return {
      kind: 'files',
      files: entries.map((entry): LogFile => ({ name: entry.entryName, text: textOf(entry.getData()) })),
    };
  } catch {
    // Whatever adm-zip throws means the same to us: the fallback reads the job's own log.
    return { kind: 'unavailable', reason: 'The log archive is damaged.' };
  }
}

/** Without the byte order mark that GitHub's log files start with, which would shift what the masking finds by one. */
function textOf(bytes: Buffer): string {
  return new TextDecoder().decode(bytes);
}
