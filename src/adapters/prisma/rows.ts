// Maps incidents to rows and back: facts are stored as they are and validated by their schemas when read.
import { z } from 'zod';
import { Diagnosis } from '../../incident/diagnosis.ts';
import { Evidence } from '../../incident/evidence.ts';
import { Guard } from '../../incident/guard.ts';
import type { Entry, Known } from '../../incident/incident.ts';
import type { IncidentView, StepRecord } from '../../incident/journal.ts';
import { Ledger } from '../../incident/ledger.ts';
import { Attempt, Patch } from '../../incident/patch.ts';
import { Proposal, ProposalRun } from '../../incident/proposal.ts';
import { Reproduction } from '../../incident/reproduction.ts';
import { type IncidentId, Limits, WorkflowRun } from '../../incident/run.ts';
import { Settings } from '../../incident/settings.ts';
import { Stop } from '../../incident/stop.ts';
import { Prisma } from './generated/sqlite/client.ts';
import { type SealedFacts, unsealedFacts } from './sealed-facts.ts';

/** The tables that an entry needs besides the incident's row. */
export const entryParts = {
  attempts: { orderBy: { number: 'asc' } },
  guard: true,
} as const satisfies Prisma.IncidentInclude;

/** The result of a journal entry that was opened when work started; it is removed when the work ends. */
export const started = 'started';

export const viewParts = {
  ...entryParts,
  steps: { where: { result: { not: started } }, orderBy: { id: 'asc' } },
} as const satisfies Prisma.IncidentInclude;

type EntryRow = Prisma.IncidentGetPayload<{ include: typeof entryParts }>;
type ViewRow = Prisma.IncidentGetPayload<{ include: typeof viewParts }>;

const Queued = z.object({
  id: z.string().transform(id => id as IncidentId),
  run: WorkflowRun,
  limits: Limits,
  ledger: Ledger,
  attempts: z.array(Attempt),
});
const Configured = Queued.extend({ settings: Settings });
const Collected = Configured.extend({ evidence: Evidence });
const Diagnosed = Collected.extend({ diagnosis: Diagnosis });
const Reproduced = Diagnosed.extend({ reproduction: Reproduction });
const Guarded = Reproduced.extend({ guard: Guard });
const Repaired = Guarded.extend({ patch: Patch });
const Published = Repaired.extend({ proposal: Proposal });
const Stopped = Queued.extend({
  settings: Settings.exactOptional(),
  evidence: Evidence.exactOptional(),
  diagnosis: Diagnosis.exactOptional(),
  reproduction: Reproduction.exactOptional(),
  guard: Guard.exactOptional(),
  patch: Patch.exactOptional(),
  proposal: Proposal.exactOptional(),
  stop: Stop,
});

const StoredEntry = z.discriminatedUnion('state', [
  z.object({ state: z.literal('queued'), incident: Queued }),
  z.object({ state: z.literal('configured'), incident: Configured }),
  z.object({ state: z.literal('collected'), incident: Collected }),
  z.object({ state: z.literal('diagnosed'), incident: Diagnosed }),
  z.object({ state: z.literal('reproduced'), incident: Reproduced }),
  z.object({ state: z.literal('guarded'), incident: Guarded }),
  z.object({ state: z.literal('repaired'), incident: Repaired }),
  z.object({ state: z.literal('published'), incident: Published }),
  z.object({ state: z.literal('stopped'), incident: Stopped }),
]) satisfies z.ZodType<Entry>;

/**
 * With the facts as `opened` gives them; as they lie, without secrets, unless given. Throws an error that names the incident and
 * the field when the row does not hold what its state promises.
 */
export function entryOf(row: EntryRow, opened: SealedFacts['opened'] = unsealedFacts.opened): Entry {
  const { id, limits, ledger, settings, evidence, diagnosis, reproduction, patch, proposal, stop } = row;
  const { owner, repo, workflowName, headBranch, headSha } = row;
  const stored = { settings, evidence, diagnosis, reproduction, guard: row.guard?.fact, patch, proposal, stop };
  const facts = Object.entries(stored).map(([name, fact]) => [name, opened(fact, { id, name })] as const);
  const incident = {
    id,
    run: { ...(row.run as object), owner, repo, workflowName, headBranch, headSha },
    limits,
    ledger,
    attempts: row.attempts.map(({ number, fact }) => opened(fact, { id, name: `attempt ${number}` })),
    ...Object.fromEntries(facts.filter(([, fact]) => fact != null)),
  };
  return checked(id, StoredEntry.safeParse({ state: row.state, incident }));
}

export function viewOf(row: ViewRow): IncidentView {
  const { openedAt, updatedAt, notBefore } = row;
  const proposalRun = checked(row.id, z.object({ proposalRun: ProposalRun.nullable() }).safeParse(row)).proposalRun;
  return { entry: entryOf(row), openedAt, updatedAt, notBefore, steps: row.steps.map(stepOf), proposalRun };
}

/** The columns of a run: fields to filter by have their own. */
export function runColumns(run: WorkflowRun) {
  const { owner, repo, workflowName, headBranch, headSha, ...rest } = run;
  return { owner, repo, workflowName, headBranch, headSha, run: rest };
}

/** The columns that a save may change: state, limits, ledger and facts. */
export function entryColumns({ state, incident }: Entry) {
  const known: Known = incident;
  return {
    state,
    limits: known.limits,
    ledger: known.ledger,
    settings: known.settings ?? Prisma.DbNull,
    evidence: known.evidence ?? Prisma.DbNull,
    diagnosis: known.diagnosis ?? Prisma.DbNull,
    reproduction: known.reproduction ?? Prisma.DbNull,
    patch: known.patch ?? Prisma.DbNull,
    proposal: known.proposal ?? Prisma.DbNull,
    stop: known.stop ?? Prisma.DbNull,
    stopCode: known.stop?.code ?? null,
    dollars: known.ledger.dollars,
    liveFailure: liveFailure(known),
  };
}

/** The day of a time in UTC, as `openedDay` keeps it. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

export function stepColumns(step: StepRecord) {
  // libsql truncates text at a NUL, which logs may contain; JSON columns escape it.
  return { ...step, detail: step.detail.replaceAll('\0', '\u2400') };
}

function stepOf({ stage, startedAt, seconds, result, detail }: ViewRow['steps'][number]): StepRecord {
  return { stage, startedAt, seconds, result, detail };
}

function liveFailure({ run, evidence, stop }: Known): string | null {
  // What waits for approval is still worked on: a second run of the commit must not end in a second proposal.
  const isLive = !stop || stop.code === 'needs-approval';
  return evidence && isLive ? `${run.owner}/${run.repo}/${run.headSha}/${evidence.signature}` : null;
}

/** The value, or an error that names the incident and the field. */
export function checked<Value>(id: string, parsed: z.ZodSafeParseResult<Value>): Value {
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.filter(part => part !== 'incident').join('.');
  throw new Error(`Incident ${id} cannot be read from the database: ${field}: ${issue?.message}`, {
    cause: parsed.error,
  });
}
