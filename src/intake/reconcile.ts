// Finds what never came in: events whose delivery failed, and failed runs of the last day that have no incident. GitHub does not
// deliver an event again by itself, and one that was lost on its side is in no list of deliveries.
import { LRUCache } from 'lru-cache';
import type { WorkflowRun } from '../incident/run.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store.ts';
import { CompletedRun } from './completed-run.ts';
import { triage } from './triage.ts';

/** A webhook event as Probot takes it. */
export interface WebhookEvent {
  /** The delivery's GUID; a redelivery has the same. */
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

/** What GitHub keeps on record. */
export interface Records {
  /** GUIDs and ids of deliveries since then of which no attempt succeeded, oldest first; only of events that we handle. */
  failedDeliveries(since: Date): Promise<readonly { guid: string; id: number }[]>;
  event(delivery: { id: number }): Promise<WebhookEvent>;
  /** Failed runs since then in all installations, each as a payload of `workflow_run.completed`. */
  failedRuns(since: Date): AsyncIterable<unknown>;
  isHead(run: WorkflowRun): Promise<boolean>;
}

export interface ReconciliationOptions {
  readonly records: Records;
  /** Hands an event to the handlers. */
  readonly receive: (event: WebhookEvent) => Promise<void>;
  readonly open: (run: WorkflowRun) => Promise<unknown>;
  readonly store: Pick<Store, 'isKnown'>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Log {
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
}

export interface Reconciliation {
  stop(): void;
}

/** In ms. A look at the deliveries is one request; one at the runs is two for every repository. */
const every = { deliveries: 5 * 60_000, runs: 30 * 60_000 };
/** In ms: how far back anything is looked for. */
const day = 24 * 3_600_000;
/** In ms: GitHub lists a delivery once it has failed, ten seconds after it began. */
const overlap = 60_000;

/** Looks at once, and every few minutes. */
export function startReconciliation(options: ReconciliationOptions): Reconciliation {
  const looks = [
    repeated(every.deliveries, options, deliveriesLook(options)),
    repeated(every.runs, options, () => fetchRuns(options)),
  ];
  return {
    stop() {
      for (const look of looks) clearInterval(look);
    },
  };
}

/** A look that fails is only logged: the next one goes as far back. */
function repeated(ms: number, { log }: ReconciliationOptions, look: () => Promise<void>): NodeJS.Timeout {
  let isLooking = false;
  const turn = async () => {
    if (isLooking) return;
    isLooking = true;
    await look().catch(error =>
      log.warn({ err: error }, 'Could not look for events that never came; trying again later'),
    );
    isLooking = false;
  };
  void turn();
  return setInterval(() => void turn(), ms);
}

function deliveriesLook(options: ReconciliationOptions): () => Promise<void> {
  const taken = new LRUCache<string, true>({ max: 10_000 });
  let since = new Date(0);
  return async () => {
    const began = options.clock.now().getTime();
    await fetchDeliveries(options, { since: new Date(Math.max(since.getTime(), began - day)), taken });
    since = new Date(began - overlap);
  };
}

async function fetchDeliveries(
  { records, receive, log }: ReconciliationOptions,
  { since, taken }: { since: Date; taken: LRUCache<string, true> },
): Promise<void> {
  for (const delivery of await records.failedDeliveries(since)) {
    const { guid } = delivery;
    if (taken.has(guid)) continue;
    await receive(await records.event(delivery));
    taken.set(guid, true);
    log.info({ delivery: guid }, 'Fetched an event whose delivery had failed');
  }
}

async function fetchRuns({ records, open, store, clock, log }: ReconciliationOptions): Promise<void> {
  for await (const payload of records.failedRuns(new Date(clock.now().getTime() - day))) {
    const run = runOf(payload);
    // A branch that has moved on has a run of its own.
    if (!run || (await store.isKnown(run)) || !(await records.isHead(run))) continue;
    await open(run);
    log.info(
      { repository: `${run.owner}/${run.repo}`, run: run.runId },
      'Found a failed run that GitHub never told us of',
    );
  }
}

/** Null for a run that is not ours to repair. */
function runOf(payload: unknown): WorkflowRun | null {
  const event = CompletedRun.safeParse(payload);
  const decision = event.success ? triage(event.data, null) : null;
  return decision?.kind === 'watch' ? decision.run : null;
}
