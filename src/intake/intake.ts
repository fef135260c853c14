// The Probot app: opens a row for a failed run, or takes one up when a button is pressed, and nothing else. No stage runs in a
// handler: GitHub times out after ten seconds.
import { LRUCache } from 'lru-cache';
import type { Context, Probot } from 'probot';
import { z } from 'zod';
import type { Limits, WorkflowRun } from '../incident/run.ts';
import type { Store } from '../store.ts';
import { press } from './buttons.ts';
import { CompletedRun } from './completed-run.ts';
import { type Settings, settingsFile, settingsFrom } from './settings.ts';
import { exemption, triage } from './triage.ts';

export interface IntakeOptions {
  readonly store: Pick<Store, 'open' | 'approve' | 'recordProposalRun'>;
  /** The host's limits; a repository can only lower them. */
  readonly limits: Limits;
  /** Called after a row got work to do. */
  readonly onWork: () => void;
}

/** Settings are cached for a minute, so that a burst of failing runs costs one request. */
const settingsMs = 60_000;

type RunEvent = Context<'workflow_run.completed'>;

export function intake(options: IntakeOptions): (app: Probot) => void {
  const cache = new LRUCache<string, Settings>({ max: 1_000, ttl: settingsMs });
  return app => {
    app.on('workflow_run.completed', async context => receive(context, options, cache));
    app.on('check_run.requested_action', async context => press(context, options));
  };
}

async function receive(context: RunEvent, options: IntakeOptions, cache: LRUCache<string, Settings>): Promise<void> {
  const event = CompletedRun.safeParse(context.payload);
  if (!event.success) {
    context.log.warn({ problem: z.prettifyError(event.error) }, 'Ignored a workflow_run event with unexpected fields');
    return;
  }
  const decision = triage(event.data);
  const name = `${event.data.repository.owner.login}/${event.data.repository.name} run ${event.data.workflow_run.id}`;
  if (decision.kind === 'ignore') context.log.info(`${name}: ignored, ${decision.why}`);
  if (decision.kind === 'ours') await options.store.recordProposalRun(decision.incident, decision.run);
  if (decision.kind === 'watch') await watch(decision.run, { context, options, cache, name });
}

async function watch(
  run: WorkflowRun,
  {
    context,
    options,
    cache,
    name,
  }: { context: RunEvent; options: IntakeOptions; cache: LRUCache<string, Settings>; name: string },
): Promise<void> {
  const fullName = `${run.owner}/${run.repo}`;
  const cached = cache.get(fullName);
  const settings = cached ?? (await readSettings(context));
  // A hit must not renew the entry, or the settings of a busy repository would never be read again.
  if (!cached) cache.set(fullName, settings);
  const why = exemption(run, settings);
  if (why) {
    context.log.info(`${name}: ignored, ${why}`);
    return;
  }
  const attempts = Math.min(options.limits.attempts, settings.attempts ?? options.limits.attempts);
  // GitHub may deliver this twice; the incident's id is run and attempt, so the second is a no-op.
  const opened = await options.store.open(run, { ...options.limits, attempts });
  context.log.info(`${name}: ${opened}`);
  if (opened === 'opened') options.onWork();
}

/** From the default branch, so that a pull request cannot change its own settings. */
async function readSettings(context: RunEvent): Promise<Settings> {
  const { settings, problem } = settingsFrom(await context.config(settingsFile).catch(unparsable));
  if (problem) context.log.warn({ problem, repository: context.repo() }, 'Invalid nightwatch.yml; repository ignored');
  return settings;
}

/** The plugin throws a plain Error for bad YAML. An error with a status comes from GitHub and must not be swallowed. */
function unparsable(error: unknown): string {
  if (error instanceof Error && !('status' in error)) return error.message;
  throw error;
}
