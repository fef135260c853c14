// A recipe from the failed job's own log: the commands before the failing one are the setup, the failing one is the test.
import { posix } from 'node:path';
import { stepOf, type WorkflowJob } from '../../../actions/workflow.ts';
import type { LoggedCommand } from '../../../incident/evidence.ts';
import type { Script } from '../../../incident/reproduction.ts';
import type { RecipeFacts } from '../../contract/building.ts';
import { editable } from './editable.ts';
import { environment } from './environment.ts';
import { withoutHatch } from './environments/hatch.ts';
import { withoutNox } from './environments/nox.ts';
import { directly, type Toxless } from './environments/tox.ts';
import { leftOut } from './left-out.ts';
import { pyproject } from './pyproject.ts';
import { callsTests, splitInstallation, warmUp } from './script.ts';

export interface Draft {
  readonly setup: readonly Script[];
  readonly test: Script;
  readonly notes: readonly string[];
}

/** Null when the log shows no command that could be the failing one. */
export function recipeFromLog(facts: RecipeFacts, job: WorkflowJob | null): Draft | null {
  const { commands } = facts.evidence;
  const position = failingPosition(commands);
  const failing = commands[position];
  if (failing === undefined) return null;
  const notes = new Set<string>();
  const setup = [...installers(job)];
  for (const command of commands.slice(0, position)) {
    const why = leftOut(command);
    if (why !== null) notes.add(`Left ${named(command)} out of the setup: ${why}.`);
    else setup.push(script(command, { facts, job, notes }));
  }
  const test = script(failing, { facts, job, notes });
  const split = splitInstallation(test);
  if (split.setup !== null) notes.add('The install commands of the failing step run during setup.');
  const installed = [split.setup, warmUp(split.test)].filter(added => added !== null);
  const direct = withoutTools(split.test, facts);
  return {
    setup: [...setup, ...installed, ...direct.setup],
    test: direct.test,
    notes: [...notes, ...direct.notes],
  };
}

/** Replaces tox, nox or hatch with the commands that they would run in that folder. */
function withoutTools(script: Script, { texts, evidence }: RecipeFacts): Toxless {
  const near = (name: string) => texts.get(posix.join(script.directory, name)) ?? null;
  const ini = near('tox.ini') ?? pyproject(near('pyproject.toml') ?? '')?.tool.tox?.legacy_tox_ini ?? null;
  const python = /^3\.\d+/.exec(evidence.languageVersion ?? '')?.[0] ?? null;
  const steps = [
    (one: Script) => directly(one, { ini, python }),
    (one: Script) => withoutNox(one, near('noxfile.py')),
    (one: Script) => withoutHatch(one, near('pyproject.toml')),
  ];
  const none: Toxless = { setup: [], test: script, notes: [] };
  return steps.map(step => step(script)).find(({ notes }) => notes.length > 0) ?? none;
}

/**
 * The failing step's command is the last: it failed, or was cut off while running tests. If there is none (a failing action), the
 * last command that failed or that runs tests.
 */
function failingPosition(commands: readonly LoggedCommand[]): number {
  const hasFailed = ({ exitCode }: LoggedCommand) => exitCode !== null && exitCode !== 0;
  const last = commands.at(-1);
  if (last && (hasFailed(last) || callsTests(last.script))) return commands.length - 1;
  const failed = commands.findLastIndex(hasFailed);
  return failed >= 0 ? failed : commands.findLastIndex(command => callsTests(command.script));
}

function script(
  command: LoggedCommand,
  around: { facts: RecipeFacts; job: WorkflowJob | null; notes: Set<string> },
): Script {
  const step = stepOf(around.job, command.script);
  const env = environment({ ...step?.env, ...command.env });
  for (const note of env.notes) around.notes.add(note);
  const changed = editable(asUserOfSandbox(command.script));
  if (changed.frozen) {
    around.notes.add('The package is installed in editable mode, so that the tests see changes to the source.');
  }
  const directory = relative(step?.directory ?? '.', around.facts.run.repo);
  if (directory === null)
    around.notes.add(
      `Could not determine the working directory of ${named(command)} (${step?.directory}); used the repository root.`,
    );
  return { text: changed.text, shell: shell(command.shell), directory: directory ?? '.', env: env.env };
}

/** Setup runs as root, and the slim image has neither sudo nor pipx. */
function asUserOfSandbox(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/\bsudo(?:[ \t]+-[EHnS]+)*[ \t]+/g, '')
    .replace(/\bpipx install\b/g, 'python -m pip install');
}

/** `/usr/bin/bash -e {0}` without the path of the runner's shell. */
function shell(logged: string | null): string {
  const text = logged?.trim().replace(/^\S*\//, '') || 'bash -e {0}';
  return text.includes('{0}') ? text : `${text} {0}`;
}

/** Relative to the work tree; null for a folder outside it or with an unevaluated expression. */
function relative(directory: string, repo: string): string | null {
  const inside = directory
    .replace(`/home/runner/work/${repo}/${repo}`, '.')
    .replace(/^(?:\.\/+)+/, '')
    .replace(/\/+$/, '');
  if (inside.startsWith('/') || inside.includes('${{') || inside.split('/').includes('..')) return null;
  return inside || '.';
}

function named(command: LoggedCommand): string {
  const [first = '', ...more] = command.script.trim().split('\n');
  return `\`${first}${more.length > 0 ? ' …' : ''}\``;
}

/** Installs tools that the workflow gets from an action and that the image lacks. */
function installers(job: WorkflowJob | null): readonly Script[] {
  const tools = new Map([
    ['astral-sh/setup-uv', 'uv'],
    ['snok/install-poetry', 'poetry'],
    ['abatilo/actions-poetry', 'poetry'],
    ['pdm-project/setup-pdm', 'pdm'],
    ['pypa/hatch', 'hatch'],
    ['wntrblm/nox', 'nox'],
  ]);
  const used = job?.steps.map(step => tools.get(step.uses?.split('@')[0] ?? '')) ?? [];
  const { env } = environment({});
  return [...new Set(used)]
    .filter(tool => tool !== undefined)
    .map(tool => ({ text: `python -m pip install ${tool}`, shell: 'bash -e {0}', directory: '.', env }));
}
