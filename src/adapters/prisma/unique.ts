// Recognises the database's answer to a second row with the same unique key.
import { Prisma } from './generated/sqlite/client.ts';

/** Whether an incident was refused for its key: its id when it is opened, its live failure when it is saved. */
export function isSecondIncident(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') return false;
  return error.meta?.['modelName'] === 'Incident';
}
