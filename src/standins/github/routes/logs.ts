// Logs of runs and jobs: a redirect to a short-lived signed address, as long as they are kept.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { type Api, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { notFound, Refusal } from '../http/errors.ts';
import { jobLog, logArchive } from '../workflows/log-files.ts';
import { jobOf, runAttemptOf } from './actions.ts';

/** GitHub's link to a log archive is good for one minute (docs: "Download workflow run logs"). */
const linkLifeMs = 60_000;

const actions = '/repos/:owner/:repo/actions';

export const logRoutes = new Hono<{ Variables: Variables }>()
  .get(`${actions}/runs/:id/logs`, needs('actions', 'read'), runLogs)
  .get(`${actions}/runs/:id/attempts/:attempt/logs`, needs('actions', 'read'), runLogs)
  .get(`${actions}/jobs/:id/logs`, needs('actions', 'read'), jobLogs);

/** Outside the API, for any client that has the URL. */
export const downloadRoutes = new Hono<{ Variables: Variables }>().get('/_downloads/:key', c => {
  const { downloads, clock } = c.var.world;
  const download = downloads.get(param(c, 'key'));
  if (!download || download.expiresAt <= clock.now()) return c.text('The link has expired', 403);
  return c.body(new Uint8Array(download.content), 200, { 'content-type': download.contentType });
});

function runLogs(c: Api): Response {
  const { attempt } = runAttemptOf(c);
  // A run still going on, or one that never had a job, has no archive.
  if (attempt.status !== 'completed' || attempt.jobs.length === 0) throw notFound();
  if (attempt.logsExpired) throw new Refusal(410, 'Server Error');
  return redirect(c, 'application/zip', logArchive(attempt.jobs.map(job => job.result)));
}

function jobLogs(c: Api): Response {
  const { attempt, job } = jobOf(c);
  if (attempt.logsExpired) throw new Refusal(410, 'Server Error');
  return redirect(c, 'text/plain; charset=utf-8', Buffer.from(jobLog(job.result)));
}

function redirect(c: Api, contentType: string, content: Buffer): Response {
  const { downloads, clock, url } = c.var.world;
  for (const [key, { expiresAt }] of downloads) if (expiresAt <= clock.now()) downloads.delete(key);
  const key = randomUUID();
  downloads.set(key, { contentType, content, expiresAt: new Date(clock.now().getTime() + linkLifeMs) });
  return c.redirect(`${url}/_downloads/${key}`, 302);
}
