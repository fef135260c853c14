// Nightwatch as a process of its own, so that it runs, and can be killed, as in production.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

export interface NightwatchProcess {
  readonly url: string;
  /** By SIGKILL: like a power cut. */
  kill(): Promise<void>;
  /** By SIGTERM. */
  stop(): Promise<void>;
}

const startMs = 300_000;

/** Throws with the end of the log when it does not answer within five minutes. */
export async function startProcess(options: {
  environment: Readonly<Record<string, string>>;
  entry: string;
  args?: readonly string[];
  logFile: string;
}): Promise<NightwatchProcess> {
  const log = await open(options.logFile, 'a');
  const child = spawn(process.execPath, [options.entry, ...(options.args ?? [])], {
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  const url = `http://${options.environment['HOST']}:${options.environment['PORT']}`;
  const isUp = await Promise.race([answers(`${url}/healthz`), ended.then(() => false)]);
  if (isUp) return { url, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
  if (child.exitCode === null) await end('SIGKILL');
  throw new Error(`Nightwatch did not start:\n${(await readFile(options.logFile, 'utf8')).slice(-2_000)}`);
}

async function answers(url: string): Promise<boolean> {
  const deadline = Date.now() + startMs;
  while (Date.now() < deadline) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return true;
    await wait(100);
  }
  return false;
}
