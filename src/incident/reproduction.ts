// How the failing job is rebuilt, and what its runs show: the fact that `reproduce` adds.
import { z } from 'zod';
import { Failure } from './evidence.ts';
import { LanguageName, upgradedRecipe } from './language.ts';
import { Reached } from './reached.ts';

/** A script that runs inside the sandbox. */
export const Script = z.object({
  text: z.string().min(1),
  /** `bash -e` unless the step sets another. */
  shell: z.string(),
  /** Relative to the work tree; `.` is its root. */
  directory: z.string(),
  env: z.record(z.string(), z.string()),
});
export type Script = z.infer<typeof Script>;

/** The git history of the job's checkout, as `actions/checkout` names it. */
export const History = z.object({
  /** `fetch-depth`: how many commits; 0 for all. */
  depth: z.number().int().nonnegative(),
  /** `fetch-tags`, implied by a depth of 0: the tags of these commits. */
  tags: z.boolean(),
});
export type History = z.infer<typeof History>;

/** A container that runs beside the job: an entry of `services:` in a workflow. */
export const Service = z.object({
  /** Its key in the workflow; a host name for the job. */
  name: z.string().min(1),
  image: z.string().min(1),
  env: z.record(z.string(), z.string()),
  /** TCP ports. On GitHub's runner, the job reaches `container` of the service at `host` of its own machine. */
  ports: z.array(z.object({ host: z.number().int(), container: z.number().int() })),
  /** A shell command that exits with 0 once the service is ready; null for the image's own. */
  health: z.string().nullable(),
});
export type Service = z.infer<typeof Service>;

const CurrentRecipe = z.object({
  language: LanguageName,
  /** Base image by its public name. */
  image: z.string(),
  /** Runs once, with network; the result is saved as an image. */
  setup: z.array(Script),
  /** The command that failed, as CI ran it. Its first run, with network, is the last act of setup. */
  test: Script,
  history: History.default({ depth: 1, tags: false }),
  /** Run beside setup and beside every workspace. */
  services: z.array(Service).default([]),
  /** What was skipped or assumed, as sentences for the report. */
  notes: z.array(z.string()),
});
/** How to rebuild the failing job. */
export const Recipe = z.preprocess(upgradedRecipe, CurrentRecipe);
export type Recipe = z.infer<typeof Recipe>;

/** The image that a recipe's setup produced. */
export const Environment = z.object({
  /** Local image reference, named by the hash of all inputs. */
  image: z.string(),
  /** Content digest, `sha256:…`. */
  digest: z.string(),
  /** Absolute path of the work tree in a container. */
  workDirectory: z.string(),
  /** Content id of the base image, version of the engine, and SHA-256 of the hook: what the image was made with. */
  madeWith: z.strictObject({ baseImage: z.string(), engine: z.string(), hook: z.string() }).exactOptional(),
});
export type Environment = z.infer<typeof Environment>;

/** Results of the full suite on the failing tree over all baseline runs, as lists of test ids. */
export const Baseline = z.object({
  passing: z.array(z.string()),
  failing: z.array(z.string()),
  flaky: z.array(z.string()),
  skipped: z.array(z.string()),
  runs: z.number().int().positive(),
  /** Duration of the longest run, in seconds. */
  seconds: z.number(),
});
export type Baseline = z.infer<typeof Baseline>;

/** A source function that CI's failing tests execute. */
export const ExecutedFunction = z.object({
  file: z.string(),
  function: z.string(),
  /** Line of its definition. */
  line: z.number().int().positive(),
  /** Suspiciousness, 0 to 1: high if failing tests execute it and passing tests do not. */
  score: z.number(),
});
export type ExecutedFunction = z.infer<typeof ExecutedFunction>;

export const Reproduction = z.object({
  recipe: Recipe,
  environment: Environment,
  /** Hash of the tested git tree. */
  tree: z.string(),
  /** CI's failing tests that fail here every time with the same error type: a fix must make them pass. */
  targets: z.array(Failure).min(1),
  baseline: Baseline,
  /** What the failing tests execute, most suspicious first; empty if unknown. */
  executed: z.array(ExecutedFunction),
  /** What the repository's code reached in all runs of the failing tree. */
  reached: z.array(Reached).default([]),
  /** The tail of the reproducing command's output, at most 16 KiB. */
  output: z.string(),
});
export type Reproduction = z.infer<typeof Reproduction>;
