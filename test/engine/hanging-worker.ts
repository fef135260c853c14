// A process with a worker whose stage never ends: run by tests that kill it. Prints a line when the stage has begun.
import { openStore } from '../../src/adapters/prisma/open-store.ts';
import { startWorker } from '../../src/engine/worker.ts';
import { world } from './stand-ins.ts';

const [databaseUrl = '', owner = ''] = process.argv.slice(2);
const store = await openStore({ databaseUrl });
const { engine } = world({
  store,
  now: () => new Date(),
  repository: () => ({
    jobs: () => {
      console.log('begun');
      return new Promise<never>(() => undefined);
    },
  }),
});
const worker = startWorker({ ...engine, owner, concurrency: 1, leaseMs: 60_000, pollMs: 50 });
process.on('SIGTERM', async () => {
  await worker.stop(0);
  process.exit();
});
