// The Probot app: opens a row for a failed run, or takes one up when a button is pressed, and nothing else. The row comes first:
// nothing is asked of GitHub before it is written, so that a run is not lost while GitHub cannot answer. No stage runs in a
// handler: GitHub times out after ten seconds.
import type { Context, Probot } from 'probot';
import { z } from 'zod';
import type { Limits, WorkflowRun } from '../incident/run.ts';
import type { Store } from '../store.ts';
import { press } from './buttons.ts';
import { CompletedRun } from './completed-run.ts';
import { triage } from './triage.ts';

export interface IntakeOptions {
  readonly store: Pick<Store, 'open' | 'approve' | 'recordProposalRun'>;
  /** The host's limits; a repository can only lower them. */
  readonly limits: Limits;
  /** Called after a row got work to do. */
  readonly onWork: () => void;
}

/** The events that have a handler here, as `name.action`. */
export const handled = new Set(['workflow_run.completed', 'check_run.requested_action'] as const);

type RunEvent = Context<'workflow_run.completed'>;

export function intake(options: IntakeOptions): (app: Probot) => void {
  return app => {
    app.on('workflow_run.completed', async context => receive(context, options));
    app.on('check_run.requested_action', async context => press(context, options));
  };
}

async function receive(context: RunEvent, options: IntakeOptions): Promise<void> {
  const event = CompletedRun.safeParse(context.payload);
  if (!event.success) {
    context.log.warn({ problem: z.prettifyError(event.error) }, 'Ignored a workflow_run event with unexpected fields');
    return;
  }
  const { repository, workflow_run } = event.data;
  const taken = await take(event.data, { ...options, delivery: context.id });
  context.log.info(`${repository.owner.login}/${repository.name} run ${workflow_run.id}: ${taken}`);
}

/** Returns what became of the run, for the log. */
async function take(
  event: CompletedRun,
  { store, limits, onWork, delivery }: IntakeOptions & { readonly delivery: string },
): Promise<string> {
  const decision = triage(event, delivery);
  if (decision.kind === 'ignore') return `ignored, ${decision.why}`;
  if (decision.kind === 'ours') {
    const { incident: id, run } = decision;
    await store.recordProposalRun({ id, repositoryId: event.repository.id }, run);
    return `recorded on incident ${decision.incident}`;
  }
  // GitHub may deliver this twice; the incident's id is run and attempt, so the second is a no-op.
  return await openIncident(decision.run, { store, limits, onWork });
}

export async function openIncident(
  run: WorkflowRun,
  { store, limits, onWork }: IntakeOptions,
): Promise<'opened' | 'known'> {
  const opened = await store.open(run, limits);
  if (opened === 'opened') onWork();
  return opened;
}
