// Works on several incidents side by side: claims a row, keeps its lease alive, advances it until it ends or must wait.
import { setTimeout as wait } from 'node:timers/promises';
import type { Claim } from '../ports.ts';
import { advance, type Engine } from './advance.ts';

export interface WorkerOptions extends Engine {
  /** Names this process in leases; unique. */
  readonly owner: string;
  /** Incidents at once. */
  readonly concurrency: number;
  /** How long a lease lasts without being renewed. A killed process's incidents are taken up again after that. */
  readonly leaseMs: number;
  /** How often an idle worker looks for work that nobody told it of. */
  readonly pollMs: number;
}

export interface Worker {
  /** Looks for work now. */
  wake(): void;
  /** Ends cleanly: takes nothing new, lets running stages finish for so long, gives the rest back. */
  stop(graceMs: number): Promise<void>;
}

export function startWorker(options: WorkerOptions): Worker {
  const state: State = { stopping: false, held: new Set(), bell: new AbortController() };
  const slots = Array.from({ length: options.concurrency }, () => slot(options, state));
  return {
    wake: () => ring(state),
    async stop(graceMs) {
      state.stopping = true;
      ring(state);
      await Promise.race([Promise.all(slots), wait(graceMs, undefined, { ref: false })]);
      // Late results of these fail their compare-and-set: the lease is gone.
      await Promise.all([...state.held].map(claim => giveBack(claim, options)));
    },
  };
}

interface State {
  stopping: boolean;
  readonly held: Set<Claim>;
  /** Aborting it ends all waits at once. */
  bell: AbortController;
}

function ring(state: State): void {
  state.bell.abort();
  state.bell = new AbortController();
}

async function slot(options: WorkerOptions, state: State): Promise<void> {
  while (!state.stopping) {
    // Held from before the look, so that a ring during it is not missed.
    const { signal } = state.bell;
    const claim = await claimNext(options);
    if (claim && !isHeld(claim, state)) await carry(claim, options, state);
    else await wait(options.pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** After a jump of the clock, or a long sleep of the machine, a lease of our own looks as if it had run out. */
function isHeld({ entry }: Claim, { held }: State): boolean {
  return [...held].some(claim => claim.entry.incident.id === entry.incident.id);
}

/** A database that does not answer is waited for: the rows are safe in it. */
async function claimNext({ store, owner, leaseMs, clock, log }: WorkerOptions): Promise<Claim | null> {
  try {
    const now = clock.now();
    return await store.claim({ owner, now, until: new Date(now.getTime() + leaseMs) });
  } catch (error) {
    log.error({ err: error }, 'The database does not answer; looking again soon');
    return null;
  }
}

async function carry(first: Claim, options: WorkerOptions, state: State): Promise<void> {
  let claim: Claim | null = first;
  while (claim && !state.stopping) {
    const held: Claim = claim;
    state.held.add(held);
    const heartbeat = keepAlive(held, options);
    try {
      claim = await advance(held, options);
    } catch (error) {
      // Only the store can throw here. The lease runs out by itself and the row is taken up again.
      options.log.error({ incident: held.entry.incident.id, err: error }, 'The incident could not be saved');
      claim = null;
    } finally {
      clearInterval(heartbeat);
      state.held.delete(held);
    }
  }
  if (claim) await giveBack(claim, options);
}

async function giveBack(claim: Claim, { store, log }: WorkerOptions): Promise<void> {
  try {
    await store.release(claim);
  } catch (error) {
    log.warn(
      { incident: claim.entry.incident.id, err: error },
      'A row could not be given back; its lease will run out',
    );
  }
}

function keepAlive(claim: Claim, { store, leaseMs, clock, log }: WorkerOptions): NodeJS.Timeout {
  return setInterval(() => {
    store.renew(claim, new Date(clock.now().getTime() + leaseMs)).catch((error: unknown) => {
      log.warn({ incident: claim.entry.incident.id, err: error }, 'A lease could not be renewed');
    });
  }, leaseMs / 3);
}
