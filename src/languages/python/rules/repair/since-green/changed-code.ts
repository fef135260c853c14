// Which changes of a push are code that the failing tests may depend on.
import type { Failure } from '../../../../../incident/evidence.ts';
import { fileOfTest } from '../../../../../incident/test-id.ts';
import type { DiffLine } from '../../../../../text/diff.ts';
import type { SinceGreen } from '../../../../contract/rules.ts';
import { isTestFile, isTestFileOf } from '../../../source/test-files.ts';
import { forbidden } from '../forbidden.ts';
import { isEnvironment } from './changed-support.ts';
import { isSameRun } from './same-run.ts';

/** What no test runs, whatever it says. */
const besides =
  /(?:^|\/)(?:LICEN[CS]E|NOTICE|AUTHORS|CODEOWNERS|\.gitignore|\.editorconfig)(?:\.\w+)?$|\.(?:[jt]sx?|s?css|map|png|jpe?g|gif|svg|ico)$/;

/**
 * Comments and docstrings are no code, nor is what the failing tests do not run; documents are none, and data that the tests name is
 * theirs. Lists of dependencies are code.
 */
export function codeAmong(targets: readonly Failure[], since: SinceGreen): (line: DiffLine) => boolean {
  const named = new Set(targets.flatMap(({ testId }) => (isTestFileOf(testId) ? fileOfTest(testId) : [])));
  const known = new Map<string, boolean>();
  const isCode = (path: string) => {
    if (besides.test(path) || isEnvironment(path)) return false;
    if (forbidden.some(([pattern]) => pattern.test(path))) return true;
    if (isTestFile(path) || named.has(path) || /\.(?:md|rst|txt)$|^docs?\//i.test(path)) return false;
    return path.endsWith('.py') ? isRun(path, since) : !isNamed(path, since);
  };
  return ({ path }) => {
    const answer = known.get(path) ?? isCode(path);
    known.set(path, answer);
    return answer;
  };
}

/** Whether the failing tests run something of a Python file that was changed; true when in doubt. */
function isRun(path: string, { changed, imported, ran }: SinceGreen): boolean {
  if (imported && !imported.has(path) && !ran?.has(path)) return false;
  const [before, after] = changed?.get(path) ?? [];
  if (before === undefined || after === undefined) return true;
  return !isSameRun(before, after, ran ? (ran.get(path) ?? new Set()) : null);
}

/** Whether the failing tests name a file of data that was changed. */
function isNamed(path: string, { tests, changed }: SinceGreen): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isNamedIn = (text: string) => text.includes(`${name}"`) || text.includes(`${name}'`);
  return changed?.has(path) === true && [...tests.values()].some(isNamedIn);
}
