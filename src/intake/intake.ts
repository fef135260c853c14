// The Probot app: a finished run comes in, a row is opened, and that is all. A stage never runs in a handler, since GitHub
// gives up on an answer after ten seconds.
import { LRUCache } from 'lru-cache';
import type { Context, Probot } from 'probot';
import { z } from 'zod';
import type { Limits, WorkflowRun } from '../incident/run.ts';
import type { Store } from '../ports.ts';
import { CompletedRun } from './completed-run.ts';
import { type Settings, settingsFile, settingsFrom } from './settings.ts';
import { exemption, triage } from './triage.ts';

export interface IntakeOptions {
  readonly store: Pick<Store, 'open' | 'recordProposalRun'>;
  /** The host's limits; a repository may ask for less. */
  readonly limits: Limits;
  /** Called when a row was opened. */
  readonly onOpened: () => void;
}

/** Settings are read again after a minute: a burst of failing runs costs one request. */
const settingsMs = 60_000;

type RunEvent = Context<'workflow_run.completed'>;

export function intake(options: IntakeOptions): (app: Probot) => void {
  const cache = new LRUCache<string, Settings>({ max: 1_000, ttl: settingsMs });
  return app => {
    app.on('workflow_run.completed', async context => receive(context, options, cache));
  };
}

async function receive(context: RunEvent, options: IntakeOptions, cache: LRUCache<string, Settings>): Promise<void> {
  const event = CompletedRun.safeParse(context.payload);
  if (!event.success) {
    context.log.warn({ problem: z.prettifyError(event.error) }, 'A workflow_run event has an unknown form; ignored');
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
  const home = `${run.owner}/${run.repo}`;
  const known = cache.get(home);
  const settings = known ?? (await readSettings(context));
  // What is known keeps its age, or a repository that never rests would never be asked again.
  if (!known) cache.set(home, settings);
  const why = exemption(run, settings);
  if (why) {
    context.log.info(`${name}: ignored, ${why}`);
    return;
  }
  const attempts = Math.min(options.limits.attempts, settings.attempts ?? options.limits.attempts);
  // GitHub may deliver this twice; the incident's name is made of run and attempt, so the second is a no-op.
  const opened = await options.store.open(run, { ...options.limits, attempts });
  context.log.info(`${name}: ${opened}`);
  if (opened === 'opened') options.onOpened();
}

/** From the default branch, so that a pull request cannot change how it is looked after. */
async function readSettings(context: RunEvent): Promise<Settings> {
  const { settings, problem } = settingsFrom(await context.config(settingsFile).catch(unparsable));
  if (problem) context.log.warn({ problem, repository: context.repo() }, 'nightwatch.yml cannot be used; left alone');
  return settings;
}

/** The plugin throws a plain Error for bad YAML; anything with a status is GitHub's own trouble, and not ours to swallow. */
function unparsable(error: unknown): string {
  if (error instanceof Error && !('status' in error)) return error.message;
  throw error;
}
