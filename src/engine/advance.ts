// One step of one incident: show its reports, run its stage, save the outcome. The only `catch`: `recover.ts` classifies whatever
// is thrown as "retry later", "no access" or "a bug of ours".
import type { Queued } from '../incident/incident.ts';
import { stop } from '../incident/outcome.ts';
import { line } from '../line.ts';
import { NoAccess, type Ports, Transient } from '../ports.ts';
import { showReports } from '../report/show.ts';
import type { Claim } from '../store.ts';
import { metered } from './metered.ts';
import { type ActiveEntry, type AnyOutcome, isActive, nextEntry } from './next-entry.ts';
import { giveUp, recover } from './recover.ts';
import { lost, save } from './save.ts';
import { maybeCutOff, stageOf } from './starts.ts';
import { type CurrentStep, type Engine, record } from './step.ts';
import { stepLog } from './step-log.ts';
import { within } from './within.ts';

/** Setup and a dozen runs of a slow suite, each at its own limit, take less than this; a longer stage is stuck. */
const longestStageMs = 3 * 60 * 60_000;

/**
 * Returns the claim on the new version; null when the row was released or lost and there is nothing left to do here. `lease` is
 * aborted when the lease is lost or given back: the work then ends as soon as it can, and is discarded.
 */
export async function advance(claim: Claim, given: Engine, lease: AbortSignal): Promise<Claim | null> {
  const { incident } = claim.entry;
  const current: CurrentStep = {
    stage: 'report',
    startedAt: given.clock.now(),
    repository: null,
    ledger: incident.ledger,
    budget: incident.limits.dollars,
  };
  const engine = { ...given, log: stepLog(given, incident, current) };
  const ending = new AbortController();
  try {
    const cutOff = maybeCutOff(claim);
    if (cutOff) return await giveUp(claim, cutOff, { current, engine });
    if (!(await engine.store.begin(claim, { ...current, stage: stageOf(claim) }))) return lost(engine);
    const ports = await engine.bind(incident, AbortSignal.any([lease, ending.signal]));
    current.repository = ports.repository;
    const shown = claim.reportedVersion < claim.version ? await show(claim, ports, engine) : claim;
    if (shown === 'stale') return lost(engine);
    return await work(shown, { ports, current, engine, ending });
  } catch (error) {
    if (lease.aborted) return lost(engine);
    return await recover(claim, { error, current, engine });
  }
}

/** A report that GitHub will never accept (no permission for checks, issues disabled) must not block the repair. */
async function show(claim: Claim, ports: Ports, { store, log }: Engine): Promise<Claim | 'stale'> {
  try {
    await showReports(claim.entry, ports.repository);
  } catch (error) {
    if (error instanceof Transient || (error instanceof NoAccess && isActive(claim.entry))) throw error;
    log.error({ err: error }, 'Could not show a report');
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
  engine.log.info({}, `${current.stage}: started`);
  const outcome = (await maybeSuperseded(entry, engine)) ?? (await runStage(entry, metered(ports, current), ending));
  const step = record(current, { result: outcome.kind, detail: detailOf(outcome), engine });
  engine.log.info({}, `${current.stage}: ${outcome.kind} ${detailOf(outcome)}`.trim());
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

function detailOf(outcome: AnyOutcome): string {
  return outcome.kind === 'stop' ? `${outcome.code}: ${outcome.detail}` : '';
}
