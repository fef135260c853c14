// Who may write a row: claims, and writes by compare-and-set. One of several writers wins, the others are told so.
import type { StepRecord } from '../../incident/journal.ts';
import type { Needed } from '../../incident/kept.ts';
import type { WorkflowRun } from '../../incident/run.ts';
import type { Claim, Store } from '../../store.ts';
import { claim, read, unfinished } from './claiming.ts';
import { written } from './faults.ts';
import type { Prisma, PrismaClient } from './generated/sqlite/client.ts';
import { needed } from './needed.ts';
import { entryColumns, started, stepColumns } from './rows.ts';
import type { SealedFacts } from './sealed-facts.ts';
import { isSecondIncident } from './unique.ts';

type Leases = Pick<Store, 'claim' | 'renew' | 'begin' | 'save' | 'reported' | 'release' | 'isSuperseded'>;

export function leases(prisma: PrismaClient, facts: SealedFacts, now: () => Date): Leases {
  return {
    claim: async lease => {
      const id = await claim(prisma, lease);
      return id === null ? null : await read(prisma, id, { facts, owner: lease.owner });
    },
    renew: async ({ entry, owner }, until) => {
      const where = { id: entry.incident.id, leaseOwner: owner };
      return (await prisma.incident.updateMany({ where, data: { leaseUntil: until } })).count === 1;
    },
    begin: (held, start) => written(prisma.$transaction(tx => begin(tx, held, start))),
    save: async (held, entry, step) => {
      const kept = await facts.kept(entry, step);
      const saving = prisma
        .$transaction(tx => save(tx, held, { ...kept, updatedAt: now() }))
        .then(saved => (saved === 'stale' ? saved : { ...saved, entry }));
      return await written(saving.catch(error => (isSecondIncident(error) ? 'duplicate' : Promise.reject(error))));
    },
    reported: held => written(reported(prisma, held)),
    release: async (held, fault) => {
      const kept = fault && { ...fault, step: await facts.keptStep(fault.step) };
      await prisma.$transaction(tx => release(tx, held, kept));
    },
    isSuperseded: run => written(isSuperseded(prisma, run)),
  };
}

export interface Holding {
  /** All lease owners; with `at`, only those whose lease is valid at that time. */
  holders(at?: Date): Promise<readonly string[]>;
  /** Ends all leases of a dead owner; returns how many. */
  endLeasesOf(owner: string): Promise<number>;
  /** What unfinished incidents need. */
  needed(): Promise<Needed>;
}

export function holding(prisma: PrismaClient): Holding {
  return {
    async holders(at) {
      const where = { leaseOwner: { not: null }, ...(at && { leaseUntil: { gte: at } }) };
      const rows = await prisma.incident.findMany({ where, distinct: ['leaseOwner'], select: { leaseOwner: true } });
      return rows.flatMap(({ leaseOwner }) => leaseOwner ?? []);
    },
    async endLeasesOf(owner) {
      const data = { leaseOwner: null, leaseUntil: null };
      return (await prisma.incident.updateMany({ where: { leaseOwner: owner }, data })).count;
    },
    needed: () => needed(prisma, unfinished(prisma)),
  };
}

/** Opens a journal entry. A process that is killed leaves it behind. */
async function begin(
  tx: Prisma.TransactionClient,
  held: Claim,
  start: Parameters<Store['begin']>[1],
): Promise<boolean> {
  // Writes what is there: only so does the transaction hold the row until the entry is in the journal.
  const { count } = await tx.incident.updateMany({ where: heldBy(held), data: { leaseOwner: held.owner } });
  if (count === 0) return false;
  const { stage, startedAt } = start;
  const incidentId = held.entry.incident.id;
  await tx.step.create({ data: { incidentId, stage, startedAt, seconds: 0, result: started, detail: held.owner } });
  return true;
}

type Next = { entry: Claim['entry']; step: StepRecord; updatedAt: Date };

async function save(tx: Prisma.TransactionClient, held: Claim, next: Next): Promise<Claim | 'stale'> {
  const { entry, step, updatedAt } = next;
  const incidentId = held.entry.incident.id;
  const progress = { version: { increment: 1 }, faults: 0, notBefore: null, updatedAt };
  const data = { ...entryColumns(entry), ...progress };
  if ((await tx.incident.updateMany({ where: heldBy(held), data })).count === 0) return 'stale';
  await keepAttempts(tx, entry);
  await keepGuard(tx, entry);
  await tx.step.deleteMany({ where: { incidentId, result: started } });
  await tx.step.create({ data: { incidentId, ...stepColumns(step) } });
  return { ...held, entry, version: held.version + 1, faults: 0, faultingSince: null, cutOff: 0 };
}

/** A process that lost the row may just have overwritten a newer report, so the current owner has to report again. */
async function reported(prisma: PrismaClient, held: Claim): Promise<Claim | 'stale'> {
  const reportedVersion = held.version;
  const { count } = await prisma.incident.updateMany({ where: heldBy(held), data: { reportedVersion } });
  if (count === 1) return { ...held, reportedVersion };
  await prisma.incident.updateMany({ where: { id: held.entry.incident.id }, data: { reportedVersion: 0 } });
  return 'stale';
}

/** Attempts are only added, never changed. */
async function keepAttempts(tx: Prisma.TransactionClient, { incident }: Claim['entry']): Promise<void> {
  const incidentId = incident.id;
  const known = await tx.attempt.findMany({ where: { incidentId }, select: { number: true } });
  const added = incident.attempts.filter(({ number }) => !known.some(attempt => attempt.number === number));
  const data = added.map(fact => {
    const outcome = fact.verdict.kind === 'refused' ? fact.verdict.gate : fact.verdict.kind;
    return { incidentId, number: fact.number, outcome, fact };
  });
  if (data.length > 0) await tx.attempt.createMany({ data });
}

async function keepGuard(tx: Prisma.TransactionClient, { incident }: Claim['entry']): Promise<void> {
  if (!('guard' in incident) || !incident.guard) return;
  const columns = { path: incident.guard.path, testId: incident.guard.testId, fact: incident.guard };
  const where = { incidentId: incident.id };
  await tx.guard.upsert({ where, create: { ...where, ...columns }, update: columns });
}

async function release(
  tx: Prisma.TransactionClient,
  held: Claim,
  fault?: Parameters<Store['release']>[1],
): Promise<void> {
  const free = { leaseOwner: null, leaseUntil: null };
  const redrawn = fault?.isShown ? { reportedVersion: 0 } : {};
  const later = fault ? { notBefore: fault.notBefore, faults: { increment: 1 }, ...redrawn } : {};
  const { count } = await tx.incident.updateMany({ where: heldBy(held), data: { ...free, ...later } });
  if (count === 0) return;
  const incidentId = held.entry.incident.id;
  // A process that shuts down takes back its own start; only an end of the work clears those of others.
  const own = fault ? {} : { detail: held.owner };
  await tx.step.deleteMany({ where: { incidentId, result: started, ...own } });
  if (fault) await tx.step.create({ data: { incidentId, ...stepColumns(fault.step) } });
}

/** An incident's id is its run's id and attempt. */
async function isSuperseded(prisma: PrismaClient, { runId, attempt }: WorkflowRun): Promise<boolean> {
  const attempts = await prisma.incident.findMany({ where: { id: { startsWith: `${runId}-` } }, select: { id: true } });
  return attempts.some(({ id }) => Number(id.split('-')[1]) > attempt);
}

/** The row as its owner knows it: neither written nor taken over since. */
function heldBy({ entry, version, owner }: Claim): Prisma.IncidentWhereInput {
  return { id: entry.incident.id, version, leaseOwner: owner };
}
