// The steps of a job, read from the workflow file; the steps of the repository's own composite actions take their place.
import { posix } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Contexts, cannotHold, interpolatedWhereKnown } from './expressions.ts';

export const Env = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).catch({});
export const Step = z.object({
  run: z.string().optional(),
  if: z.unknown().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  env: Env.optional(),
  'working-directory': z.string().optional(),
});
type Step = z.infer<typeof Step>;

/** Of an action, or of a workflow that is called. */
export const Inputs = z.record(z.string(), z.object({ default: z.unknown().optional() }).catch({})).catch({});

/** https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax */
const CompositeAction = z.object({
  inputs: Inputs,
  runs: z.object({ using: z.literal('composite'), steps: z.array(Step) }),
});

export interface WorkflowStep {
  readonly run: string | null;
  readonly uses: string | null;
  readonly with: Readonly<Record<string, unknown>>;
  /** Merged from workflow, job and step; values with unevaluated expressions are dropped. */
  readonly env: Readonly<Record<string, string>>;
  /** The same with all values, as written where they are not known. */
  readonly written: Readonly<Record<string, string>>;
  /** As written, with what is known filled in: the job's matrix, the action's inputs. */
  readonly directory: string | null;
  /** Of the repository's action that this step is of; null for a step of the job itself. */
  readonly actionFolder: string | null;
}

export interface Surroundings {
  /** What expressions may refer to. */
  readonly contexts: Contexts;
  /** Of the workflow and the job. */
  readonly env: Readonly<Record<string, unknown>>;
  readonly directory: string | null;
  readonly actionFolder: string | null;
  /** Other files of the repository, by path. */
  readonly others: ReadonlyMap<string, string>;
}

/** All but those that are not for this entry of the matrix. */
export function workflowSteps(steps: readonly Step[], around: Surroundings, depth = 0): WorkflowStep[] {
  return steps.flatMap(step => {
    if (cannotHold(step.if, around.contexts)) return [];
    const action = depth < deepest ? compositeAction(step, around.others) : null;
    if (action === null) return workflowStep(step, around);
    return workflowSteps(action.runs.steps, within(action, step, around), depth + 1);
  });
}

/** As many as GitHub allows: https://docs.github.com/actions/reference/limits */
const deepest = 10;

function compositeAction({ uses = '' }: Step, others: ReadonlyMap<string, string>) {
  if (!uses.startsWith('./')) return null;
  const names = ['action.yml', 'action.yaml'].map(name => posix.join(uses, name));
  const text = names.map(name => others.get(name)).find(text => text !== undefined);
  return CompositeAction.safeParse(yaml(text ?? '')).data ?? null;
}

/** What surrounds the action's own steps. A job's default folder does not hold for them. */
function within(action: z.infer<typeof CompositeAction>, step: Step, around: Surroundings): Surroundings {
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? '']);
  const inputs = { ...Object.fromEntries(defaults), ...filled(step.with ?? {}, around.contexts) };
  const actionFolder = posix.join(step.uses ?? '').replace(/\/$/, '');
  const github = { workspace: '.', action_path: actionFolder };
  return {
    ...around,
    contexts: { ...around.contexts, github, inputs: known(texts(inputs)) },
    env: { ...around.env, ...filled(step.env ?? {}, around.contexts) },
    directory: null,
    actionFolder,
  };
}

function workflowStep(step: Step, { contexts, env, directory, actionFolder }: Surroundings): WorkflowStep {
  const written = texts(filled({ ...env, ...step.env }, contexts));
  return {
    run: step.run ?? null,
    uses: step.uses ?? null,
    with: filled(step.with ?? {}, contexts),
    env: known(written),
    written,
    directory: fill(step['working-directory'] ?? directory ?? '', contexts) || null,
    actionFolder,
  };
}

/** Also where the shell fills in the folder of the repository. */
export function fill(text: string, contexts: Contexts): string {
  return interpolatedWhereKnown(text, contexts).replace(/\$\{?GITHUB_WORKSPACE\}?/g, '.');
}

export function filled(values: Readonly<Record<string, unknown>>, contexts: Contexts): Record<string, unknown> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'string' ? fill(value, contexts) : value]),
  );
}

export function texts(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

export function known(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !value.includes('${{')));
}

export function yaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null; // GitHub ran it, so this is a limit of our parser; the log alone has to do.
  }
}
