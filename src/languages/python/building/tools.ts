// Python tools that the job has from an action or from GitHub's runner, each in a virtual environment of its own.
import { calls } from '../../../actions/scripts/called.ts';
import { ownStep } from '../../../actions/scripts/own-step.ts';
import type { Tool } from '../../../actions/scripts/runner-tools.ts';
import type { WorkflowJob } from '../../../actions/workflow.ts';
import type { WorkflowStep } from '../../../actions/workflow-steps.ts';
import type { Script } from '../../../incident/reproduction.ts';
import type { RecipeFacts } from '../../contract/building.ts';

/** What an action installs, and the input that says which version. */
const fromActions: Readonly<Record<string, { readonly tool: string; readonly version: string }>> = {
  'astral-sh/setup-uv': { tool: 'uv', version: 'version' },
  'hynek/setup-cached-uv': { tool: 'uv', version: 'uv-version' },
  'snok/install-poetry': { tool: 'poetry', version: 'version' },
  'abatilo/actions-poetry': { tool: 'poetry', version: 'poetry-version' },
  'Gr1N/setup-poetry': { tool: 'poetry', version: 'poetry-version' },
  'pdm-project/setup-pdm': { tool: 'pdm', version: 'version' },
  'pypa/hatch': { tool: 'hatch', version: 'version' },
  'wntrblm/nox': { tool: 'nox', version: 'version' },
  'extractions/setup-just': { tool: 'just', version: 'just-version' },
};
/** What pip calls a tool that has another name there. */
const packages = new Map([['just', 'rust-just']]);
const onTheRunner = ['pipx'];
/** The programs of a tool; its own name unless listed. */
const programs = new Map([['uv', ['uv', 'uvx']]]);

/** Those of GitHub's machine that the scripts call. */
export function toolsOfMachine(scripts: readonly Script[]): readonly Script[] {
  const called = onTheRunner.filter(tool => scripts.some(({ text }) => calls(text, tool)));
  return called.map(tool => installation(tool, tool));
}

/** Those that the job's actions install, set up as their inputs ask. */
export function toolsOfActions(job: WorkflowJob | null): readonly Script[] {
  const wanted = new Map(job?.steps.flatMap(step => installedBy(step)) ?? []);
  const own = [...wanted].map(([tool, requirement]) => installation(tool, requirement));
  return [...own, ...(job?.steps.flatMap(configuration) ?? [])];
}

/** The tools of an action, and their requirements for pip. */
export function installedBy({ uses, with: given }: WorkflowStep): readonly (readonly [string, string])[] {
  const [name = '', reference] = uses?.split('@') ?? [];
  const asksForJust = name === 'taiki-e/install-action' && [reference, given['tool']].includes('just');
  const known = asksForJust ? 'extractions/setup-just' : name;
  const action = Object.hasOwn(fromActions, known) ? fromActions[known] : undefined;
  if (action === undefined) return [];
  const requirement = packages.get(action.tool) ?? action.tool;
  const exact = /^\d+\.\d+\.\d+$/.exec(String(given[action.version] ?? '').trim())?.[0];
  return [[action.tool, exact === undefined ? requirement : `${requirement}==${exact}`]];
}

/** GitHub's machine has a Rust toolchain, which builds a project's extension. */
export function rustTools(paths: readonly string[]): readonly Script[] {
  const isRust = paths.some(path => /^(?:[^/]+\/)?Cargo\.toml$/.test(path));
  const install = 'apt-get update && apt-get install --yes --no-install-recommends cargo gcc libc6-dev';
  return isRust ? [ownStep(`command -v cargo >/dev/null || { ${install}; }`)] : [];
}

/** What an action's inputs ask of its tool. */
function configuration({ uses, with: given }: WorkflowStep): readonly Script[] {
  const isOn = (input: string) => String(given[input] ?? '') === 'true';
  if (uses?.startsWith('snok/install-poetry@')) {
    const inProject = isOn('virtualenvs-in-project') ? ['poetry config virtualenvs.in-project true'] : [];
    const without =
      String(given['virtualenvs-create'] ?? '') === 'false' ? ['poetry config virtualenvs.create false'] : [];
    return [...inProject, ...without].map(text => ownStep(text));
  }
  if (uses?.startsWith('astral-sh/setup-uv@') && isOn('activate-environment'))
    return [ownStep('[ -e .venv ] || uv venv .venv\necho "$PWD/.venv/bin" >> "$GITHUB_PATH"')];
  return [];
}

const asksGit =
  /setuptools[-_]scm|hatch-vcs|setuptools-git-versioning|\bpbr\b|pdm[-.]backend|source\s*=\s*"scm"|poetry-dynamic-versioning|versioneer|dunamai|versioningit|check-manifest/;

/** Packages that read their version or their list of files from git, when they are installed. */
export function calledBehind({ texts }: RecipeFacts): readonly Tool[] {
  return [...texts.values()].some(text => asksGit.test(text)) ? ['git'] : [];
}

function installation(tool: string, requirement: string): Script {
  const home = `/opt/${tool}`;
  const links = (programs.get(tool) ?? [tool]).map(
    program => `ln -sf ${home}/bin/${program} /usr/local/bin/${program}`,
  );
  return ownStep([`python3 -m venv ${home}`, `${home}/bin/python -m pip install ${requirement}`, ...links].join('\n'));
}
