// An opened container as the port `Workspace`.
import { posix } from 'node:path';
import type { Container } from 'dockerode';
import type { HookConfiguration } from '../../incident/command.ts';
import type { Script } from '../../incident/reproduction.ts';
import { type Command, type Finished, Transient, type Workspace } from '../../ports.ts';
import { startBackground } from './background.ts';
import { boundedOutput, type Sink } from './engine/bounded-output.ts';
import { mebibyte, runner } from './engine/container.ts';
import { engine, maybeAlive } from './engine/engine.ts';
import { type Ended, execute, kill } from './engine/execute.ts';
import type { Isolated } from './engine/isolated-container.ts';
import { mustRun } from './engine/standing-shell.ts';
import { configuring } from './hook.ts';
import { jobEnvironment, type WorkspaceSettings } from './job-environment.ts';
import { isFull, readText, roomText, scriptWords, settleText, writeWords } from './shell.ts';

/** Time for writing a file. */
const writeSeconds = 60;
const longestFile = 16 * 1024 * 1024;

/** `background`: scripts whose processes every command finds running. */
export function openedWorkspace(
  running: Isolated,
  { limits, workDirectory, mask }: WorkspaceSettings,
  background: readonly Script[] = [],
): Workspace {
  const { container, shell, isSized } = running;
  let oomKills = 0;
  let isDead = false;
  let isConfigured = false;
  const watch = isSized ? {} : { diskBytes: limits.diskMb * mebibyte };
  const configure = async (hook: HookConfiguration | undefined) => {
    if (!hook && !isConfigured) return;
    await mustRun(shell, ...configuring(hook, workDirectory));
    isConfigured = hook !== undefined;
  };
  return {
    async run(command) {
      if (isDead) throw new Error('This workspace is dead, because a command in it was killed: open another one.');
      await configure(command.hook);
      const started = performance.now();
      const output = boundedOutput(limits.outputBytes);
      const failed = await startBackground(container, background, workDirectory);
      const ended = failed
        ? failed.dead
        : await maybeAlive(runAsRunner(container, { command, workDirectory, output, ...watch }));
      const seconds = (performance.now() - started) / 1_000;
      const settled = await settle(running, ended, oomKills);
      oomKills = settled.oomKills;
      isDead = settled.result.end !== 'exited';
      return { ...settled.result, output: await mask(output.text()), seconds };
    },
    async write(path, text) {
      if (!posix.normalize(path).startsWith('/tmp/')) throw new Error(`${path} is not below /tmp.`);
      const output = boundedOutput(4_096);
      const program = { words: writeWords(path), user: runner, env: {}, input: text, seconds: writeSeconds, output };
      const ended = await execute(container, program);
      if (ended.end !== 'exited' || ended.exitCode !== 0) throw new Error(`Could not write ${path}.`);
    },
    async read(path) {
      const ran = await shell.run(readText, path, String(longestFile));
      return ran?.exitCode === 0 ? ran.output.toString('utf8') : null;
    },
    mask,
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

interface Run {
  readonly command: Command;
  readonly workDirectory: string;
  readonly output: Sink;
  readonly diskBytes?: number;
}

function runAsRunner(container: Container, { command, workDirectory, ...bounds }: Run): Promise<Ended> {
  return execute(container, {
    words: scriptWords(command, workDirectory),
    user: runner,
    env: { ...jobEnvironment(workDirectory), ...command.env },
    input: command.text,
    seconds: command.seconds,
    ...bounds,
  });
}

interface Settled {
  readonly result: Pick<Finished, 'end' | 'exitCode'>;
  readonly oomKills: number;
}

/** Cleans up after the command. If only a child was OOM-killed and the test went on, it still counts as exited. */
async function settle(running: Isolated, ended: Ended | null, oomKillsBefore: number): Promise<Settled> {
  const { container, shell } = running;
  if (!ended) return { result: await causeOfDeath(container), oomKills: oomKillsBefore };
  if (ended.end !== 'exited') return { result: { end: ended.end, exitCode: null }, oomKills: oomKillsBefore };
  const settled = await shell.run(settleText);
  if (settled?.exitCode !== 0) return { result: await causeOfDeath(container), oomKills: oomKillsBefore };
  const oomKills = Number.parseInt(settled.output.toString(), 10) || 0;
  if (ended.exitCode === 0) return { result: ended, oomKills };
  const end = oomKills !== oomKillsBefore ? 'out-of-memory' : (await isFilled(running)) ? 'disk-full' : null;
  if (end === null) return { result: ended, oomKills };
  await kill(container);
  return { result: { end, exitCode: null }, oomKills };
}

async function isFilled({ shell, isSized }: Isolated): Promise<boolean> {
  return isSized && isFull((await shell.run(roomText))?.output.toString() ?? '');
}

/** The suite cannot kill the container's first process: if it is dead, memory ran out, or someone stopped the container. */
async function causeOfDeath(container: Container): Promise<Settled['result']> {
  const found = await maybeAlive(engine(container.inspect()));
  if (found?.State.OOMKilled) return { end: 'out-of-memory', exitCode: null };
  throw new Transient('The container was stopped from outside.');
}
