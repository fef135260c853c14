// Which files a repair may change: source code only. Enforced here, not in the prompt, because agents that go green
// by deleting, skipping or weakening tests are the commonest complaint about them.
import type { Language } from '../../../languages/language.ts';

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

/** Why no new file can stand here, as words that follow the path; null when one can. Names are plain, so that every file system reads them alike. */
export function newFileObjection(path: string, paths: readonly string[]): string | null {
  if (!/^[\w.\-+@/ ]{1,200}$/.test(path) || /[. ](\/|$)/.test(path)) return 'is no plain name for a new file';
  if (paths.some(other => other.startsWith(`${path}/`))) return 'is a folder';
  const parent = paths.find(other => path.startsWith(`${other}/`));
  return parent ? `lies below ${parent}, which is a file` : null;
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

/** Why a repair may not touch this path; null when it may. */
export function forbidden(
  path: string,
  { guardPath, language }: { guardPath: string; language: Language },
): string | null {
  if (escapes(path)) return `${path} lies outside the repository.`;
  if (path === guardPath) return `${path} is the regression test, which a repair may not touch.`;
  if (language.source.isTest(path)) return `${path} is a test or a test support file, which a repair may not touch.`;
  const rule = [...rules, ...language.rules.repair.forbidden].find(([pattern]) => pattern.test(path));
  return rule ? `${path} belongs to ${rule[1]}, which a repair may not touch.` : null;
}
