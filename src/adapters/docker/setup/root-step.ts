// Runs steps of setup as root: our own, which must succeed, and the job's.
import type { Container } from 'dockerode';
import type { Script } from '../../../incident/reproduction.ts';
import { type Finished, Transient } from '../../../ports.ts';
import { boundedOutput } from '../engine/bounded-output.ts';
import { mebibyte, root } from '../engine/container.ts';
import { maybeAlive } from '../engine/engine.ts';
import { type Ended, execute, type Program } from '../engine/execute.ts';
import type { WorkspaceSettings } from '../job-environment.ts';
import { oomKillText, scriptWords } from '../shell.ts';

/** Runs a step of our own as root; returns its output. Throws when it fails, since no script of the recipe is to blame. */
export async function must(
  what: string,
  container: Container,
  step: Pick<Program, 'words' | 'input'>,
): Promise<string> {
  const output = boundedOutput(4_096);
  const ended = await maybeAlive(execute(container, { ...step, user: root, env: {}, seconds: 300, output }));
  if (!ended) throw new Transient('The container was stopped from outside.');
  if (ended.end !== 'exited' || ended.exitCode !== 0) throw new Error(`${what} failed: ${ended.end} ${output.text()}`);
  return output.text();
}

export interface ScriptContext {
  readonly settings: WorkspaceSettings;
  readonly env: Readonly<Record<string, string>>;
  readonly seconds: number;
}

/** Runs a script of the job. */
export async function runScript(
  container: Container,
  script: Script,
  { settings, env, seconds }: ScriptContext,
): Promise<Finished> {
  const { limits, workDirectory, mask } = settings;
  const started = performance.now();
  const output = boundedOutput(limits.outputBytes);
  const ended = await execute(container, {
    words: scriptWords(script, workDirectory),
    user: root,
    env: { ...env, ...script.env },
    input: script.text,
    seconds: Math.max(1, seconds),
    output,
    diskBytes: limits.diskMb * mebibyte,
  });
  return {
    ...(await result(container, ended)),
    output: await mask(output.text()),
    seconds: (performance.now() - started) / 1_000,
  };
}

async function result(container: Container, ended: Ended): Promise<Pick<Finished, 'end' | 'exitCode'>> {
  if (ended.end !== 'exited') return { end: ended.end, exitCode: null };
  if (ended.exitCode === 0) return ended;
  const oomKills = await must('counting', container, { words: ['/bin/sh', '-c', oomKillText], input: '' });
  return Number.parseInt(oomKills, 10) > 0 ? { end: 'out-of-memory', exitCode: null } : ended;
}
