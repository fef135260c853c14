// One step of one incident: show what stands, run the stage, save what came of it. The only place that writes state, and the
// only `catch`: a stage that throws is told apart into "later" and "a bug of ours", and neither is silent.
import type { Active, Entry, Queued, Stopped } from '../incident/incident.ts';
import type { Ledger } from '../incident/ledger.ts';
import type { Outcome } from '../incident/outcome.ts';
import type { StopCode } from '../incident/stop.ts';
import { line } from '../line.ts';
import { type Claim, type Clock, type Ports, type StepRecord, type Store, Transient } from '../ports.ts';
import { showReports } from '../report/show.ts';
import { afterFault } from './faults.ts';
import type { Log } from './log.ts';
import { metered } from './metered.ts';

export interface Engine {
  readonly store: Store;
  /** Binds ports to the incident's own repository. */
  readonly bind: (incident: Queued) => Promise<Ports>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The claim on the new version; null when the row was given back or lost, and there is nothing more to do here. */
export async function advance(claim: Claim, engine: Engine): Promise<Claim | null> {
  const startedAt = engine.clock.now();
  try {
    const ports = await engine.bind(claim.entry.incident);
    const shown = claim.reportedVersion < claim.version ? await show(claim, ports, engine) : claim;
    if (shown === 'stale') return lost(claim, engine);
    return await work(shown, ports, engine);
  } catch (error) {
    const stage = isActive(claim.entry) ? line[claim.entry.state].stage.name : 'report';
    return await recover(claim, { error, stage, startedAt }, engine);
  }
}

/** A picture that GitHub refuses for good (no permission for checks, issues switched off) must not hold up the repair. */
async function show(claim: Claim, ports: Ports, { store, log }: Engine): Promise<Claim | 'stale'> {
  try {
    await showReports(claim.entry, ports.repository);
  } catch (error) {
    if (error instanceof Transient) throw error;
    log.error({ incident: claim.entry.incident.id, err: error }, 'A report could not be shown');
  }
  return store.reported(claim);
}

async function work(claim: Claim, ports: Ports, engine: Engine): Promise<Claim | null> {
  const { entry } = claim;
  if (!isActive(entry)) {
    await engine.store.release(claim);
    return null;
  }
  const startedAt = engine.clock.now();
  const { stage, outcome, ledger } = await runStage(entry, ports);
  const step = record(engine, { stage, startedAt, result: outcome.kind, detail: detailOf(outcome) });
  engine.log.info({ incident: entry.incident.id }, `${stage}: ${outcome.kind} ${detailOf(outcome)}`.trim());
  return await save(claim, nextEntry(entry, outcome, ledger), { step, engine });
}

type ActiveEntry = Extract<Entry, { state: Active }>;
type AnyOutcome = Outcome<Queued, Queued>;

function isActive(entry: Entry): entry is ActiveEntry {
  return entry.state in line;
}

/** The table has been checked row by row, but no type follows "the state of this entry" through it: one cast, here. */
async function runStage(
  entry: ActiveEntry,
  ports: Ports,
): Promise<{ stage: string; outcome: AnyOutcome; ledger: Ledger }> {
  const { stage } = line[entry.state] as { stage: (incident: Queued, ports: Ports) => Promise<AnyOutcome> };
  const meter = metered(ports, entry.incident.ledger);
  const outcome = await stage(entry.incident, meter.ports);
  return { stage: stage.name, outcome, ledger: meter.spent() };
}

function nextEntry(entry: ActiveEntry, outcome: AnyOutcome, ledger: Ledger): Entry {
  if (outcome.kind === 'stop') return stopped({ ...entry.incident, ledger }, outcome.code, outcome.detail);
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
    claim.entry.incident,
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

async function recover(
  claim: Claim,
  fault: { error: unknown; stage: string; startedAt: Date },
  engine: Engine,
): Promise<Claim | null> {
  const { error, stage, startedAt } = fault;
  const incident = claim.entry.incident.id;
  if (!(error instanceof Transient)) {
    engine.log.error({ incident, stage, err: error }, 'A stage threw: this is a bug');
    return await end(
      claim,
      { code: 'internal-error', detail: `The stage ${stage} failed.` },
      { stage, startedAt, engine },
    );
  }
  const decision = afterFault({ faults: claim.faults, retryAt: error.retryAt, now: engine.clock.now() });
  engine.log.warn(
    { incident, stage, err: error, faults: claim.faults + 1 },
    'Something is out of reach; the incident waits',
  );
  if (decision.kind === 'give-up')
    return await end(claim, { code: 'unavailable', detail: error.message }, { stage, startedAt, engine });
  const step = record(engine, { stage, startedAt, result: 'transient', detail: error.message });
  await engine.store.release(claim, { notBefore: decision.at, step });
  return null;
}

/** Ends a live incident; one that has ended already is only given back. */
async function end(
  claim: Claim,
  { code, detail }: { code: StopCode; detail: string },
  { stage, startedAt, engine }: { stage: string; startedAt: Date; engine: Engine },
): Promise<Claim | null> {
  if (!isActive(claim.entry)) {
    const reported = await engine.store.reported(claim);
    if (reported !== 'stale') await engine.store.release(reported);
    return null;
  }
  const step = record(engine, { stage, startedAt, result: 'stop', detail: code });
  return await save(claim, stopped(claim.entry.incident, code, detail), { step, engine });
}

function record(
  { clock }: Engine,
  step: { stage: string; startedAt: Date; result: string; detail: string },
): StepRecord {
  return { ...step, seconds: (clock.now().getTime() - step.startedAt.getTime()) / 1000 };
}

function detailOf(outcome: AnyOutcome): string {
  return outcome.kind === 'stop' ? `${outcome.code}: ${outcome.detail}` : '';
}
