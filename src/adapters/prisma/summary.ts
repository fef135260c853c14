// An incident's row for lists. The columns of the large facts are not even read: 25 of them can hold 15 MB.
import { z } from 'zod';
import type { IncidentSummary, SummaryEntry } from '../../incident/journal.ts';
import { Ledger } from '../../incident/ledger.ts';
import { Proposal, ProposalRun } from '../../incident/proposal.ts';
import { type IncidentId, WorkflowRun } from '../../incident/run.ts';
import { Stop } from '../../incident/stop.ts';
import type { Prisma } from './generated/sqlite/client.ts';
import { checked } from './rows.ts';

export const summaryColumns = {
  id: true,
  state: true,
  owner: true,
  repo: true,
  workflowName: true,
  headBranch: true,
  ledger: true,
  proposal: true,
  stop: true,
  proposalRun: true,
  openedAt: true,
} as const satisfies Prisma.IncidentSelect;

type SummaryRow = Prisma.IncidentGetPayload<{ select: typeof summaryColumns }>;

const Summary = z.object({
  id: z.string().transform(id => id as IncidentId),
  run: WorkflowRun.pick({ owner: true, repo: true, workflowName: true, headBranch: true }),
  ledger: Ledger,
});

const StoredSummary = z.discriminatedUnion('state', [
  z.object({
    state: z.enum(['queued', 'configured', 'collected', 'diagnosed', 'reproduced', 'guarded', 'repaired']),
    incident: Summary,
  }),
  z.object({ state: z.literal('published'), incident: Summary.extend({ proposal: Proposal }) }),
  z.object({ state: z.literal('stopped'), incident: Summary.extend({ stop: Stop }) }),
]) satisfies z.ZodType<SummaryEntry>;

/** Throws an error that names the incident and the field when the row does not hold what its state promises. */
export function summaryOf(row: SummaryRow): IncidentSummary {
  const { id, state, ledger, proposal, stop, openedAt } = row;
  const incident = { id, run: row, ledger, proposal, stop };
  const { proposalRun } = checked(id, z.object({ proposalRun: ProposalRun.nullable() }).safeParse(row));
  return { entry: checked(id, StoredSummary.safeParse({ state, incident })), openedAt, proposalRun };
}
