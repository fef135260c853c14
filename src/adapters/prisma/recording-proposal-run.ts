// What CI said of a proposal, kept beside its incident.
import { WorkflowRun } from '../../incident/run.ts';
import type { Store } from '../../store.ts';
import type { PrismaClient } from './generated/sqlite/client.ts';

const Home = WorkflowRun.pick({ repositoryId: true });

export function recordingProposalRun(prisma: PrismaClient, now: () => Date): Store['recordProposalRun'] {
  return async ({ id, repositoryId }, proposalRun) => {
    const row = await prisma.incident.findUnique({ where: { id }, select: { run: true } });
    // Anyone can give a branch a name like ours: it may belong to no incident, or to one of another repository.
    if (!row || Home.parse(row.run).repositoryId !== repositoryId) return;
    await prisma.incident.update({ where: { id }, data: { proposalRun, updatedAt: now() } });
  };
}
