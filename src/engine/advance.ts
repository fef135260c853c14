// One step of one incident: show what stands, run the stage, save what came of it. The only place that writes state, and the
// only `catch`: what is thrown is told apart into "later", "not for us" and "a bug of ours", and none of it is silent.
import type { Active, Entry, Queued, Stopped } from '../incident/incident.ts';
import type { StepRecord } from '../incident/journal.ts';
import type { Ledger } from '../incident/ledger.ts';
import { type Outcome, stop } from '../incident/outcome.ts';
import type { Stop, StopCode } from '../incident/stop.ts';
import { line } from '../line.ts';
import { type Claim, type Clock, NoAccess, type Ports, type Store, Transient } from '../ports.ts';
import { showReports } from '../report/show.ts';
import { afterFault } from './faults.ts';
import type { Log } from './log.ts';
import { type Book, metered } from './metered.ts';
import { within } from './within.ts';

/** Set-up and a dozen runs of a slow suite, each at its own limit, take less; beyond it something is stuck. */
const longestStageMs = 3 * 60 * 60_000;

export interface Engine {
  readonly store: Store;
  /** Binds ports to the incident's own repository. */
  readonly bind: (incident: Queued) => Promise<Ports>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is being done and what it has cost so far, for whoever has to tell of it. */
interface Effort extends Book {
  /** The stage's name, or `report`. */
  stage: string;
  startedAt: Date;
}

/** The claim on the new version; null when the row was given back or lost, and there is nothing more to do here. */
export async function advance(claim: Claim, engine: Engine): Promise<Claim | null> {
  const { incident } = claim.entry;
  const effort: Effort = { stage: 'report', startedAt: engine.clock.now(), ledger: incident.ledger };
  try {
    const ports = await engine.bind(incident);
    const shown = claim.reportedVersion < claim.version ? await show(claim, ports, engine) : claim;
    if (shown === 'stale') return lost(claim, engine);
    return await work(shown, { ports, effort, engine });
  } catch (error) {
    return await recover(claim, { error, effort, engine });
  }
}

/** A picture that GitHub refuses for good (no permission for checks, issues switched off) must not hold up the repair. */
async function show(claim: Claim, ports: Ports, { store, log }: Engine): Promise<Claim | 'stale'> {
  try {
    await showReports(claim.entry, ports.repository);
  } catch (error) {
    if (error instanceof Transient || (error instanceof NoAccess && isActive(claim.entry))) throw error;
    log.error({ incident: claim.entry.incident.id, err: error }, 'A report could not be shown');
  }
  return store.reported(claim);
}

interface Work {
  readonly ports: Ports;
  readonly effort: Effort;
  readonly engine: Engine;
}

async function work(claim: Claim, { ports, effort, engine }: Work): Promise<Claim | null> {
  const { entry } = claim;
  if (!isActive(entry)) {
    await engine.store.release(claim);
    return null;
  }
  effort.stage = line[entry.state].stage.name;
  effort.startedAt = engine.clock.now();
  const outcome = (await outrun(entry, engine)) ?? (await runStage(entry, metered(ports, effort)));
  const step = record(effort, { result: outcome.kind, detail: detailOf(outcome), engine });
  engine.log.info({ incident: entry.incident.id }, `${effort.stage}: ${outcome.kind} ${detailOf(outcome)}`.trim());
  return await save(claim, nextEntry(entry, outcome, effort.ledger), { step, engine });
}

type ActiveEntry = Extract<Entry, { state: Active }>;
type AnyOutcome = Outcome<Queued, Queued>;

function isActive(entry: Entry): entry is ActiveEntry {
  return entry.state in line;
}

/** GitHub promises no order: an attempt that is heard of, or looked at, after a later one of the same run is not worked on. */
async function outrun({ state, incident }: ActiveEntry, { store }: Engine): Promise<AnyOutcome | null> {
  if (state !== 'queued' || !(await store.isOutrun(incident.run))) return null;
  return stop('same-failure', 'A later attempt of this run failed, too.');
}

/** The table has been checked row by row, but no type follows "the state of this entry" through it: one cast, here. */
async function runStage(entry: ActiveEntry, ports: Ports): Promise<AnyOutcome> {
  const { stage } = line[entry.state] as { stage: (incident: Queued, ports: Ports) => Promise<AnyOutcome> };
  return await within(longestStageMs, `The stage ${stage.name}`, stage(entry.incident, ports));
}

function nextEntry(entry: ActiveEntry, outcome: AnyOutcome, ledger: Ledger): Entry {
  if (outcome.kind === 'stop') {
    return stopped({ ...entry.incident, ...outcome.learned, ledger }, outcome.code, outcome.detail);
  }
  const state = outcome.kind === 'again' ? entry.state : line[entry.state].next;
  return { state, incident: { ...outcome.incident, ledger } } as Entry;
}

function stopped(incident: Queued, code: StopCode, detail: string): Entry {
  const ended: Stopped = { ...incident, stop: { code, detail } };
  return { state: 'stopped', incident: ended };
}

async function save(
  claim: Claim,
  entry: Entry,
  { step, engine }: { step: StepRecord; engine: Engine },
): Promise<Claim | null> {
  const saved = await engine.store.save(claim, entry, step);
  if (saved === 'stale') return lost(claim, engine);
  if (saved !== 'twin') return saved;
  const twin = stopped(
    { ...claim.entry.incident, ledger: entry.incident.ledger },
    'same-failure',
    'The same tests fail in the same way in another run of this commit.',
  );
  return await save(claim, twin, { step: { ...step, result: 'stop', detail: 'same-failure' }, engine });
}

/** Somebody else wrote the row: what was done here is thrown away. */
function lost(claim: Claim, { log }: Engine): null {
  log.warn({ incident: claim.entry.incident.id }, 'The lease was lost; the work is thrown away');
  return null;
}

interface Trouble {
  readonly error: unknown;
  readonly effort: Effort;
  readonly engine: Engine;
}

async function recover(claim: Claim, { error, effort, engine }: Trouble): Promise<Claim | null> {
  const incident = claim.entry.incident.id;
  const { stage } = effort;
  if (error instanceof NoAccess) {
    engine.log.warn({ incident, stage, err: error }, 'GitHub lets us in no more');
    return await end(claim, { code: 'no-access', detail: error.message }, { effort, engine });
  }
  if (!(error instanceof Transient)) {
    engine.log.error({ incident, stage, err: error }, 'A stage threw: this is a bug');
    return await end(claim, { code: 'internal-error', detail: `The stage ${stage} failed.` }, { effort, engine });
  }
  const faults = claim.faults + 1;
  engine.log.warn({ incident, stage, err: error, faults }, 'Something is out of reach; the incident waits');
  const decision = afterFault({ faults: claim.faults, retryAt: error.retryAt, now: engine.clock.now() });
  if (decision.kind === 'give-up')
    return await end(claim, { code: 'unavailable', detail: error.message }, { effort, engine });
  const step = record(effort, { result: 'transient', detail: error.message, engine });
  await engine.store.release(claim, { notBefore: decision.at, step });
  return null;
}

/** Ends a live incident. One that has ended already keeps its end; only its report is given up. */
async function end(
  claim: Claim,
  { code, detail }: Stop,
  { effort, engine }: { effort: Effort; engine: Engine },
): Promise<Claim | null> {
  const { entry } = claim;
  const step = record(effort, { result: 'stop', detail: `${code}: ${detail}`, engine });
  if (isActive(entry))
    return await save(claim, stopped({ ...entry.incident, ledger: effort.ledger }, code, detail), { step, engine });
  const reported = await engine.store.reported(claim);
  if (reported !== 'stale') await engine.store.release(reported, { notBefore: engine.clock.now(), step });
  return null;
}

function record(
  { stage, startedAt }: Effort,
  { result, detail, engine }: { result: string; detail: string; engine: Engine },
): StepRecord {
  const seconds = (engine.clock.now().getTime() - startedAt.getTime()) / 1000;
  // The clock may have been set back meanwhile.
  return { stage, startedAt, seconds: Math.max(0, seconds), result, detail };
}

function detailOf(outcome: AnyOutcome): string {
  return outcome.kind === 'stop' ? `${outcome.code}: ${outcome.detail}` : '';
}
