// What a push changed in the fixtures, helpers, tables and data files that a failing test depends on.
import { fileOfTest, functionOfTest } from '../../../../../incident/test-id.ts';
import { type DiffLine, diffLines } from '../../../../../text/diff.ts';
import type { SinceGreen } from '../../../../contract/rules.ts';
import { type Definition, definitionsIn, reachedNames } from '../../reached.ts';

/** The first line that came in the place of another one. */
export interface Replaced {
  readonly path: string;
  readonly number: number;
  readonly before: string;
  readonly after: string;
}

/** Null when nothing of the kind was changed, and when there was only more of it: more cases are new tests. */
export function changedSupport(testId: string, since: SinceGreen): Replaced | null {
  const { tests, changed = new Map(), imported = new Map() } = since;
  const texts = new Map([...imported, ...tests, ...[...changed].map(([path, [, after]]) => [path, after] as const)]);
  const own = functionOfTest(testId);
  if (own === null || !existed(own, fileOfTest(testId), since)) return null;
  const code = [...texts].flatMap(([path, text]) => (path.endsWith('.py') ? definitionsIn(text) : []));
  const reached = reachedNames([own], code);
  for (const [path, [before, after]] of changed) {
    const isChanged = path.endsWith('.py')
      ? isRewritten(definitionsIn(before), definitionsIn(after), reached)
      : isRead(path, { testId, texts }) && replacesLines(before, after);
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

/** A file of variables for the tests' environment, which is read by no name. */
export function isEnvironment(path: string): boolean {
  return /(?:^|\/)\.env(?:\.\w+)?$/.test(path);
}

/**
 * Named by the tests or what they import. Of data below the tests' own folder a part of its name will do, for the rest may be made of the
 * test's name; nothing names snapshots.
 */
function isRead(path: string, { testId, texts }: { testId: string; texts: ReadonlyMap<string, string> }): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const isBeside = parts[0] === fileOfTest(testId).split('/')[0] && parts.length > 1;
  if (isEnvironment(path) || (isBeside && parts.some(part => /^_*snapshots?_*$/.test(part)))) return true;
  const stem = name.split('.')[0] ?? name;
  const words = isBeside ? [name, ...[stem, parts.at(-2) ?? ''].filter(word => word.length >= shortestWord)] : [name];
  return [...texts].some(([other, text]) => other.endsWith('.py') && words.some(word => text.includes(word)));
}

/** Characters; a shorter part of a name is found anywhere. */
const shortestWord = 4;

function firstReplaced(path: string, diff: string): Replaced | null {
  const { added, removed } = diffLines(diff);
  const isOf = (line: DiffLine) => line.path === path;
  const [before, after] = [removed.find(isOf), added.find(isOf)];
  if (!before || !after) return null;
  return { path, number: after.number, before: before.text.trim(), after: after.text.trim() };
}
