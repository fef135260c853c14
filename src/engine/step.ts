// What a step of an incident works with, and how it is recorded in the journal.
import type { Queued } from '../incident/incident.ts';
import type { StepRecord } from '../incident/journal.ts';
import type { Clock, Ports, Repository } from '../ports.ts';
import type { Store } from '../store.ts';
import type { Log } from './log.ts';
import type { Meter } from './metered.ts';

export interface Engine {
  readonly store: Store;
  /** Binds the ports to the incident's own repository. Aborting the signal ends their containers, requests and model calls. */
  readonly bind: (incident: Queued, signal: AbortSignal) => Promise<Ports>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is running now and what it has cost so far, for the journal and for error handling. */
export interface CurrentStep extends Meter {
  /** The stage's name, or `report`. */
  stage: string;
  startedAt: Date;
  /** Null until the ports are bound. */
  repository: Repository | null;
}

export function record(
  current: CurrentStep,
  { result, detail, engine }: { result: string; detail: string; engine: Engine },
): StepRecord {
  const { stage, startedAt } = current;
  return { stage, startedAt, seconds: secondsOf(current, engine.clock.now()), result, detail };
}

export function secondsOf({ startedAt }: CurrentStep, now: Date): number {
  // The clock may have been set back in the meantime.
  return Math.max(0, (now.getTime() - startedAt.getTime()) / 1000);
}
