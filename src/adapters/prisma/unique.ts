// Recognises a violation of an incident's unique keys.
import { Prisma } from './generated/sqlite/client.ts';

/** Whether an incident violates a unique key: its id when opened, its live failure when saved. */
export function isSecondIncident(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return false;
  return error.meta?.['modelName'] === 'Incident';
}
