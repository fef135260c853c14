// Runs a `run:` step as GitHub does: the script in a file, the shell with GitHub's own flags, everything shown in the log.
import { randomUUID } from 'node:crypto';
import type { StepConclusion } from '../github/workflows/runner.ts';
import { temporary } from './job-contexts.ts';
import type { StepOrder } from './plan-step.ts';
import { type RunningJob, takeFileCommands, variablesOf } from './running-job.ts';
import type { StepLog } from './step-log.ts';

export interface Script {
  script: string;
  /** As in the workflow; empty for the default. */
  shell: string;
  folder: string;
}

/** Flags as in https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
const shells: Record<string, string> = {
  '': '/usr/bin/bash -e {0}',
  bash: '/usr/bin/bash --noprofile --norc -e -o pipefail {0}',
  sh: '/usr/bin/sh -e {0}',
  python: 'python {0}',
};

/** What a step's process answers: its ending, and what it wrote into GITHUB_OUTPUT. */
export interface Ending {
  outcome: StepConclusion;
  outputs: Record<string, string>;
}

export async function runScript(
  script: Script,
  order: StepOrder,
  place: { job: RunningJob; log: StepLog },
): Promise<Ending> {
  const { job, log } = place;
  const shell = shells[script.shell] ?? (script.shell.includes('{0}') ? script.shell : `${script.shell} {0}`);
  writeHeader(script.script, shell, { log, env: { ...job.env, ...order.env } });
  const startedAt = Date.now();
  const code = await job.container.run({
    argv: launch(script, shell, order.limitSeconds),
    folder: '/',
    env: variablesOf(job, order.env),
    onLine: line => log.printed(line),
  });
  const isLate = Date.now() - startedAt >= order.limitSeconds * 1000;
  return isLate ? tooLate(order, place) : await ended(code, place);
}

function writeHeader(script: string, shell: string, shown: { log: StepLog; env: Record<string, string> }): void {
  const lines = script.trimEnd().split('\n');
  const env = Object.entries(shown.env).map(([name, value]) => `  ${name}: ${value}`);
  shown.log.group(`Run ${lines[0]}`, [
    ...lines.map(line => `\u001b[36;1m${line}\u001b[0m`),
    `shell: ${shell}`,
    ...(env.length > 0 ? ['env:', ...env] : []),
  ]);
}

/** Writes the script into its file and runs it in its folder, with everything it started ended at the limit. */
function launch(script: Script, shell: string, limitSeconds: number): string[] {
  const file = `${temporary}/${randomUUID()}${script.shell === 'python' ? '.py' : '.sh'}`;
  const argv = shell.split(' ').map(word => word.replace('{0}', file));
  const starter = 'printf "%s\\n" "$2" > "$1" && cd "$0" && shift 2 && exec "$@"';
  return [
    'sh',
    '-c',
    starter,
    script.folder,
    file,
    script.script,
    'timeout',
    '-k',
    '10',
    String(limitSeconds),
    ...argv,
  ];
}

function tooLate(order: StepOrder, { job, log }: { job: RunningJob; log: StepLog }): Ending {
  if (Date.now() >= job.deadline) {
    job.isTimedOut = true;
    log.write('##[error]The job running on this runner has exceeded its maximum execution time.');
    return { outcome: 'cancelled', outputs: {} };
  }
  log.write(`##[error]The action has timed out after ${Math.round(order.limitSeconds / 6) / 10} minutes.`);
  return { outcome: 'failure', outputs: {} };
}

async function ended(code: number, { job, log }: { job: RunningJob; log: StepLog }): Promise<Ending> {
  const { outputs, complaint } = await takeFileCommands(job);
  if (complaint !== undefined)
    log.write(`##[error]Unable to process file command successfully.\n##[error]${complaint}`);
  if (code !== 0) log.write(`##[error]Process completed with exit code ${code}.`);
  return { outcome: code === 0 && complaint === undefined ? 'success' : 'failure', outputs };
}
