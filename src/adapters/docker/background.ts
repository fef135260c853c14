// Processes that a step of setup leaves running: a saved container has none, so such a step is run again before every command.
import type { Container } from 'dockerode';
import { z } from 'zod';
import { Script } from '../../incident/reproduction.ts';
import { boundedOutput } from './engine/bounded-output.ts';
import { type EngineSession, labels, runner } from './engine/container.ts';
import { maybeAlive } from './engine/engine.ts';
import { type Ended, execute } from './engine/execute.ts';
import { imageLabels, jsonLabel, jsonOfLabel } from './engine/image-labels.ts';
import { jobEnvironment } from './job-environment.ts';
import { must } from './setup/root-step.ts';
import { scriptWords } from './shell.ts';

/**
 * A variable by which a process is traced to its step, as GitHub's runner traces what is left at the end of a job. A program that
 * clears its environment is not found.
 */
export function tracking(step: number): Record<string, string> {
  return { RUNNER_TRACKING_ID: `github_${step}` };
}

/** The scripts of which processes are running. */
export async function leftRunning(container: Container, scripts: readonly Script[]): Promise<readonly Script[]> {
  const words = [
    '/bin/sh',
    '-c',
    'cat /proc/[0-9]*/environ 2> /dev/null | tr "\\0" "\\n" | grep "^RUNNER_TRACKING_ID=" | sort -u; true',
  ];
  const found = (await must('looking for processes', container, { words, input: '' })).split('\n');
  return scripts.filter((_, step) => found.includes(`RUNNER_TRACKING_ID=${tracking(step)['RUNNER_TRACKING_ID']}`));
}

/** The value of an environment's label. */
export function backgroundLabel(scripts: readonly Script[]): string {
  return scripts.length === 0 ? '' : jsonLabel(scripts);
}

export async function backgroundOf(session: EngineSession, digest: string): Promise<readonly Script[]> {
  const label = (await imageLabels(session, digest))[labels.background];
  return label ? z.array(Script).parse(jsonOfLabel(label)) : [];
}

/** Sentences for the report. */
export function backgroundNotes(scripts: readonly Script[]): readonly string[] {
  return scripts.map(
    ({ text }) =>
      `\`${text.trim().split('\n')[0]}\` leaves a process running; it is run again before every command, without network and without root.`,
  );
}

/** Time for a step that starts something, in seconds. */
const startSeconds = 120;

/**
 * Runs the scripts again, as the runner, since they may call code that a repair changes. An exit code does not matter: a test that
 * needs the process fails without it. Returns how a script ended that left the container dead, or null.
 */
export async function startBackground(
  container: Container,
  scripts: readonly Script[],
  workDirectory: string,
): Promise<{ dead: Ended | null } | null> {
  for (const script of scripts) {
    // A process that keeps the script's output open would seem to be the script.
    const words = ['/bin/sh', '-c', 'exec "$@" > /dev/null 2>&1', 'nightwatch', ...scriptWords(script, workDirectory)];
    const env = { ...jobEnvironment(workDirectory), ...script.env };
    const program = {
      words,
      user: runner,
      env,
      input: script.text,
      seconds: startSeconds,
      output: boundedOutput(4_096),
    };
    const ended = await maybeAlive(execute(container, program));
    if (ended?.end !== 'exited') return { dead: ended };
  }
  return null;
}
