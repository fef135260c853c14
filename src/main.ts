// Entry: webhooks, dashboard and worker in one process, after the set-up page when credentials are missing.
import { CannotStart } from './compose/cannot-start.ts';
import { isComplete, type Stoppable, startSetUp } from './compose/setting-up.ts';
import { startNightwatch } from './compose.ts';
import { ConfigError, ownEnvironment, readConfig } from './config.ts';

/** Docker and Kubernetes give a process ten to thirty seconds by default; compose.yaml gives it forty. */
const graceMs = 25_000;

await main();

async function main(): Promise<void> {
  try {
    const environment = ownEnvironment();
    const config = readConfig(environment);
    const running = isComplete(config)
      ? await startNightwatch(config)
      : await startSetUp(environment, (completed, server) => startNightwatch(completed, { server }));
    stopOnSignal(running);
  } catch (error) {
    console.error(error instanceof ConfigError || error instanceof CannotStart ? error.message : error);
    // Whatever has already started would keep the process alive.
    process.exit(1);
  }
}

function stopOnSignal(running: Stoppable): void {
  const stop = () => {
    running.stop(graceMs).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
