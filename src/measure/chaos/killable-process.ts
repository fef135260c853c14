// Nightwatch as a process that can be killed at any time, even while it starts.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface KillableProcess {
  readonly pid: number;
  /** True once it answers, false when it exits before. */
  readonly isUp: Promise<boolean>;
  readonly ended: Promise<unknown>;
  /** By SIGKILL; with its child processes, or alone. */
  kill(withChildren: boolean): Promise<void>;
  /** By SIGTERM. */
  stop(): Promise<void>;
}

export async function startKillableProcess(
  environment: Readonly<Record<string, string>>,
  logFile: string,
): Promise<KillableProcess> {
  const log = await open(logFile, 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'nightwatch.ts')], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', log.fd, log.fd],
    detached: true, // A process group of its own, so that it can be killed as a whole.
  });
  const ended = once(child, 'exit');
  await log.close();
  const { pid } = child;
  if (pid === undefined) throw new Error('Nightwatch could not be started.');
  // Detached, it would outlive the process that started it.
  const follow = () => killGroup(pid);
  process.once('exit', follow);
  void ended.then(() => process.off('exit', follow));
  const end = async (act: () => void) => {
    act();
    await ended;
  };
  return {
    pid,
    ended,
    isUp: answers(`http://${environment['HOST']}:${environment['PORT']}/healthz`, child),
    kill: withChildren => end(() => (withChildren ? killGroup(pid) : child.kill('SIGKILL'))),
    stop: () => end(() => child.kill('SIGTERM')),
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has just exited by itself.
    if ((error as { code?: unknown }).code !== 'ESRCH') throw error;
  }
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return true;
    await wait(50);
  }
  return false;
}
