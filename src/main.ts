// Entry: webhooks, dashboard and worker in one process. Without credentials it shows Probot's set-up page instead.
import { run } from 'probot';
import { CannotStart, type Nightwatch, type RegisteredConfig, startNightwatch } from './compose.ts';
import { type Config, ConfigError, readConfig } from './config.ts';

/** Docker and Kubernetes give a process ten to thirty seconds by default; compose.yaml gives it forty. */
const graceMs = 25_000;

await main();

async function main(): Promise<void> {
  try {
    const config = readConfig();
    if (!isRegistered(config)) {
      // Probot's own page reads and writes the environment itself. The App's handlers need the credentials.
      await run(() => {});
      return;
    }
    if (!config.gemini.apiKey)
      throw new ConfigError('Invalid configuration:\n  GEMINI_API_KEY: expected a key from Google AI Studio');
    stopOnSignal(await startNightwatch(config));
  } catch (error) {
    console.error(error instanceof ConfigError || error instanceof CannotStart ? error.message : error);
    // Whatever has already started would keep the process alive.
    process.exit(1);
  }
}

function isRegistered(config: Config): config is RegisteredConfig {
  return config.credentials !== null;
}

function stopOnSignal(nightwatch: Nightwatch): void {
  const stop = () => {
    nightwatch.stop(graceMs).then(
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
