// A job while it runs: what it knows, where it runs, and what its steps leave for one another.

import { readPairs } from './file-commands.ts';
import type { JobContainer } from './job-container.ts';
import type { JobFacts } from './job-contexts.ts';
import { commandFiles, standardVariables } from './job-contexts.ts';

export interface RunningJob extends JobFacts {
  container: JobContainer;
  /** The name of the container's image. */
  image: string;
  imageWarning: string | undefined;
  /** From the workflow, the job, and what steps wrote into GITHUB_ENV. Shown in the log. */
  env: Record<string, string>;
  /** Proxies and certificates of the host, and its package index. Not shown. */
  hidden: Record<string, string>;
  /** The search path, grown by GITHUB_PATH. */
  path: string;
  masks: Set<string>;
  /** When the whole job must have ended, in ms since 1970. */
  deadline: number;
  isTimedOut: boolean;
}

/** All variables of a step's process; the step's own come last and win. */
export function variablesOf(job: RunningJob, own: Record<string, string>): Record<string, string> {
  // Jobs run as root in a container of their own; pip's warning about it would be in no log of GitHub's.
  const quiet = { PIP_ROOT_USER_ACTION: 'ignore' };
  return { ...quiet, ...job.hidden, ...standardVariables(job), PATH: job.path, ...job.env, ...own };
}

/** Runs a small internal command in the container and returns its output. Throws when it fails. */
export async function ask(job: Pick<RunningJob, 'container'>, script: string): Promise<string> {
  const lines: string[] = [];
  const command = { argv: ['sh', '-c', script], folder: '/', env: {}, onLine: (line: string) => lines.push(line) };
  const code = await job.container.run(command);
  if (code !== 0)
    throw new Error(`The runner's own command failed with exit code ${code}: ${script}\n${lines.join('\n')}`);
  return lines.join('\n');
}

/** What a step wrote into GITHUB_OUTPUT, and what is wrong with what it wrote, if anything. */
interface Written {
  outputs: Record<string, string>;
  complaint: string | undefined;
}

/** Takes over what a step wrote into GITHUB_ENV and GITHUB_PATH, and empties the files. */
export async function takeFileCommands(job: RunningJob): Promise<Written> {
  const script = `cd ${commandFiles} && for f in env path output; do cat $f; printf '\\0'; : > $f; done`;
  const [env = '', path = '', output = ''] = (await ask(job, script)).split('\0');
  job.path = [...path.split('\n').filter(Boolean).reverse(), job.path].join(':');
  const [set, answered] = [readPairs(env), readPairs(output)];
  Object.assign(job.env, set.pairs);
  return { outputs: answered.pairs, complaint: set.complaint ?? answered.complaint };
}
