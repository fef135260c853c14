// Starts an installed Docker engine that is not running.
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import { run, systemPath } from './debian.ts';

/** A kernel without packet filtering (some small virtual machines) refuses the first; containers then have no network. */
const waysToStart = [[], ['--iptables=false']];
const patienceMs = 60_000;
const graceAfterExitMs = 4_000;

/** Starts the engine through systemd where that runs, else `dockerd` itself, detached. Throws with what was tried. */
export async function startEngine(docker: Docker, tell: (line: string) => void): Promise<void> {
  tell('starting the Docker engine…');
  if (existsSync('/run/systemd/system')) {
    await run('systemctl', ['start', 'docker']);
    if (await answers(docker, () => true)) return;
    throw new Error('systemd started Docker but it does not answer. See `journalctl -u docker`, then run this again.');
  }
  const log = join(tmpdir(), 'nightwatch-dockerd.log');
  for (const args of waysToStart) {
    if (await startedWith(args, log, docker)) return;
    tell(`\`dockerd ${args.join(' ')}\` did not come up; its log is ${log}`);
  }
  throw new Error(
    [
      `Docker is installed but its engine does not start: tried ${waysToStart.map(args => `\`${['dockerd', ...args].join(' ')}\``).join(' and ')}.`,
      `Its last words, from ${log}:\n${readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n')}`,
      'Start an engine by hand, or point DOCKER_HOST at one elsewhere, and run this again.',
    ].join('\n'),
  );
}

async function startedWith(args: string[], log: string, docker: Docker): Promise<boolean> {
  const output = openSync(log, 'a', 0o600);
  const env = { ...process.env, PATH: systemPath() };
  const engine = spawn('dockerd', args, { detached: true, stdio: ['ignore', output, output], env });
  let isRunning = true;
  engine.on('exit', () => {
    isRunning = false;
  });
  engine.on('error', () => {
    isRunning = false;
  });
  const isUp = await answers(docker, () => isRunning);
  if (!isUp) engine.kill();
  engine.unref();
  return isUp;
}

/** Polls until the engine answers or the timeout passes; gives up early once the process has exited (another engine may hold its socket). */
async function answers(docker: Docker, isRunning: () => boolean): Promise<boolean> {
  let deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const isUp = await docker.ping().then(
      () => true,
      () => false, // Not up yet: keep polling.
    );
    if (isUp) return true;
    if (!isRunning()) deadline = Math.min(deadline, Date.now() + graceAfterExitMs);
    await pause(200);
  }
  return false;
}
