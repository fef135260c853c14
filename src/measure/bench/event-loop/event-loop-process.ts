// Nightwatch as `main.ts` starts it, but without Octokit's pauses, in a process that watches its own event loop. A timer
// is due every few milliseconds; whatever makes it late held the loop, and would have held a webhook. The time in which the
// thread was ready and had no CPU is the machine's, not ours, and is taken off.
// Refused: `monitorEventLoopDelay`, whose histogram does not say when the longest delay was, so not in which stage.
import { readFileSync, writeFileSync } from 'node:fs';
import { ProbotOctokit } from 'probot';
import { type RegisteredConfig, startNightwatch } from '../../../compose.ts';
import { readConfig } from '../../../config.ts';

/** Times in ms. */
export interface Hold {
  /** When it ended, since 1970. */
  readonly at: number;
  /** Without the wait for a CPU. */
  readonly ms: number;
  /** With it. */
  readonly wallMs: number;
  /** What the main thread computed meanwhile; the rest it was blocked, as in a synchronous write. */
  readonly cpuMs: number;
}

const [, , file = ''] = process.argv;
const tickMs = 5;
/** Shorter holds are not kept, in ms. */
const shortest = 20;
const graceMs = 5_000;

const unthrottled = ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } });
const nightwatch = await startNightwatch(readConfig() as RegisteredConfig, { octokit: unthrottled });

const holds: Hold[] = [];
let last = clocks();
setInterval(() => {
  const now = clocks();
  const wallMs = now.wall - last.wall - tickMs;
  // The tick itself may be late by the wait alone: then nothing held the loop.
  const ms = Math.max(0, wallMs - (now.waited - last.waited));
  if (wallMs >= shortest) holds.push({ at: Date.now(), ms, wallMs, cpuMs: now.cpu - last.cpu });
  last = now;
}, tickMs);

process.once('SIGTERM', () => {
  writeFileSync(file, JSON.stringify(holds));
  void nightwatch.stop(graceMs).then(() => process.exit(0));
});

/** Of the main thread, in ms. */
function clocks(): { wall: number; cpu: number; waited: number } {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1_000, waited: waitedForCpu() };
}

/**
 * How long the main thread has been ready to run without a CPU; 0 where the system does not tell, which is not Linux.
 * https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
function waitedForCpu(): number {
  if (process.platform !== 'linux') return 0;
  const [, nanoseconds = ''] = readFileSync('/proc/self/schedstat', 'latin1').split(' ');
  return Number(nanoseconds) / 1e6;
}
