// Logs of a run: the archive of all jobs, or one job's own log. Bounded, and only ever in memory.
import type { LogFile, RunLog } from '../../incident/job.ts';
import { Transient } from '../../ports.ts';
import type { Binding } from './binding.ts';
import { hasStatus } from './faults.ts';
import { textOf } from './kept-text.ts';
import { unpack } from './unpack.ts';

/** Bytes. Logs compress about ten to one; a run's log over this size is read job by job. */
const limits = { archive: 64 << 20, jobLog: 64 << 20 };
const downloadMs = 120_000;

export async function runLog({ octokit, run, mask }: Binding): Promise<RunLog> {
  const location = await signedUrl(octokit, () =>
    octokit.rest.actions.downloadWorkflowRunAttemptLogs({
      owner: run.owner,
      repo: run.repo,
      run_id: run.runId,
      attempt_number: run.attempt,
      request: { redirect: 'manual' },
    }),
  );
  if (!location) return { kind: 'unavailable', reason: 'GitHub has the logs of this run no more.' };
  const archive = await download(location, body => readWhole(body, limits.archive));
  if (!archive) return { kind: 'unavailable', reason: 'The log archive is gone.' };
  if (archive === 'too-large') return { kind: 'unavailable', reason: 'The log archive is too large to read.' };
  const log = await unpack(archive);
  if (log.kind === 'unavailable') return log;
  const files: LogFile[] = [];
  // One after the other: side by side they would only need memory side by side.
  for (const { name, text } of log.files) files.push({ name, text: await mask(text) });
  return { kind: 'files', files };
}

/** A log over the limit keeps its end, where failures stand. */
export async function jobLog({ octokit, run, mask }: Binding, jobId: number): Promise<string | null> {
  const location = await signedUrl(octokit, () =>
    octokit.rest.actions.downloadJobLogsForWorkflowRun({
      owner: run.owner,
      repo: run.repo,
      job_id: jobId,
      request: { redirect: 'manual' },
    }),
  );
  const log = location ? await download(location, body => readEnd(body, limits.jobLog)) : null;
  return log ? await mask(textOf(log)) : null;
}

/** GitHub answers with a redirect to a short-lived URL that wants no token; followed by hand, so that the body can be bounded. */
async function signedUrl(octokit: Binding['octokit'], ask: () => Promise<Redirect>): Promise<string | null> {
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  try {
    const { headers } = await ask();
    // A repository that was renamed says first where it is now.
    if (!headers.location?.startsWith(`${baseUrl}/`)) return headers.location ?? null;
    const moved = await octokit.request(`GET ${headers.location}`, { request: { redirect: 'manual' } });
    return moved.headers.location ?? null;
  } catch (error) {
    if (hasStatus(error, 404, 410)) return null;
    throw error;
  }
}

interface Redirect {
  readonly headers: { readonly location?: string | undefined };
}

type Body = AsyncIterable<Uint8Array>;

async function download<Read>(url: string, read: (body: Body) => Promise<Read>): Promise<Read | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(downloadMs) });
    if (response.status >= 500 || response.status === 429) throw new Error(`status ${response.status}`);
    if (!response.ok || !response.body) return null;
    return await read(response.body);
  } catch (error) {
    throw new Transient('The log could not be downloaded.', { cause: error });
  }
}

/** Half an archive is none: what is over the limit is not fetched to its end. */
export async function readWhole(body: Body, limit: number): Promise<Buffer | 'too-large'> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The last `limit` bytes, never keeping more than a chunk over that. */
export async function readEnd(body: Body, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    while (size - (chunks[0]?.length ?? 0) >= limit) size -= chunks.shift()?.length ?? 0;
  }
  return Buffer.concat(chunks).subarray(-limit);
}
