// Runs one job from "Set up job" to "Complete job", in its own container, which is always removed.
import type Docker from 'dockerode';
import { type Contexts, resolved } from '../../actions/expressions.ts';
import type { Combination } from '../../actions/matrix.ts';
import type { JobResult, WorkflowCall } from '../github/workflows/runner.ts';
import { hostConnections } from './host-connections.ts';
import { type JobContainer, openJobContainer } from './job-container.ts';
import { commandFiles, contextsOf, type JobFacts, toolCache, workspaceOf } from './job-contexts.ts';
import { type JobImage, jobImage } from './job-image.ts';
import { filledIn } from './plan-step.ts';
import { recordStep, type TimedStep } from './record-step.ts';
import { runStep } from './run-step.ts';
import { ask, type RunningJob } from './running-job.ts';
import { isAction } from './use-action.ts';
import type { Job, Workflow } from './workflow.ts';

export interface PlannedJob {
  id: string;
  name: string;
  job: Job;
  matrix: Combination;
  needs: Contexts;
  /** Counts from 0 within the matrix. */
  index: number;
}

export interface FinishedJob {
  result: JobResult;
  outputs: Record<string, string>;
}

interface Site {
  docker: Docker;
  hostEnvironment: NodeJS.ProcessEnv;
  packageIndex?: Readonly<Record<string, string>> | undefined;
  call: WorkflowCall;
  workflow: Workflow;
  /** Images that could not be pulled, remembered from job to job. */
  unreachable: Set<string>;
}

/** GitHub's default for `timeout-minutes`. */
const longestMinutes = 360;

/** Whatever the job's steps do is a result. Throws what the engine throws, and on an expression outside a step that is not valid. */
export async function runJob(planned: PlannedJob, site: Site): Promise<FinishedJob> {
  const startedAt = new Date();
  const facts = factsOf(planned, site);
  const image = await jobImage(site.docker, pythonVersion(planned.job, facts), site.unreachable);
  const host = hostConnections(site.hostEnvironment);
  const repository = `${site.call.repository.owner}/${site.call.repository.name}`;
  const options = { image: image.name, binds: host.binds, repository };
  await using container = await openJobContainer(site.docker, options);
  const hidden = { ...host.env, ...site.packageIndex };
  const job = await begin(facts, { planned, container, image, hidden });
  const setUpStep = { ...(await setUp(planned.job, job)), startedAt };
  const steps = [setUpStep, ...(await runSteps(planned.job, job))];
  const result: JobResult = {
    name: planned.name,
    conclusion: job.isTimedOut ? 'timed_out' : job.status,
    startedAt,
    completedAt: new Date(),
    runnerName: facts.runnerName,
    labels: labelsOf(planned.job, facts),
    steps: steps.map((step, index) => ({ ...step, number: index + 1 })),
  };
  return { result, outputs: filledIn(planned.job.outputs, contextsOf(job, job.env)) };
}

function factsOf(planned: PlannedJob, { call, workflow }: Site): JobFacts {
  const { matrix, needs } = planned;
  const runnerName = `Local runner ${planned.index + 1}`;
  return { call, workflow, jobId: planned.id, runnerName, matrix, needs, status: 'success', steps: {} };
}

function pythonVersion(job: Job, facts: JobFacts): string | undefined {
  const step = job.steps.find(one => isAction(one.uses, 'setup-python'));
  const asked = resolved(step?.with?.['python-version'], contextsOf(facts, {}));
  return asked === undefined || asked === null ? undefined : String(asked);
}

function labelsOf(job: Job, facts: JobFacts): string[] {
  const runsOn = resolved(job['runs-on'], contextsOf(facts, {}));
  return [runsOn].flat().filter(label => typeof label === 'string');
}

interface Beginning {
  planned: PlannedJob;
  container: JobContainer;
  image: JobImage;
  hidden: Record<string, string>;
}

async function begin(facts: JobFacts, { planned, container, image, hidden }: Beginning): Promise<RunningJob> {
  const folders = [workspaceOf(facts.call), commandFiles, toolCache].map(folder => `'${folder}'`).join(' ');
  const files = ['env', 'path', 'output', 'state', 'summary'].map(name => `${commandFiles}/${name}`).join(' ');
  const path = await ask({ container }, `mkdir -p ${folders} && touch ${files} && printf %s "$PATH"`);
  const contexts = contextsOf(facts, {});
  const env = { ...filledIn(facts.workflow.env, contexts), ...filledIn(planned.job.env, contexts) };
  const deadline = Date.now() + (planned.job['timeout-minutes'] ?? longestMinutes) * 60_000;
  const rest = { masks: passwordsIn(hidden), deadline, isTimedOut: false };
  return { ...facts, ...rest, container, image: image.name, imageWarning: image.warning, env, hidden, path };
}

/** A proxy's address may hold a password, which no log must show. */
function passwordsIn(hidden: Record<string, string>): Set<string> {
  return new Set(Object.values(hidden).flatMap(value => /:\/\/([^/@]+)@/.exec(value)?.[1] ?? []));
}

async function runSteps(definition: Job, job: RunningJob): Promise<TimedStep[]> {
  const steps: TimedStep[] = [];
  const posts: TimedStep[] = [];
  for (const step of definition.steps) {
    const done = await runStep(step, job);
    steps.push(done);
    const isOver = done.conclusion === 'success' && isAction(step.uses, 'checkout', 'setup-python');
    if (isOver) posts.unshift(await say(job, `Post ${done.name}`, 'Post job cleanup.'));
  }
  return [...steps, ...posts, await say(job, 'Complete job', 'Cleaning up orphan processes')];
}

async function setUp(definition: Job, job: RunningJob): Promise<TimedStep> {
  return await recordStep('Set up job', job.masks, async log => {
    log.write("Current runner version: 'local'");
    log.group('Runner Image', [`Image: ${job.image}`]);
    log.write('Prepare workflow directory\nPrepare all required actions');
    for (const part of ['container', 'services', 'uses'] as const) {
      if (definition[part]) log.write(`##[warning]The local runner ignores the job's \`${part}\`.`);
    }
    log.write(`Complete job name: ${job.jobId}`);
    return 'success';
  });
}

async function say(job: RunningJob, name: string, words: string): Promise<TimedStep> {
  return await recordStep(name, job.masks, async log => {
    log.write(words);
    return 'success';
  });
}
