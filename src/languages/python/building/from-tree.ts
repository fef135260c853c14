// A recipe from the tree, for a log without commands: installs what the project files list and runs pytest.

import type { ReplayedJob } from '../../../actions/replay.ts';
import type { RecipeFacts } from '../../contract/building.ts';
import { type PyProject, pyproject } from './pyproject.ts';

/** Usual names of extras and groups with test dependencies. */
const forTests = ['test', 'tests', 'testing', 'dev'];

export function recipeFromTree(whole: RecipeFacts): ReplayedJob {
  const directory = projectFolder(whole);
  const facts = within(whole, directory);
  const project = pyproject(facts.texts.get('pyproject.toml') ?? '');
  const script = (text: string) => ({ text, shell: 'bash -e {0}', directory, env: {} });
  const has = (path: string) => facts.paths.includes(path);
  const usesUv = has('uv.lock');
  const usesPoetry = !usesUv && (has('poetry.lock') || project?.tool.poetry !== undefined);
  const lines = usesUv
    ? ['python -m pip install uv', 'uv sync --all-extras --all-groups']
    : usesPoetry
      ? ['python -m pip install poetry', 'poetry install --all-extras --no-interaction']
      : [
          ...requirements(facts.paths),
          ...groups(project),
          ...ownPackage(facts, project),
          'python -m pip install pytest',
        ];
  return {
    setup: lines.map(script),
    test: script(`${usesUv ? 'uv run ' : usesPoetry ? 'poetry run ' : ''}python -m pytest`),
    notes: ["The log shows no commands, so setup and test command are guessed from the repository's files."],
  };
}

/** The package's folder in a monorepo: the nearest one above the failing test with a manifest; else the root. */
function projectFolder({ paths, evidence }: RecipeFacts): string {
  const folders = paths.flatMap(
    path => /^(.*\/)?(?:pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.txt)$/.exec(path)?.[1] ?? [],
  );
  const test = evidence.failures[0]?.testId ?? '';
  const above = folders.filter(folder => folder !== '' && test.startsWith(folder));
  const nearest = above.sort((a, b) => b.length - a.length)[0];
  return nearest?.replace(/\/$/, '') ?? '.';
}

/** The facts as seen from a folder. */
function within(facts: RecipeFacts, folder: string): RecipeFacts {
  if (folder === '.') return facts;
  const here = (path: string) => (path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : []);
  const texts = new Map(
    [...facts.texts].flatMap(([path, text]) => here(path).map((own): [string, string] => [own, text])),
  );
  return { ...facts, paths: facts.paths.flatMap(here), texts };
}

/** Requirements files at the root or in `requirements/` that are general, for development or for tests. */
function requirements(paths: readonly string[]): readonly string[] {
  const plain = /^(?:requirements(?:[-_.](?:dev|tests?|development|ci))?|(?:dev|tests?)[-_]requirements)\.txt$/;
  const inFolder = /^requirements\/(?:base|main|dev|tests?|testing|development|ci)\.txt$/;
  return paths
    .filter(path => plain.test(path) || inFolder.test(path))
    .sort()
    .map(path => `python -m pip install -r ${path}`);
}

/** PEP 735 dependency groups, spelled out: older versions of pip do not support them. */
function groups(project: PyProject | null): readonly string[] {
  const wanted = forTests
    .flatMap(name => project?.['dependency-groups'][name] ?? [])
    .filter(item => typeof item === 'string');
  return wanted.length === 0 ? [] : [`python -m pip install ${wanted.map(item => `'${item}'`).join(' ')}`];
}

function ownPackage(facts: RecipeFacts, project: PyProject | null): readonly string[] {
  const isPackage =
    facts.paths.includes('setup.py') ||
    /^\[metadata\]/m.test(facts.texts.get('setup.cfg') ?? '') ||
    project?.project !== undefined ||
    project?.['build-system'] !== undefined;
  if (!isPackage) return [];
  const extras = forTests.filter(
    name => name in (project?.project?.['optional-dependencies'] ?? {}) || inSetupCfg(facts, name),
  );
  return [`python -m pip install -e ${extras.length === 0 ? '.' : `'.[${extras.join(',')}]'`}`];
}

function inSetupCfg(facts: RecipeFacts, extra: string): boolean {
  const section =
    /^\[options\.extras_require\]\n([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(facts.texts.get('setup.cfg') ?? '')?.[1] ?? '';
  return new RegExp(`^${extra}\\s*=`, 'm').test(section);
}
