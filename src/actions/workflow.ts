// Reads from the workflow file what the log does not show: working directories, containers, services, actions.
import { z } from 'zod';
import { literalsIn, valuesShown } from './expressions/placeholders.ts';
import { type Contexts, interpolatedWhereKnown } from './expressions.ts';
import { jobOfName } from './job-name.ts';
import { isMasked, restored } from './masked/masked-text.ts';
import type { Combination } from './matrix.ts';
import { serviceDefinitions } from './service-actions.ts';
import { type JobServices, servicesOf } from './services.ts';
import {
  Env,
  fill,
  filled,
  Inputs,
  known,
  Step,
  texts,
  type WorkflowStep,
  workflowSteps,
  yaml,
} from './workflow-steps.ts';

const Defaults = z.object({ run: z.object({ 'working-directory': z.string().optional() }).optional() }).catch({});
const Container = z
  .string()
  .transform(image => ({ image, env: {} }))
  .or(z.object({ image: z.string(), env: Env.default({}) }));
const Job = z.object({
  name: z.string().optional(),
  'runs-on': z.unknown().optional(),
  container: Container.optional().catch(undefined),
  services: z.record(z.string(), z.unknown()).optional().catch({}),
  env: Env.optional(),
  defaults: Defaults.optional(),
  strategy: z
    .object({ matrix: z.record(z.string(), z.unknown()).or(z.string()).optional().catch({}) })
    .optional()
    .catch({}),
  /** A reusable workflow, called as a job. */
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional().catch({}),
  steps: z.array(Step).catch([]),
});
const Called = z.object({ inputs: Inputs });
const Workflow = z.object({
  on: z.object({ workflow_call: Called }).optional().catch(undefined),
  env: Env.optional(),
  defaults: Defaults.optional(),
  jobs: z.record(z.string(), Job),
});
type Workflow = z.infer<typeof Workflow>;
type Job = z.infer<typeof Job>;

export interface WorkflowJob {
  readonly runsOn: string;
  /** Image of `container:`; null when the job runs on the runner itself. */
  readonly container: string | null;
  readonly services: JobServices;
  readonly steps: readonly WorkflowStep[];
}

/** The job with this name; null if the file is unreadable or has no such job. `others` are other files of the repository by path. */
export function workflowJob(
  text: string,
  jobName: string,
  others: ReadonlyMap<string, string> = new Map(),
): WorkflowJob | null {
  return jobIn(text, { jobName, others, inputs: {} });
}

interface Wanted {
  readonly jobName: string;
  readonly others: ReadonlyMap<string, string>;
  /** Of a workflow that is called: those that are known. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

function jobIn(text: string, { jobName, others, inputs }: Wanted): WorkflowJob | null {
  const workflow = Workflow.safeParse(yaml(text)).data;
  if (workflow === undefined) return null;
  const found = jobNamed(workflow, jobName);
  if (found === null) return null;
  const contexts = { matrix: found.combination, github: { workspace: '.' }, inputs: withDefaults(workflow, inputs) };
  if (found.job.uses === undefined) return interpolatedJob(workflow, found.job, { contexts, others });
  const other = others.get(found.job.uses.replace(/^\.\//, ''));
  if (other === undefined || found.called === '') return null;
  const given = known(texts(filled(found.job.with ?? {}, contexts)));
  return jobIn(other, { jobName: found.called, others, inputs: given });
}

function withDefaults({ on }: Workflow, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defaults = Object.entries(on?.workflow_call.inputs ?? {}).filter(([, input]) => input.default !== undefined);
  return { ...Object.fromEntries(defaults.map(([name, input]) => [name, input.default])), ...given };
}

interface Found {
  readonly job: Job;
  readonly combination: Combination;
  /** The rest of the name of a job that calls a workflow: `build` of `call / build`. */
  readonly called: string;
}

/** The most specific one; the only one of a workflow, whatever its name. */
function jobNamed({ jobs }: Workflow, jobName: string): Found | null {
  const definitions = Object.entries(jobs).map(([key, job]) => ({
    key,
    name: job.name ?? null,
    matrix: job.strategy?.matrix ?? {},
  }));
  const parts = jobName.split(' / ');
  const found = parts.flatMap((_, at) => {
    const called = parts.slice(at + 1).join(' / ');
    const fitting = definitions.filter(({ key }) => (jobs[key]?.uses !== undefined) === (called !== ''));
    const one = jobOfName(fitting, parts.slice(0, at + 1).join(' / '));
    const job = jobs[one?.key ?? ''];
    return one && job ? [{ job, combination: one.combination, called, specificity: one.specificity }] : [];
  });
  const best = found.toSorted((a, b) => b.specificity - a.specificity)[0];
  const [only, ...more] = Object.values(jobs);
  if (best || only === undefined || more.length > 0) return best ?? null;
  return { job: only, combination: {}, called: parts.slice(1).join(' / ') };
}

function interpolatedJob(
  workflow: Workflow,
  job: Job,
  { contexts, others }: { contexts: Contexts; others: ReadonlyMap<string, string> },
): WorkflowJob {
  const fillIn = (text: string) => fill(text, contexts);
  const folder = (of: Job | Workflow) => of.defaults?.run?.['working-directory'];
  const env = filled({ ...job.container?.env, ...workflow.env, ...job.env }, contexts);
  const environment = { env: known(texts(env)) };
  const steps = workflowSteps(job.steps, {
    contexts,
    env,
    directory: folder(job) ?? folder(workflow) ?? null,
    actionFolder: null,
    others,
  });
  const services = { ...serviceDefinitions(steps), ...job.services };
  return {
    runsOn: fillIn(JSON.stringify(job['runs-on'] ?? '')),
    container: fillIn(job.container?.image ?? '') || null,
    services: servicesOf(services, text => interpolatedWhereKnown(fillIn(text), environment)),
    steps,
  };
}

/** The step whose script, with its expressions evaluated, is the logged one; of several the one with the most in common. What is masked fits anything. */
export function stepOf(job: WorkflowJob | null, script: string): WorkflowStep | null {
  const fits = (run: string) =>
    valuesShown(run, script.trim()) !== null || (isMasked(script) && restored(run, script) !== null);
  const fitting = job?.steps.filter(({ run }) => run !== null && fits(run)) ?? [];
  const literal = ({ run }: WorkflowStep) => literalsIn(run ?? '').join('').length;
  return fitting.toSorted((a, b) => literal(b) - literal(a))[0] ?? null;
}

/** The job as far as the step of this script; all of it if there is none. */
export function upTo(job: WorkflowJob, script: string): WorkflowJob {
  const step = stepOf(job, script);
  return step === null ? job : { ...job, steps: job.steps.slice(0, job.steps.indexOf(step) + 1) };
}
