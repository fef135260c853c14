// Which files a repair may change: source code only. Enforced here, not in the prompt, because agents that go green
// by deleting, skipping or weakening tests are the commonest complaint about them.
import type { RepositoryFiles } from '../../../languages/contract/rules.ts';
import type { Language } from '../../../languages/language.ts';
import { reasons } from '../reasons.ts';

/** A path that leaves the repository, or that git would not take. */
export function escapes(path: string): boolean {
  const parts = path.split('/');
  return (
    path.startsWith('/') ||
    path.includes('\\') ||
    path.includes('\0') ||
    /^[A-Za-z]:/.test(path) ||
    parts.some(part => part === '..' || part === '.' || part === '')
  );
}

/** Why there can be no new file here, as words that follow the path; null when there can. Names are plain, so that every file system reads them alike. */
export function newFileObjection(path: string, paths: readonly string[]): string | null {
  if (!/^[\w.\-+@/ ]{1,200}$/.test(path) || /[. ](\/|$)/.test(path)) return 'is not a plain name for a new file';
  if (paths.some(other => other.startsWith(`${path}/`))) return 'is a folder';
  const parent = paths.find(other => path.startsWith(`${other}/`));
  return parent ? `is below ${parent}, which is a file` : null;
}

/**
 * Why a repair must not add this file; null when it may. A new file is found by its name, by the interpreter, an installer or a
 * runner, without being asked for: it stands only beside code, and is called like nothing else.
 */
export function forbiddenNewFile(path: string, { language, ...around }: NewFileSurroundings): string | null {
  const objection = hiddenOrAlone(path, around.paths, language) ?? language.rules.repair.newFileObjection(path, around);
  return objection ? reasons.notANewFile(path, objection) : null;
}

export interface NewFileSurroundings extends RepositoryFiles {
  readonly language: Language;
}

function hiddenOrAlone(
  path: string,
  paths: ReadonlySet<string>,
  { source, rules: { repair } }: Language,
): string | null {
  if (path.split('/').some(part => part.startsWith('.'))) return 'is hidden by its name';
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const isCode = (other: string) =>
    other.startsWith(folder) &&
    !other.slice(folder.length).includes('/') &&
    source.owns(other) &&
    !source.isTest(other) &&
    !repair.forbidden.some(([pattern]) => pattern.test(other));
  return [...paths].some(isCode) ? null : 'is not in a folder that already holds code';
}

const rules: readonly [RegExp, string][] = [
  [/(^|\/)\.git[^/]*(\/|$)/i, "git's and GitHub's own files"],
  [
    /^(\.circleci|\.buildkite|\.woodpecker|\.azure-pipelines|\.ci)\/|^(\.gitlab-ci\.yml|\.travis\.yml|azure-pipelines\.yml|appveyor\.yml|\.appveyor\.yml|Jenkinsfile|bitbucket-pipelines\.yml|\.pre-commit-config\.yaml|codecov\.yml|\.codecov\.yml|\.cirrus\.yml)$/i,
    'the configuration of continuous integration',
  ],
  [/(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|[^/]+\.lock)$/i, 'lock files'],
  [/(^|\/)Makefile$/i, 'the configuration of the build and the tests'],
];

/** Why a repair must not change this file; null when it may. `testFiles` are those of the failing command. */
export function forbidden(
  path: string,
  { guardPath, testFiles, language }: { guardPath: string; testFiles: ReadonlySet<string>; language: Language },
): string | null {
  if (escapes(path)) return reasons.outside(path);
  if (path === guardPath) return reasons.regressionTest(path);
  if (language.source.isTest(path) || testFiles.has(path)) return reasons.testFile(path);
  const rule = [...rules, ...language.rules.repair.forbidden].find(([pattern]) => pattern.test(path));
  return rule ? reasons.protectedFile(path, rule[1]) : null;
}
