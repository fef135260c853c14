// Finds the workflow file that a recorded log is of: a log names its job, not its workflow.
import { commandsOf } from '../../actions/commands.ts';
import { jobOfName } from '../../actions/job-name.ts';
import { logLines } from '../../actions/log-lines.ts';
import { stepOf, workflowJob } from '../../actions/workflow.ts';
import { definedJobs } from './defined-jobs.ts';
import type { RecordedJob } from './recorded-log.ts';

/**
 * The path of the workflow that has most of the job's commands, or at least a job of its name; the first of equal ones; null when
 * none has either. `workflows` are the files of the commit by path.
 */
export function workflowOf(job: RecordedJob, workflows: ReadonlyMap<string, string>): string | null {
  const scripts = job.steps.flatMap(step => commandsOf(logLines(step.log))).map(({ script }) => script);
  const found = [...workflows].map(([path, text]) => {
    const definition = workflowJob(text, job.name, workflows);
    const matching = definition === null ? [] : scripts.filter(script => stepOf(definition, script) !== null);
    return { path, likeness: matching.length || (hasJobNamed(job.name, text) ? 0.5 : 0) };
  });
  const best = found.toSorted((a, b) => b.likeness - a.likeness)[0];
  return best !== undefined && best.likeness > 0 ? best.path : null;
}

/** A job whose commands are all an action's own can only be known by its name. */
function hasJobNamed(name: string, text: string): boolean {
  const jobs = Object.entries(definedJobs(text));
  const definitions = jobs.map(([key, job]) => ({ key, name: job.name ?? null, matrix: job.strategy?.matrix ?? {} }));
  return jobOfName(definitions, name.split(' / ')[0] ?? name) !== null;
}
