// Python tools that the job has from an action or from GitHub's runner, each in a virtual environment of its own.
import { calls } from '../../../actions/scripts/called.ts';
import type { Tool } from '../../../actions/scripts/runner-tools.ts';
import type { WorkflowJob } from '../../../actions/workflow.ts';
import type { Script } from '../../../incident/reproduction.ts';
import type { RecipeFacts } from '../../contract/building.ts';

const fromActions = new Map([
  ['astral-sh/setup-uv', 'uv'],
  ['snok/install-poetry', 'poetry'],
  ['abatilo/actions-poetry', 'poetry'],
  ['pdm-project/setup-pdm', 'pdm'],
  ['pypa/hatch', 'hatch'],
  ['wntrblm/nox', 'nox'],
]);
const onTheRunner = ['pipx'];
/** The programs of a tool; its own name unless listed. */
const programs = new Map([['uv', ['uv', 'uvx']]]);

export function pythonTools(scripts: readonly Script[], job: WorkflowJob | null): readonly Script[] {
  const used = job?.steps.map(step => fromActions.get(step.uses?.split('@')[0] ?? '')) ?? [];
  const called = onTheRunner.filter(tool => scripts.some(({ text }) => calls(text, tool)));
  const wanted = [...new Set([...used, ...called])].filter(tool => tool !== undefined);
  return wanted.map(installation);
}

const asksGit =
  /setuptools[-_]scm|hatch-vcs|setuptools-git-versioning|\bpbr\b|pdm[-.]backend|source\s*=\s*"scm"|poetry-dynamic-versioning|versioneer|dunamai|versioningit|check-manifest/;

/** Packages that read their version or their list of files from git, when they are installed. */
export function calledBehind({ texts }: RecipeFacts): readonly Tool[] {
  return [...texts.values()].some(text => asksGit.test(text)) ? ['git'] : [];
}

function installation(tool: string): Script {
  const home = `/opt/${tool}`;
  const links = (programs.get(tool) ?? [tool]).map(
    program => `ln -sf ${home}/bin/${program} /usr/local/bin/${program}`,
  );
  const text = [`python3 -m venv ${home}`, `${home}/bin/python -m pip install ${tool}`, ...links].join('\n');
  return { text, shell: 'bash -e {0}', directory: '.', env: {} };
}
