// What the workflow file knows and the log does not show: folders, containers, services, actions.
import { parse } from 'yaml';
import { z } from 'zod';

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
  services: z.record(z.string(), z.unknown()).optional(),
  env: Env.optional(),
  defaults: Defaults.optional(),
  strategy: z
    .object({ matrix: z.record(z.string(), z.unknown()).optional().catch({}) })
    .optional()
    .catch({}),
  steps: z.array(Step).catch([]),
});
const Workflow = z.object({
  env: Env.optional(),
  defaults: Defaults.optional(),
  jobs: z.record(z.string(), Job),
});
type Job = z.infer<typeof Job>;

export interface WorkflowStep {
  readonly run: string | null;
  readonly uses: string | null;
  readonly with: Readonly<Record<string, unknown>>;
  /** Values without expressions only; workflow's, job's and step's together. */
  readonly env: Readonly<Record<string, string>>;
  /** As written, matrix values filled in where the job's name tells them. */
  readonly directory: string | null;
}

export interface WorkflowJob {
  readonly runsOn: string;
  /** Image of `container:`; null when the job runs on the runner itself. */
  readonly container: string | null;
  readonly services: readonly string[];
  readonly steps: readonly WorkflowStep[];
}

/** The job of this name in a workflow file; null when the file cannot be read or has no such job. */
export function workflowJob(text: string, jobName: string): WorkflowJob | null {
  const workflow = Workflow.safeParse(yaml(text)).data;
  if (workflow === undefined) return null;
  const jobs = Object.entries(workflow.jobs);
  const [, job] =
    jobs.find(([key, job]) => isNamed(job, key, jobName)) ?? (jobs.length === 1 ? jobs[0] : undefined) ?? [];
  if (job === undefined) return null;
  const fill = filler(job, jobName);
  const defaultDirectory = (job.defaults ?? workflow.defaults)?.run?.['working-directory'];
  return {
    runsOn: fill(JSON.stringify(job['runs-on'] ?? '')),
    container: containerImage(job.container),
    services: Object.keys(job.services ?? {}),
    steps: job.steps.map(step => ({
      run: step.run ?? null,
      uses: step.uses ?? null,
      with: Object.fromEntries(
        Object.entries(step.with ?? {}).map(([key, value]) => [key, typeof value === 'string' ? fill(value) : value]),
      ),
      env: literals({ ...workflow.env, ...job.env, ...step.env }),
      directory: fill(step['working-directory'] ?? defaultDirectory ?? '') || null,
    })),
  };
}

/** The step whose script the log shows, its expressions filled in there by anything. */
export function stepOf(job: WorkflowJob | null, script: string): WorkflowStep | null {
  return job?.steps.find(step => step.run !== null && withBlanks(step.run).test(script.trim())) ?? null;
}

function yaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null; // GitHub ran it, so this is our reader's limit: the log alone must do.
  }
}

/** GitHub names a job by `name:` or its key, with the matrix values in brackets: `test (3.11, ubuntu-latest)`. */
function isNamed(job: Job, key: string, jobName: string): boolean {
  const plain = jobName.replace(/ \([^()]*\)$/, '').replace(/^.* \/ /, '');
  return key === plain || job.name === plain || (job.name !== undefined && withBlanks(job.name).test(jobName));
}

/** Fills in `${{ matrix.x }}` from the values in the job's name. */
function filler(job: Job, jobName: string): (text: string) => string {
  const keys = Object.keys(job.strategy?.matrix ?? {}).filter(key => key !== 'include' && key !== 'exclude');
  const values = / \(([^()]*)\)$/.exec(jobName)?.[1]?.split(', ') ?? [];
  return text =>
    text
      .replace(/\$\{\{\s*matrix\.([\w-]+)\s*\}\}/g, (whole, key: string) => values[keys.indexOf(key)] ?? whole)
      .replace(/\$\{\{\s*github\.workspace\s*\}\}/g, '.');
}

function containerImage(container: unknown): string | null {
  return (
    z
      .string()
      .or(z.object({ image: z.string() }).transform(({ image }) => image))
      .safeParse(container).data ?? null
  );
}

function literals(env: z.infer<typeof Env>): Record<string, string> {
  const known = Object.entries(env).filter(([, value]) => value !== null && !String(value).includes('${{'));
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

function withBlanks(text: string): RegExp {
  const parts = text.trim().split(/\$\{\{.*?\}\}/s);
  return new RegExp(`^${parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*?')}$`, 's');
}
