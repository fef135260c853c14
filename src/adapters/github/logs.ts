// Logs of a run: the archive of all jobs, or one job's own log. Bounded, in memory only.
import type { LogFile, RunLog } from '../../incident/job.ts';
import { Transient } from '../../ports.ts';
import type { Binding } from './binding.ts';
import { hasStatus } from './faults.ts';
import { textOf } from './kept-text.ts';
import { unpack } from './unpack.ts';

/** Bytes. Logs compress about ten to one; a larger archive is not read, but the jobs' own logs are. */
const limits = { archive: 64 << 20, jobLog: 64 << 20 };
const downloadMs = 120_000;

export async function runLog({ octokit, run, mask, signal }: Binding): Promise<RunLog> {
  const location = await signedUrl(octokit, () =>
    octokit.rest.actions.downloadWorkflowRunAttemptLogs({
      owner: run.owner,
      repo: run.repo,
      run_id: run.runId,
      attempt_number: run.attempt,
      request: { redirect: 'manual' },
    }),
  );
  if (!location) return { kind: 'unavailable', reason: 'GitHub no longer has the logs of this run.' };
  const archive = await download(location, body => readWhole(body, limits.archive), signal);
  if (!archive) return { kind: 'unavailable', reason: 'The log archive is no longer available.' };
  if (archive === 'too-large') return { kind: 'unavailable', reason: 'The log archive is too large to read.' };
  const log = unpack(archive);
  return log.kind === 'files' ? { kind: 'files', files: log.files.map(file => maskedFile(file, mask)) } : log;
}

function maskedFile({ name, text }: LogFile, mask: Binding['mask']): LogFile {
  return {
    name,
    text: async () => {
      const raw = await text();
      return raw === null ? null : await mask(raw);
    },
  };
}

/** A log over the limit is truncated to its tail, which holds the failures. */
export async function jobLog({ octokit, run, mask, signal }: Binding, jobId: number): Promise<string | null> {
  const location = await signedUrl(octokit, () =>
    octokit.rest.actions.downloadJobLogsForWorkflowRun({
      owner: run.owner,
      repo: run.repo,
      job_id: jobId,
      request: { redirect: 'manual' },
    }),
  );
  const log = location ? await download(location, body => readEnd(body, limits.jobLog), signal) : null;
  return log ? await mask(textOf(log)) : null;
}

/** GitHub redirects to a short-lived URL that needs no token. We follow it ourselves, to bound the body. */
async function signedUrl(octokit: Binding['octokit'], ask: () => Promise<Redirect>): Promise<string | null> {
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  try {
    const { headers } = await ask();
    // A renamed repository first redirects to its new API URL.
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

/** Null if the URL has expired. Throws `Transient` for 429, 5xx, a lost connection, a time-out and an abort. */
export async function download<Read>(
  url: string,
  read: (body: Body) => Promise<Read>,
  signal?: AbortSignal,
): Promise<Read | null> {
  try {
    const ended = AbortSignal.any([AbortSignal.timeout(downloadMs), ...(signal ? [signal] : [])]);
    const response = await fetch(url, { signal: ended });
    if (response.status >= 500 || response.status === 429) throw new Error(`status ${response.status}`);
    if (!response.ok || !response.body) return null;
    return await read(response.body);
  } catch (error) {
    throw new Transient('Could not download the log.', { cause: error });
  }
}

/** Aborts at the limit: a truncated archive is useless. */
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

/** The last `limit` bytes; buffers at most one chunk more. */
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
