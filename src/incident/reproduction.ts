// How the failing job is rebuilt, and what came of it: the fact that `reproduce` adds.
import { z } from 'zod';
import { Failure } from './evidence.ts';

/** A script to run inside the sandbox. */
export const Script = z.object({
  text: z.string().min(1),
  /** `bash -e` unless the step said otherwise. */
  shell: z.string(),
  /** Relative to the work tree; `.` is its root. */
  directory: z.string(),
  env: z.record(z.string(), z.string()),
});
export type Script = z.infer<typeof Script>;

/** How to rebuild the failing job. */
export const Recipe = z.object({
  /** Base image by its public name, for example `python:3.11-slim`. */
  image: z.string(),
  /** Run once, with network; the result is kept as an image. */
  setup: z.array(Script),
  /** The command that failed. */
  test: Script,
  /** How pytest is called for chosen tests: `pytest` and `python -m pytest` differ in sys.path. */
  pytest: z.enum(['pytest', 'python -m pytest']),
  /** What was skipped or assumed, as sentences for the report. */
  notes: z.array(z.string()),
});
export type Recipe = z.infer<typeof Recipe>;

/** The image left by a recipe's set-up. */
export const Environment = z.object({
  /** Local image reference, named by the hash of everything that went into it. */
  image: z.string(),
  /** Content digest, `sha256:…`. */
  digest: z.string(),
  /** Absolute path of the work tree in a container. */
  workDirectory: z.string(),
});
export type Environment = z.infer<typeof Environment>;

/** How the whole suite behaves on the failing tree, over all baseline runs. Lists of test ids. */
export const Baseline = z.object({
  passing: z.array(z.string()),
  failing: z.array(z.string()),
  flaky: z.array(z.string()),
  skipped: z.array(z.string()),
  runs: z.number().int().positive(),
  /** The longest of the runs, in seconds. */
  seconds: z.number(),
});
export type Baseline = z.infer<typeof Baseline>;

/** A function of the source that CI's failing tests run. */
export const ExecutedFunction = z.object({
  file: z.string(),
  function: z.string(),
  /** Line of its `def`. */
  line: z.number().int().positive(),
  /** How much more failing than passing tests run it, from 0 to 1. */
  score: z.number(),
});
export type ExecutedFunction = z.infer<typeof ExecutedFunction>;

export const Reproduction = z.object({
  recipe: Recipe,
  environment: Environment,
  /** Hash of the git tree that was tested. */
  tree: z.string(),
  /** CI's failing tests that fail here, every time, with the same error type: what a fix must turn green. */
  targets: z.array(Failure).min(1),
  baseline: Baseline,
  /** What the failing tests run, most suspicious first; empty when it could not be told. */
  executed: z.array(ExecutedFunction),
  /** The end of the reproducing command's real output, at most 16 KiB. */
  output: z.string(),
});
export type Reproduction = z.infer<typeof Reproduction>;
