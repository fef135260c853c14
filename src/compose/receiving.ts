// What comes in from GitHub: events as they are delivered, and what is found later of those that never came.
import type { Logger } from 'pino';
import type { Probot } from 'probot';
import { githubRecords } from '../adapters/github/records.ts';
import { handled, type IntakeOptions, intake, openIncident } from '../intake/intake.ts';
import { type Reconciliation, startReconciliation, type WebhookEvent } from '../intake/reconcile.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store.ts';

export interface Receiving extends IntakeOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
}

export async function startReceiving(
  app: Probot,
  { store, limits, onWork, clock, log }: Receiving,
): Promise<Reconciliation> {
  await app.load(intake({ store, limits, onWork }));
  return startReconciliation({
    records: githubRecords(app, handled),
    receive: receiver(app),
    open: run => openIncident(run, { store, limits, onWork }),
    store,
    clock,
    log,
  });
}

/** Hands an event to the handlers. Probot has a type for each event; these are as GitHub sent them. */
export function receiver(app: Probot): (event: WebhookEvent) => Promise<void> {
  return event => app.receive(event as Parameters<Probot['receive']>[0]);
}
