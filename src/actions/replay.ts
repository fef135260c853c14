// The failed job's steps again, word for word as its log shows them: those before the failing one are the setup, the failing one is
// the test command. Expressions are filled in already; folders come from the workflow file, since the log does not show them.
import type { Script } from '../incident/reproduction.ts';
import { workTreeOf } from '../incident/runner-places.ts';
import type { RestoredCommand } from './masked/restored-commands.ts';
import { leftOut } from './scripts/left-out.ts';
import { stepEnvironment } from './step-environment.ts';
import { stepOf, type WorkflowJob } from './workflow.ts';
import type { WorkflowStep } from './workflow-steps.ts';

export interface ReplayedJob {
  readonly setup: readonly Script[];
  readonly test: Script;
  /** What was left out or assumed, as sentences. */
  readonly notes: readonly string[];
}

export interface LoggedJob {
  /** In order, up to and including the failing one. */
  readonly commands: readonly RestoredCommand[];
  /** Null if the workflow file has no such job. */
  readonly job: WorkflowJob | null;
  /** Name of the repository, without its owner. */
  readonly repo: string;
}

/** What a language recognises in a script. */
export interface Recognised {
  /** Shows which step failed where it was cut off before it could. */
  runsTests(script: string): boolean;
  publishes(script: string): boolean;
}

/** Null when no command can have failed. */
export function replay(logged: LoggedJob, recognised: Recognised): ReplayedJob | null {
  const position = failingPosition(logged.commands, recognised);
  const failing = logged.commands[position];
  if (failing === undefined) return null;
  const notes = new Set<string>();
  const setup: Script[] = [];
  for (const command of logged.commands.slice(0, position)) {
    const step = stepOf(logged.job, command.script);
    const isOfOwnAction = (step?.actionFolder ?? null) !== null;
    const why = leftOut(command, { publishes: recognised.publishes, isOfOwnAction });
    if (why !== null) notes.add(`Left ${named(command)} out of the setup: ${why}.`);
    else setup.push(script({ command, step, repo: logged.repo }, notes));
  }
  if (failing.needsSecret) notes.add(`Secrets are not available in the sandbox: ${named(failing)} runs without them.`);
  const step = stepOf(logged.job, failing.script);
  return { setup, test: script({ command: failing, step, repo: logged.repo }, notes), notes: [...notes] };
}

/**
 * The failing step's command is the last: it failed, or was cut off while running tests. If there is none (a failing action), the
 * last command that failed or that runs tests.
 */
function failingPosition(commands: readonly RestoredCommand[], { runsTests }: Recognised): number {
  const hasFailed = ({ exitCode }: RestoredCommand) => exitCode !== null && exitCode !== 0;
  const last = commands.at(-1);
  if (last && (hasFailed(last) || runsTests(last.script))) return commands.length - 1;
  const failed = commands.findLastIndex(hasFailed);
  return failed >= 0 ? failed : commands.findLastIndex(command => runsTests(command.script));
}

interface LoggedStep {
  readonly command: RestoredCommand;
  /** In the workflow file. */
  readonly step: WorkflowStep | null;
  readonly repo: string;
}

function script({ command, step, repo }: LoggedStep, notes: Set<string>): Script {
  // GitHub sets it without showing it.
  const own = step?.actionFolder ? { GITHUB_ACTION_PATH: `${workTreeOf(repo)}/${step.actionFolder}` } : {};
  const environment = stepEnvironment({ ...own, ...step?.env, ...command.env });
  for (const note of environment.notes) notes.add(note);
  const directory = relative(step?.directory ?? '.', repo);
  if (directory === null)
    notes.add(
      `Could not determine the working directory of ${named(command)} (${step?.directory}); used the repository root.`,
    );
  return {
    text: command.script.replaceAll('\r\n', '\n'),
    shell: shell(command.shell),
    directory: directory ?? '.',
    env: environment.env,
  };
}

/** `/usr/bin/bash -e {0}` without the path of the runner's shell. */
function shell(logged: string | null): string {
  const text = logged?.trim().replace(/^\S*\//, '') || 'bash -e {0}';
  return text.includes('{0}') ? text : `${text} {0}`;
}

/** Relative to the work tree; null for a folder outside it or with an unevaluated expression. */
function relative(directory: string, repo: string): string | null {
  const inside = directory
    .replace(workTreeOf(repo), '.')
    .replace(`/__w/${repo}/${repo}`, '.')
    .replace(/^(?:\.\/+)+/, '')
    .replace(/(?<!\/)\/+$/, '');
  if (inside.startsWith('/') || inside.includes('${{') || inside.split('/').includes('..')) return null;
  return inside || '.';
}

function named({ shown }: RestoredCommand): string {
  const [first = '', ...more] = shown.trim().split('\n');
  return `\`${first}${more.length > 0 ? ' …' : ''}\``;
}
