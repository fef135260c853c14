// The two actions that this runner knows, checkout and setup-python, and a warning for all others.
import type { StepConclusion } from '../github/workflows/runner.ts';
import { workspaceOf } from './job-contexts.ts';
import { ask, type RunningJob } from './running-job.ts';
import type { StepLog } from './step-log.ts';
import { withTreeArchive } from './tree-archive.ts';

export interface Use {
  /** As in the workflow, e.g. `actions/checkout@v4`. */
  action: string;
  inputs: Record<string, string>;
}

/** Any version of the two will do. Another action is skipped, and the log says so. */
export async function useAction(use: Use, place: { job: RunningJob; log: StepLog }): Promise<StepConclusion> {
  writeHeader(use, place);
  if (isAction(use.action, 'checkout')) return await checkOut(use, place);
  if (isAction(use.action, 'setup-python')) return await setUpPython(place);
  place.log.write(`##[warning]The local runner supports only checkout and setup-python; ${use.action} is skipped.`);
  return 'skipped';
}

/** Whether the action is that one, in any version. */
export function isAction(action: string | undefined, ...names: ('checkout' | 'setup-python')[]): boolean {
  return names.some(name => action?.split('@')[0]?.toLowerCase() === `actions/${name}`);
}

function writeHeader({ action, inputs }: Use, { job, log }: { job: RunningJob; log: StepLog }): void {
  const block = (title: string, values: Record<string, string>) => {
    const lines = Object.entries(values).map(([name, value]) => `  ${name}: ${value}`);
    return lines.length > 0 ? [title, ...lines] : [];
  };
  log.group(`Run ${action}`, [...block('with:', inputs), ...block('env:', job.env)]);
}

/** Puts the commit's tree where GitHub has it. Files only: there is no `.git`, and no other repository can be asked for. */
async function checkOut({ inputs }: Use, { job, log }: { job: RunningJob; log: StepLog }): Promise<StepConclusion> {
  const own = `${job.call.repository.owner}/${job.call.repository.name}`;
  if (inputs['repository'] !== undefined && inputs['repository'] !== own) {
    log.write(`##[error]The local runner can only check out ${own}, not ${inputs['repository']}.`);
    return 'failure';
  }
  const folder = `${workspaceOf(job.call)}/${inputs['path'] ?? ''}`;
  log.write(`Syncing repository: ${own}\n[command]/usr/bin/git checkout --progress --force ${job.call.sha}`);
  await ask(job, `mkdir -p '${folder.replaceAll("'", "'\\''")}'`);
  await withTreeArchive(job.call.gitDirectory, job.call.sha, archive => job.container.unpack(archive, folder));
  log.write(`[command]/usr/bin/git log -1 --format=%H\n${job.call.sha}`);
  return 'success';
}

/** The Python is the image's own; the variables are those that the action sets. */
async function setUpPython({ job, log }: { job: RunningJob; log: StepLog }): Promise<StepConclusion> {
  if (job.imageWarning !== undefined) log.write(`##[warning]${job.imageWarning}`);
  const answer = await ask(job, "python -c 'import platform, sys; print(platform.python_version(), sys.prefix)'");
  const [version = '', prefix = ''] = answer.split(' ');
  log.group('Installed versions', [`Successfully set up CPython (${version})`]);
  for (const name of ['pythonLocation', 'Python_ROOT_DIR', 'Python2_ROOT_DIR', 'Python3_ROOT_DIR'])
    job.env[name] = prefix;
  Object.assign(job.env, { PKG_CONFIG_PATH: `${prefix}/lib/pkgconfig`, LD_LIBRARY_PATH: `${prefix}/lib` });
  return 'success';
}
