// Whether a push changed nothing but what a test expects: then code and test disagree, and which of them is right is no
// machine's to decide. Without this a repair could always be made to measure, one that no other test contradicts.

import type { Failure } from '../../../../incident/evidence.ts';
import { type DiffLine, diffLines } from '../../../../text/diff.ts';
import type { SinceGreen } from '../../../contract/rules.ts';
import { blocks } from '../../source/blocks.ts';
import { literal, literalsIn } from '../../source/literals.ts';
import { isTestFile } from '../../source/test-files.ts';

/** A sentence when in every failing test an expected value was changed and nothing else, and no code was; null otherwise. */
export function changedExpectation(targets: readonly Failure[], { sha, diff, tests }: SinceGreen): string | null {
  const { added, removed } = diffLines(diff);
  const isCode = ({ path }: DiffLine) => !isTestFile(path) && !/\.(?:md|rst|txt)$|^docs?\//i.test(path);
  if ([...added, ...removed].some(isCode)) return null;
  const changes = targets.map(target => changeIn(target, { added, removed, tests }));
  const [first] = changes;
  if (!first || changes.includes(null)) return null;
  return `Since the last green run (of ${sha.slice(0, 7)}) only what the test expects has changed, and no code: at ${first.path}:${first.number} \`${first.before}\` became \`${first.after}\`. Either the code has to follow or the test is wrong, which is for a person to decide.`;
}

interface Changed {
  readonly path: string;
  readonly number: number;
  readonly before: string;
  readonly after: string;
}

interface Lines {
  readonly added: readonly DiffLine[];
  readonly removed: readonly DiffLine[];
  readonly tests: ReadonlyMap<string, string>;
}

/** The first changed expectation of the failing test; null when there is none, or when anything else of it was changed. */
function changeIn({ testId }: Failure, { added, removed, tests }: Lines): Changed | null {
  const path = testId.split('::')[0] ?? testId;
  const name = testId.replace(/\[.*$/s, '').split('::').at(-1);
  const block = blocks(tests.get(path) ?? '').find(each => each.name === name);
  if (!block) return null;
  const own = added.filter(line => line.path === path && block.start <= line.number && line.number <= block.end);
  const changes = own.map(line => {
    const before = removed.find(other => other.path === path && isExpectation(other.text.trim(), line.text.trim()));
    return before ? { path, number: line.number, before: before.text.trim(), after: line.text.trim() } : null;
  });
  return changes.includes(null) ? null : (changes[0] ?? null);
}

/** The same line but for the value that is compared with: the last one, or one whole side of the comparison. */
function isExpectation(before: string, after: string): boolean {
  if (
    after === `assert not ${before.slice('assert '.length)}` ||
    before === `assert not ${after.slice('assert '.length)}`
  ) {
    return true;
  }
  const [old, now] = [before, after].map(line => /^(assert\b.*?)\s(?:==|is)\s(.*?),?$/.exec(line));
  if (old && now) {
    const [left, right] = [old[1] === now[1], old[2] === now[2]];
    return (
      left !== right &&
      [old, now].every(side => literal((left ? side[2] : side[1]?.slice('assert '.length)) ?? '') !== null)
    );
  }
  if (!/^(?:self\.assert\w*\(|expected\w*\s*=|[([])/.test(after)) return false;
  const [then, later] = [literalsIn(before), literalsIn(after)];
  return (
    then.length > 0 && then.length === later.length && withoutLast(before) === withoutLast(after) && before !== after
  );
}

/** The line with its last literal left out. */
function withoutLast(line: string): string {
  const parts = line.split(
    /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?<![\w.])-?\d[\d_.]*(?![\w.])|\b(?:None|True|False)\b)/,
  );
  return parts.map((part, at) => (at === parts.length - 2 ? '' : part)).join('');
}
