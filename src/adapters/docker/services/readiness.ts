// Waits until a service can be used, as GitHub does before a job's first step.
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'dockerode';
import { boundedOutput } from '../engine/bounded-output.ts';
import { runner } from '../engine/container.ts';
import { engine, maybeAlive } from '../engine/engine.ts';
import { execute } from '../engine/execute.ts';
import type { StartableService } from './service-image.ts';

/** GitHub gives up after a service's own number of retries, usually after a minute. */
const patienceMs = 120_000;
/** Without a health check, GitHub does not wait. A service that does not listen by now may never do. */
const unchecked = 30_000;
const pollMs = 200;

/**
 * Returns the ports on which it listens; null when it exited or is not ready in time. Its ports come first: databases prepare
 * themselves behind a socket that a health check may already reach.
 */
export async function untilReady(
  service: { container: Container; beside: Container },
  { listening, check }: StartableService,
): Promise<readonly number[] | null> {
  const started = performance.now();
  const isOver = (ms: number) => performance.now() - started > ms;
  let missing: readonly number[] = listening;
  while (missing.length > 0 && !isOver(check === null ? unchecked : patienceMs)) {
    if (!(await isRunning(service.container))) return null;
    missing = await notListening(service.beside, missing);
  }
  while (check !== null && !(await passes(service.container, check))) {
    if (isOver(patienceMs) || !(await isRunning(service.container))) return null;
    await pause(pollMs);
  }
  return (await isRunning(service.container)) ? listening.filter(port => !missing.includes(port)) : null;
}

/** Those of these ports on which no one in the container's network listens after two seconds. */
export async function notListening(container: Container, ports: readonly number[]): Promise<readonly number[]> {
  if (ports.length === 0) return [];
  const output = boundedOutput(4_096);
  const hexadecimal = ports.map(port => port.toString(16).toUpperCase().padStart(4, '0'));
  const words = ['/bin/sh', '-c', waiting, 'nightwatch', ...hexadecimal];
  await execute(container, { words, user: runner, env: {}, input: '', seconds: 60, output });
  const missing = output.text().trim().split(/\s+/);
  return ports.filter((_, index) => missing.includes(hexadecimal[index] ?? ''));
}

/** Reads the kernel's table of sockets, in which 0A is a listening one. */
const waiting = `rounds=0
while :; do
  missing=
  for port; do
    grep -qE ":$port [0-9A-F]+:0000 0A" /proc/net/tcp /proc/net/tcp6 2> /dev/null || missing="$missing $port"
  done
  rounds=$((rounds + 1))
  [ -n "$missing" ] && [ $rounds -lt 20 ] || break
  sleep 0.1
done
echo "$missing"`;

async function passes(container: Container, check: readonly string[]): Promise<boolean> {
  const output = boundedOutput(4_096);
  const ended = await maybeAlive(
    execute(container, { words: check, user: '', env: {}, input: '', seconds: 60, output }),
  );
  return ended?.end === 'exited' && ended.exitCode === 0;
}

async function isRunning(container: Container): Promise<boolean> {
  return (await maybeAlive(engine(container.inspect())))?.State.Running ?? false;
}
