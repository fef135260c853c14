// What becomes of an incident when a step throws: it waits, or it ends. Always logged.
import type { Stop } from '../incident/stop.ts';
import { NoAccess, Overdue, Transient } from '../ports.ts';
import { showWait } from '../report/show.ts';
import type { Wait } from '../report/waiting.ts';
import type { Claim } from '../store.ts';
import { afterFault } from './faults.ts';
import { OverBudget } from './metered.ts';
import { isActive, progressOf, stopped } from './next-entry.ts';
import { save } from './save.ts';
import { stageOf } from './starts.ts';
import { type CurrentStep, type Engine, record } from './step.ts';

interface Caught {
  readonly error: unknown;
  readonly current: CurrentStep;
  readonly engine: Engine;
}

/** Two kinds of transient fault: how they end when they do not pass, and what the log says of each. */
const unavailable = { code: 'unavailable', words: 'A dependency is unavailable; retrying later' } as const;
const overdue = { code: 'took-too-long', words: 'Work of our own missed its deadline; retrying later' } as const;

export async function recover(claim: Claim, { error, current, engine }: Caught): Promise<Claim | null> {
  const { stage } = current;
  if (error instanceof NoAccess) {
    engine.log.warn({ err: error }, 'GitHub denies access');
    return await end(claim, { code: 'no-access', detail: error.message }, { current, engine });
  }
  if (error instanceof OverBudget) {
    engine.log.info({}, `${stage}: stop budget-spent`);
    const detail = `${error.message} ${progressOf(claim.entry)}`;
    return await end(claim, { code: 'budget-spent', detail }, { current, engine });
  }
  if (!(error instanceof Transient)) {
    engine.log.error({ err: error }, 'A stage threw an unexpected error: this is a bug');
    return await end(claim, { code: 'internal-error', detail: `The stage ${stage} failed.` }, { current, engine });
  }
  const { code, words } = error instanceof Overdue ? overdue : unavailable;
  engine.log.warn({ err: error, faults: claim.faults + 1 }, words);
  const decision = afterFault({ faults: claim.faults, error, now: engine.clock.now() });
  if (decision.kind === 'give-up') return await end(claim, { code, detail: error.message }, { current, engine });
  const step = record(current, { result: 'transient', detail: error.message, engine });
  const wait = { reason: error.message, since: claim.faultingSince ?? step.startedAt, until: decision.at };
  const isShown = await maybeShowWait(claim, wait, { current, engine });
  await engine.store.release(claim, { notBefore: decision.at, step, isShown });
  return null;
}

/** In ms; a shorter wait is over before anybody looks. */
const worthShowing = 60_000;

/** Best effort: where GitHub is what is waited for, it may not answer. */
async function maybeShowWait(
  { entry }: Claim,
  wait: Wait,
  { current: { repository }, engine }: Omit<Caught, 'error'>,
): Promise<boolean> {
  const ms = wait.until.getTime() - engine.clock.now().getTime();
  if (!repository || !isActive(entry) || ms < worthShowing) return false;
  try {
    return await showWait(entry, wait, repository);
  } catch (error) {
    engine.log.info({ err: error }, 'Could not show that it waits');
    return false;
  }
}

export async function giveUp(
  claim: Claim,
  stop: Stop,
  { current, engine }: Omit<Caught, 'error'>,
): Promise<Claim | null> {
  current.stage = stageOf(claim);
  engine.log.error({}, 'A stage keeps killing or stalling its process: given up');
  return await end(claim, stop, { current, engine });
}

/** Stops an active incident. One that has already ended keeps its outcome; only its report is given up. */
async function end(
  claim: Claim,
  { code, detail }: Stop,
  { current, engine }: { current: CurrentStep; engine: Engine },
): Promise<Claim | null> {
  const { entry } = claim;
  const step = record(current, { result: 'stop', detail: `${code}: ${detail}`, engine });
  if (isActive(entry))
    return await save(claim, stopped({ ...entry.incident, ledger: current.ledger }, code, detail), { step, engine });
  const reported = await engine.store.reported(claim);
  if (reported !== 'stale') await engine.store.release(reported, { notBefore: engine.clock.now(), step });
  return null;
}
