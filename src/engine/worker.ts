// Works on several incidents concurrently: claims a row, renews its lease, and advances it until it ends or has to wait.
import { setTimeout as wait } from 'node:timers/promises';
import type { Claim } from '../store.ts';
import { advance } from './advance.ts';
import type { Engine } from './step.ts';
import { incidentFields } from './step-log.ts';

export interface WorkerOptions extends Engine {
  /** Names this process in leases; unique. */
  readonly owner: string;
  /** Incidents at once. */
  readonly concurrency: number;
  /** How long a lease lasts unless renewed. After that, another process may claim a killed process's incidents. */
  readonly leaseMs: number;
  /** How often an idle worker polls for work that it was not woken for. */
  readonly pollMs: number;
}

export interface Worker {
  /** Looks for work now. */
  wake(): void;
  /** Shuts down: claims nothing new, gives running stages this long to finish, releases the rest. */
  stop(graceMs: number): Promise<void>;
}

export function startWorker(options: WorkerOptions): Worker {
  const state: State = { stopping: false, held: new Set(), wakeUp: new AbortController(), turn: Promise.resolve() };
  const slots = Array.from({ length: options.concurrency }, () => slot(options, state));
  return {
    wake: () => wakeAll(state),
    async stop(graceMs) {
      state.stopping = true;
      wakeAll(state);
      await Promise.race([Promise.all(slots), wait(graceMs, undefined, { ref: false })]);
      // Their late results fail the compare-and-set, since the lease is gone.
      for (const { lease } of state.held) lease.abort();
      await Promise.all([...state.held].map(({ claim }) => release(claim, options)));
    },
  };
}

interface State {
  stopping: boolean;
  readonly held: Set<Held>;
  /** Aborting it ends every idle wait at once. */
  wakeUp: AbortController;
  /** Settles when the work that was cut off before, and now has its turn, is done. */
  turn: Promise<void>;
}

function wakeAll(state: State): void {
  state.wakeUp.abort();
  state.wakeUp = new AbortController();
}

async function slot(options: WorkerOptions, state: State): Promise<void> {
  while (!state.stopping) {
    // Taken before polling, so that a wake-up during the poll is not missed.
    const { signal } = state.wakeUp;
    const claim = await claimNext(options);
    if (claim && !isHeld(claim, state)) await workOn(claim, options, state);
    else await wait(options.pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** After a clock jump, or after the machine was suspended, one of our own leases may look expired. */
function isHeld({ entry }: Claim, { held }: State): boolean {
  return [...held].some(({ claim }) => claim.entry.incident.id === entry.incident.id);
}

/** An unavailable database is not fatal: its rows are safe, so the worker keeps polling. */
async function claimNext({ store, owner, leaseMs, clock, log }: WorkerOptions): Promise<Claim | null> {
  try {
    const now = clock.now();
    return await store.claim({ owner, now, until: new Date(now.getTime() + leaseMs) });
  } catch (error) {
    log.error({ err: error }, 'The database is unavailable; retrying soon');
    return null;
  }
}

async function workOn(first: Claim, options: WorkerOptions, state: State): Promise<void> {
  let claim: Claim | null = first;
  let current: Held = { claim: first, lease: new AbortController() };
  // Across all steps: many short ones together take longer than a lease.
  const heartbeat = setInterval(() => void renew(current, options), options.leaseMs / 3);
  while (claim && !state.stopping) {
    current = { claim, lease: new AbortController() };
    state.held.add(current);
    try {
      claim = await advanceInTurn(current, options, state);
    } catch (error) {
      // Only the store can throw here. The lease will expire, and the row will be claimed again.
      options.log.error({ ...incidentFields(current.claim.entry.incident), err: error }, 'Could not save the incident');
      claim = null;
    } finally {
      state.held.delete(current);
    }
  }
  clearInterval(heartbeat);
  if (claim) await release(claim, options);
}

/**
 * Work that was cut off before may be what killed its process. Of all such work one piece runs at a time: what only ran beside it
 * when it did is not cut off again and again with it.
 */
async function advanceInTurn({ claim, lease }: Held, options: WorkerOptions, state: State): Promise<Claim | null> {
  if (claim.cutOff === 0) return await advance(claim, options, lease.signal);
  const before = state.turn;
  const { promise, resolve } = Promise.withResolvers<void>();
  state.turn = promise;
  try {
    await before;
    return state.stopping ? claim : await advance(claim, options, lease.signal);
  } finally {
    resolve();
  }
}

async function release(claim: Claim, { store, log }: WorkerOptions): Promise<void> {
  try {
    await store.release(claim);
  } catch (error) {
    log.warn({ ...incidentFields(claim.entry.incident), err: error }, 'Could not release a row; its lease will expire');
  }
}

interface Held {
  readonly claim: Claim;
  /** Aborts the step that is running. */
  readonly lease: AbortController;
}

/** A lease that another process has taken ends the work: its result would be discarded. */
async function renew({ claim, lease }: Held, { store, leaseMs, clock, log }: WorkerOptions): Promise<void> {
  try {
    if (!(await store.renew(claim, new Date(clock.now().getTime() + leaseMs)))) lease.abort();
  } catch (error) {
    log.warn({ ...incidentFields(claim.entry.incident), err: error }, 'Could not renew a lease');
  }
}
