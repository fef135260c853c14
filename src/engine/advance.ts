// One step of one incident: show its reports, run its stage, save the outcome. The only place that writes state, and the only
// `catch`: whatever is thrown is classified as "retry later", "no access" or "a bug of ours", and always logged.
import type { Entry, Queued } from '../incident/incident.ts';
import type { StepRecord } from '../incident/journal.ts';
import { stop } from '../incident/outcome.ts';
import type { Stop } from '../incident/stop.ts';
import { line } from '../line.ts';
import { type Clock, NoAccess, Overdue, type Ports, Transient } from '../ports.ts';
import { showReports } from '../report/show.ts';
import type { Claim, Store } from '../store.ts';
import { afterFault } from './faults.ts';
import type { Log } from './log.ts';
import { type Meter, metered, OverBudget } from './metered.ts';
import { type ActiveEntry, type AnyOutcome, isActive, nextEntry, progressOf, stopped } from './next-entry.ts';
import { maybeCutOff, stageOf } from './starts.ts';
import { within } from './within.ts';

/** Setup and a dozen runs of a slow suite, each at its own limit, take less than this; a longer stage is stuck. */
const longestStageMs = 3 * 60 * 60_000;

export interface Engine {
  readonly store: Store;
  /** Binds the ports to the incident's own repository. Aborting the signal ends their containers, requests and model calls. */
  readonly bind: (incident: Queued, signal: AbortSignal) => Promise<Ports>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is running now and what it has cost so far, for the journal and for error handling. */
interface CurrentStep extends Meter {
  /** The stage's name, or `report`. */
  stage: string;
  startedAt: Date;
}

/**
 * Returns the claim on the new version; null when the row was released or lost and there is nothing left to do here. `lease` is
 * aborted when the lease is lost or given back: the work then ends as soon as it can, and is discarded.
 */
export async function advance(claim: Claim, engine: Engine, lease: AbortSignal): Promise<Claim | null> {
  const { incident } = claim.entry;
  const current: CurrentStep = {
    stage: 'report',
    startedAt: engine.clock.now(),
    ledger: incident.ledger,
    budget: incident.limits.dollars,
  };
  const ending = new AbortController();
  try {
    const cutOff = maybeCutOff(claim);
    if (cutOff) return await giveUp(claim, cutOff, { current, engine });
    if (!(await engine.store.begin(claim, { ...current, stage: stageOf(claim) }))) return lost(claim, engine);
    const ports = await engine.bind(incident, AbortSignal.any([lease, ending.signal]));
    const shown = claim.reportedVersion < claim.version ? await show(claim, ports, engine) : claim;
    if (shown === 'stale') return lost(claim, engine);
    return await work(shown, { ports, current, engine, ending });
  } catch (error) {
    if (lease.aborted) return lost(claim, engine);
    return await recover(claim, { error, current, engine });
  }
}

/** A report that GitHub will never accept (no permission for checks, issues disabled) must not block the repair. */
async function show(claim: Claim, ports: Ports, { store, log }: Engine): Promise<Claim | 'stale'> {
  try {
    await showReports(claim.entry, ports.repository);
  } catch (error) {
    if (error instanceof Transient || (error instanceof NoAccess && isActive(claim.entry))) throw error;
    log.error({ incident: claim.entry.incident.id, err: error }, 'Could not show a report');
  }
  return store.reported(claim);
}

interface Work {
  readonly ports: Ports;
  readonly current: CurrentStep;
  readonly engine: Engine;
  /** Aborts what a stage has started when the stage times out. */
  readonly ending: AbortController;
}

async function work(claim: Claim, { ports, current, engine, ending }: Work): Promise<Claim | null> {
  const { entry } = claim;
  if (!isActive(entry)) {
    await engine.store.release(claim);
    return null;
  }
  current.stage = line[entry.state].stage.name;
  current.startedAt = engine.clock.now();
  const outcome = (await maybeSuperseded(entry, engine)) ?? (await runStage(entry, metered(ports, current), ending));
  const step = record(current, { result: outcome.kind, detail: detailOf(outcome), engine });
  engine.log.info({ incident: entry.incident.id }, `${current.stage}: ${outcome.kind} ${detailOf(outcome)}`.trim());
  return await save(claim, nextEntry(entry, outcome, current.ledger), { step, engine });
}

/** GitHub does not guarantee order: an attempt that arrives, or is claimed, after a later one of the same run is skipped. */
async function maybeSuperseded({ state, incident }: ActiveEntry, { store }: Engine): Promise<AnyOutcome | null> {
  if (state !== 'queued' || !(await store.isSuperseded(incident.run))) return null;
  return stop('same-failure', 'A later attempt of this run failed, too.');
}

/** The compiler checks the table row by row but cannot carry "the state of this entry" through it: hence one cast, here. */
async function runStage(entry: ActiveEntry, ports: Ports, ending: AbortController): Promise<AnyOutcome> {
  const { stage } = line[entry.state] as { stage: (incident: Queued, ports: Ports) => Promise<AnyOutcome> };
  return await within(stage(entry.incident, ports), { ms: longestStageMs, what: `The stage ${stage.name}`, ending });
}

async function save(
  claim: Claim,
  entry: Entry,
  { step, engine }: { step: StepRecord; engine: Engine },
): Promise<Claim | null> {
  const saved = await engine.store.save(claim, entry, step);
  if (saved === 'stale') return lost(claim, engine);
  if (saved !== 'duplicate') return saved;
  const duplicate = stopped(
    { ...claim.entry.incident, ledger: entry.incident.ledger },
    'same-failure',
    'The same tests fail in the same way in another run of this commit.',
  );
  return await save(claim, duplicate, { step: { ...step, result: 'stop', detail: 'same-failure' }, engine });
}

/** Another process wrote the row: our work is discarded. */
function lost(claim: Claim, { log }: Engine): null {
  log.warn({ incident: claim.entry.incident.id }, 'Lost the lease; discarding the work');
  return null;
}

/** Two kinds of transient fault: how they end when they do not pass, and what the log says of each. */
const unavailable = { code: 'unavailable', words: 'A dependency is unavailable; retrying later' } as const;
const overdue = { code: 'took-too-long', words: 'Work of our own missed its deadline; retrying later' } as const;

interface Caught {
  readonly error: unknown;
  readonly current: CurrentStep;
  readonly engine: Engine;
}

async function recover(claim: Claim, { error, current, engine }: Caught): Promise<Claim | null> {
  const incident = claim.entry.incident.id;
  const { stage } = current;
  if (error instanceof NoAccess) {
    engine.log.warn({ incident, stage, err: error }, 'GitHub denies access');
    return await end(claim, { code: 'no-access', detail: error.message }, { current, engine });
  }
  if (error instanceof OverBudget) {
    engine.log.info({ incident }, `${stage}: stop budget-spent`);
    const detail = `${error.message} ${progressOf(claim.entry)}`;
    return await end(claim, { code: 'budget-spent', detail }, { current, engine });
  }
  if (!(error instanceof Transient)) {
    engine.log.error({ incident, stage, err: error }, 'A stage threw an unexpected error: this is a bug');
    return await end(claim, { code: 'internal-error', detail: `The stage ${stage} failed.` }, { current, engine });
  }
  const { code, words } = error instanceof Overdue ? overdue : unavailable;
  engine.log.warn({ incident, stage, err: error, faults: claim.faults + 1 }, words);
  const decision = afterFault({ faults: claim.faults, error, now: engine.clock.now() });
  if (decision.kind === 'give-up') return await end(claim, { code, detail: error.message }, { current, engine });
  const step = record(current, { result: 'transient', detail: error.message, engine });
  await engine.store.release(claim, { notBefore: decision.at, step });
  return null;
}

async function giveUp(claim: Claim, stop: Stop, { current, engine }: Omit<Caught, 'error'>): Promise<Claim | null> {
  const incident = claim.entry.incident.id;
  current.stage = stageOf(claim);
  engine.log.error({ incident, stage: current.stage }, 'A stage keeps killing or stalling its process: given up');
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

function record(
  { stage, startedAt }: CurrentStep,
  { result, detail, engine }: { result: string; detail: string; engine: Engine },
): StepRecord {
  const seconds = (engine.clock.now().getTime() - startedAt.getTime()) / 1000;
  // The clock may have been set back in the meantime.
  return { stage, startedAt, seconds: Math.max(0, seconds), result, detail };
}

function detailOf(outcome: AnyOutcome): string {
  return outcome.kind === 'stop' ? `${outcome.code}: ${outcome.detail}` : '';
}
