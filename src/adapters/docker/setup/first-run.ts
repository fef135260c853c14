// The failing command's first run, the last act of setup. It is kept with the environment it was made in: a label of the image, so that reading it needs no container.
import { z } from 'zod';
import type { Recipe } from '../../../incident/reproduction.ts';
import type { Finished, Tree } from '../../../ports.ts';
import { lastLinesInBytes } from '../../../text/truncation.ts';
import { type EngineSession, labels } from '../engine/container.ts';
import { imageLabels, jsonLabel, jsonOfLabel } from '../engine/image-labels.ts';
import type { Isolated } from '../engine/isolated-container.ts';
import { mustRun } from '../engine/standing-shell.ts';
import { configuring, installHook } from '../hook.ts';
import { runScript, type ScriptContext } from './root-step.ts';

const outputBytes = 64 * 1024;

const Kept = z.object({
  /** Hash of the tree it ran on. */
  tree: z.string(),
  run: z.object({
    end: z.enum(['exited', 'timed-out', 'out-of-memory', 'too-much-output', 'disk-full']),
    exitCode: z.number().int().nullable(),
    output: z.string(),
    seconds: z.number(),
  }),
});

/**
 * The failing command itself: tools that make their environments lazily have made them by then. The hook limits its tests; what it
 * cannot reach is killed with the command alone, since a killed container could not be saved.
 */
export async function runFirst(
  { container, shell }: Isolated,
  { test, language }: Recipe,
  script: ScriptContext,
): Promise<Finished> {
  const { workDirectory } = script.settings;
  await installHook(container, language, workDirectory);
  const hook = { report: '/tmp/nightwatch-first-run', seconds: testSeconds, tests: null, coverage: null };
  await mustRun(shell, ...configuring(hook, workDirectory));
  const seconds = Math.max(1, Math.min(firstRunSeconds, script.seconds - spareSeconds));
  const limited = { ...test, shell: `timeout -s KILL ${seconds} ${test.shell}` };
  const finished = await runScript(container, limited, script);
  await mustRun(shell, ...configuring(undefined, workDirectory));
  return finished.exitCode === 128 + 9 && finished.seconds >= seconds
    ? { ...finished, end: 'timed-out', exitCode: null }
    : finished;
}

/** Limits of the first run and of one test in it, in seconds. */
const firstRunSeconds = 600;
const testSeconds = 15;
/** What the end of setup may take after it. */
const spareSeconds = 30;

/** A label's value; of a long output the end is kept. */
export function labelOf(run: Finished, tree: Tree): string {
  return jsonLabel({ tree: tree.hash, run: { ...run, output: lastLinesInBytes(run.output, outputBytes) } });
}

/** The one that an environment keeps; null when it was on another tree. */
export async function firstRunOf(session: EngineSession, digest: string, tree: Tree): Promise<Finished | null> {
  const label = (await imageLabels(session, digest))[labels.firstRun];
  if (label === undefined) return null;
  const kept = Kept.parse(jsonOfLabel(label));
  return kept.tree === tree.hash ? kept.run : null;
}
