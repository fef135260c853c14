// The failing tests as source: their files, their functions whole, and the fixtures they ask for.
import type { Failure } from '../incident/evidence.ts';
import { fileOfTest, functionOfTest } from '../incident/test-id.ts';
import { blocks } from '../languages/python/source/blocks.ts';
import { conftestsFor, fixturesIn, parameters } from '../languages/python/source/fixtures.ts';
import type { Clue, Wanted } from './ranking.ts';
import type { Text } from './suspects.ts';
import { fileInTree } from './tree-files.ts';
import { identifiersIn, wordsIn } from './words.ts';

/** Before everything else. */
const foremost = 10;
const longestWanted = 20_000;

/** The files of the failing tests, as the tree knows them. */
export function failingTestFiles(failures: readonly Failure[], paths: ReadonlySet<string>): string[] {
  return [...new Set(failures.flatMap(failure => fileInTree(fileOfTest(failure.testId), paths) ?? []))];
}

/** The `conftest.py` files that pytest reads for these tests. */
export function equipmentOf(testFiles: readonly string[], paths: ReadonlySet<string>): string[] {
  return [...new Set(testFiles.flatMap(path => conftestsFor(path, paths)))];
}

/** Functions in these files that the failing tests are, or ask for: `setUp` and fixtures, those of fixtures too. */
export function testPlaces(failures: readonly Failure[], files: readonly Text[]): Clue[] {
  const names = new Set(failures.flatMap(failure => functionOfTest(failure.testId) ?? []));
  const fixtures = new Set(files.flatMap(file => fixturesIn(file.text)));
  const wanted = new Set([...names, 'setUp', 'setup_method', ...asked(files, names, fixtures)]);
  return files.flatMap(({ path, text }) =>
    blocks(text)
      .filter(block => wanted.has(block.name))
      .map(block => ({ path, line: block.head, weight: names.has(block.name) ? foremost : foremost / 2 })),
  );
}

function asked(files: readonly Text[], tests: ReadonlySet<string>, fixtures: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  let next = [...tests];
  while (next.length > 0) {
    const names = next;
    next = files.flatMap(file => parameters(file.text, names)).filter(name => fixtures.has(name) && !found.has(name));
    for (const name of next) found.add(name);
  }
  return found;
}

/**
 * The words of the failing tests and of what they said. Those that only few tests of the same file use are the most telling;
 * what every test says (`runner`, `assert`) says nothing.
 */
export function wantedBy(failures: readonly Failure[], files: readonly Text[]): Wanted {
  const names = new Set(failures.flatMap(failure => functionOfTest(failure.testId) ?? []));
  const bodies = files.flatMap(bodiesIn);
  const failing = bodies.filter(body => names.has(body.name)).map(body => body.text);
  const wanted = [...failing, ...failures.map(failure => failure.message)].join('\n').slice(0, longestWanted);
  const others = bodies.filter(body => !names.has(body.name)).map(body => body.text);
  return { identifiers: telling(wanted, others, identifiersIn), words: telling(wanted, others, wordsIn) };
}

function telling(wanted: string, others: readonly string[], split: (text: string) => Set<string>): Map<string, number> {
  const seen = new Map<string, number>();
  for (const word of others.flatMap(text => [...split(text)])) seen.set(word, (seen.get(word) ?? 0) + 1);
  const all = Math.log(others.length + 2);
  return new Map([...split(wanted)].map(word => [word, 1 - Math.log(1 + (seen.get(word) ?? 0)) / all]));
}

/** The tests of a file, one by one. */
function bodiesIn({ text }: Text): { name: string; text: string }[] {
  const lines = text.split('\n');
  return blocks(text)
    .filter(block => block.kind === 'function' && block.name.startsWith('test'))
    .map(({ name, start, end }) => ({ name, text: lines.slice(start - 1, end).join('\n') }));
}
