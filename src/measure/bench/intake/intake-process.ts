// Our intake on a database file, as a process of its own. No worker runs beside: what is measured is the intake.
import { openStore } from '../../../adapters/prisma/open-store.ts';
import { intake } from '../../../intake/intake.ts';
import { serve } from './server.ts';

await serve(async ({ databaseUrl, limits }) => {
  const store = await openStore({ databaseUrl });
  return intake({ store, limits, onWork: () => {} });
});
