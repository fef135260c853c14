// Nightwatch as `main.ts` starts it, but without Octokit's pauses, in a process that watches its own event loop. A timer
// is due every few milliseconds; whatever makes it late held the loop, and would have held a webhook.
// Refused: `monitorEventLoopDelay`, whose histogram does not say when the longest delay was, so not in which stage.
import { writeFileSync } from 'node:fs';
import { ProbotOctokit } from 'probot';
import { type RegisteredConfig, startNightwatch } from '../../../compose.ts';
import { readConfig } from '../../../config.ts';

export interface Hold {
  /** When it ended, in ms since 1970. */
  readonly at: number;
  readonly ms: number;
}

const [, , file = ''] = process.argv;
const tickMs = 5;
/** Shorter holds are not kept, in ms. */
const shortest = 20;
const graceMs = 5_000;

const unthrottled = ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } });
const nightwatch = await startNightwatch(readConfig() as RegisteredConfig, unthrottled);

const holds: Hold[] = [];
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  const ms = now - last - tickMs;
  last = now;
  if (ms >= shortest) holds.push({ at: Date.now(), ms });
}, tickMs);

process.once('SIGTERM', () => {
  writeFileSync(file, JSON.stringify(holds));
  void nightwatch.stop(graceMs).then(() => process.exit(0));
});
