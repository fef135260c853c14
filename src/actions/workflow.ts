// Reads from the workflow file what the log does not show: working directories, containers, services, actions.
import { parse } from 'yaml';
import { z } from 'zod';
import { interpolatedWhereKnown, wildcardPattern } from './expressions.ts';
import { jobOfName } from './job-name.ts';
import type { Combination } from './matrix.ts';
import { type JobServices, servicesOf } from './services.ts';

const Env = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).catch({});
const Defaults = z.object({ run: z.object({ 'working-directory': z.string().optional() }).optional() }).catch({});
const Step = z.object({
  run: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  env: Env.optional(),
  'working-directory': z.string().optional(),
});
const Job = z.object({
  name: z.string().optional(),
  'runs-on': z.unknown().optional(),
  container: z.unknown().optional(),
  services: z.record(z.string(), z.unknown()).optional().catch({}),
  env: Env.optional(),
  defaults: Defaults.optional(),
  strategy: z
    .object({ matrix: z.record(z.string(), z.unknown()).or(z.string()).optional().catch({}) })
    .optional()
    .catch({}),
  /** A reusable workflow, called as a job. */
  uses: z.string().optional(),
  steps: z.array(Step).catch([]),
});
const Workflow = z.object({
  env: Env.optional(),
  defaults: Defaults.optional(),
  jobs: z.record(z.string(), Job),
});
type Workflow = z.infer<typeof Workflow>;
type Job = z.infer<typeof Job>;

export interface WorkflowStep {
  readonly run: string | null;
  readonly uses: string | null;
  readonly with: Readonly<Record<string, unknown>>;
  /** Merged from workflow, job and step; values with unevaluated expressions are dropped. */
  readonly env: Readonly<Record<string, string>>;
  /** The same with all values, as written where they are not known. */
  readonly written: Readonly<Record<string, string>>;
  /** As written, with matrix values filled in if the job's name shows them. */
  readonly directory: string | null;
}

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
  const workflow = Workflow.safeParse(yaml(text)).data;
  if (workflow === undefined) return null;
  const found = jobNamed(workflow, jobName);
  if (found === null) return null;
  if (found.job.uses === undefined) return interpolatedJob(workflow, found.job, found.combination);
  const other = others.get(found.job.uses.replace(/^\.\//, ''));
  return other === undefined || found.called === '' ? null : workflowJob(other, found.called, others);
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

function interpolatedJob(workflow: Workflow, job: Job, combination: Combination): WorkflowJob {
  const fill = (text: string) =>
    interpolatedWhereKnown(text, { matrix: combination, github: { workspace: '.' } }).replace(
      /\$\{?GITHUB_WORKSPACE\}?/g,
      '.',
    );
  const folder = (of: Job | Workflow) => of.defaults?.run?.['working-directory'];
  const filled = (values: Readonly<Record<string, unknown>>) =>
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? fill(value) : value]);
  const environment = { env: literals(texts(Object.fromEntries(filled({ ...workflow.env, ...job.env })))) };
  return {
    runsOn: fill(JSON.stringify(job['runs-on'] ?? '')),
    container: containerImage(job.container, fill),
    services: servicesOf(job.services ?? {}, text => interpolatedWhereKnown(fill(text), environment)),
    steps: job.steps.map(step => {
      const written = texts(Object.fromEntries(filled({ ...workflow.env, ...job.env, ...step.env })));
      return {
        run: step.run ?? null,
        uses: step.uses ?? null,
        with: Object.fromEntries(filled(step.with ?? {})),
        env: literals(written),
        written,
        directory: fill(step['working-directory'] ?? folder(job) ?? folder(workflow) ?? '') || null,
      };
    }),
  };
}

/** The step whose script matches the logged one, in which its expressions are already evaluated. */
export function stepOf(job: WorkflowJob | null, script: string): WorkflowStep | null {
  return job?.steps.find(step => step.run !== null && wildcardPattern(step.run).test(script.trim())) ?? null;
}

function yaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null; // GitHub ran it, so this is a limit of our parser; the log alone has to do.
  }
}

function containerImage(container: unknown, fill: (text: string) => string): string | null {
  const image = z
    .string()
    .or(z.object({ image: z.string() }).transform(({ image }) => image))
    .safeParse(container).data;
  return image === undefined ? null : fill(image);
}

function texts(env: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = Object.entries(env).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

function literals(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !value.includes('${{')));
}
