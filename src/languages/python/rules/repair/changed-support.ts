// What a push changed in the fixtures, helpers, tables and data files that a failing test depends on.
import { fileOfTest, functionOfTest } from '../../../../incident/test-id.ts';
import { type DiffLine, diffLines } from '../../../../text/diff.ts';
import type { SinceGreen } from '../../../contract/rules.ts';
import { type Definition, definitionsIn, reachedNames } from '../reached.ts';

/** The first line that came in the place of another one. */
export interface Replaced {
  readonly path: string;
  readonly number: number;
  readonly before: string;
  readonly after: string;
}

/** Null when nothing of the kind was changed, and when there was only more of it: more cases are new tests. */
export function changedSupport(testId: string, since: SinceGreen): Replaced | null {
  const { tests, changed = new Map() } = since;
  const texts = new Map([...tests, ...[...changed].map(([path, [, after]]) => [path, after] as const)]);
  const own = functionOfTest(testId);
  if (own === null || !existed(own, fileOfTest(testId), since)) return null;
  const code = [...texts].flatMap(([path, text]) => (path.endsWith('.py') ? definitionsIn(text) : []));
  const reached = reachedNames([own], code);
  for (const [path, [before, after]] of changed) {
    const isChanged = path.endsWith('.py')
      ? isRewritten(definitionsIn(before), definitionsIn(after), reached)
      : isNamed(path, texts) && replacesLines(before, after);
    const place = isChanged ? firstReplaced(path, since.diff) : null;
    if (place) return place;
  }
  return null;
}

/** A test that is new says something new, whatever supports it. */
function existed(name: string, path: string, { tests, changed = new Map() }: SinceGreen): boolean {
  const before = changed.get(path)?.[0] ?? tests.get(path) ?? '';
  return definitionsIn(before).some(each => each.name === name);
}

function isRewritten(
  before: readonly Definition[],
  after: readonly Definition[],
  reached: ReadonlySet<string>,
): boolean {
  return before.some(old => {
    const now = after.filter(({ name }) => name === old.name);
    const isOther = reached.has(old.name) && now.length > 0 && now.every(({ text }) => text !== old.text);
    return isOther && now.every(({ text }) => replacesLines(old.text, text));
  });
}

/** Whether a line is gone that does not come again; a comma at its end makes no other line. */
function replacesLines(before: string, after: string): boolean {
  const plain = (text: string) => text.split(/\r?\n/).map(line => line.trim().replace(/,$/, ''));
  const now = new Set(plain(after));
  return plain(before).some(line => line !== '' && !now.has(line));
}

function isNamed(path: string, texts: ReadonlyMap<string, string>): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return [...texts].some(([other, text]) => other.endsWith('.py') && text.includes(name));
}

function firstReplaced(path: string, diff: string): Replaced | null {
  const { added, removed } = diffLines(diff);
  const isOf = (line: DiffLine) => line.path === path;
  const [before, after] = [removed.find(isOf), added.find(isOf)];
  if (!before || !after) return null;
  return { path, number: after.number, before: before.text.trim(), after: after.text.trim() };
}
