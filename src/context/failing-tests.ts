// The failing tests as source: their files, their functions whole, and the set-up code that they need.
import type { Failure } from '../incident/evidence.ts';
import { fileOfTest, functionOfTest } from '../incident/test-id.ts';
import { languageOf } from '../languages/languages.ts';
import type { Clue, SearchTerms } from './ranking/ranking.ts';
import { identifiersIn, wordsIn } from './ranking/words.ts';
import type { SourceFile } from './source-file.ts';
import { fileInTree } from './tree-files.ts';

/** Before everything else. */
const topWeight = 10;
const longestQuery = 20_000;
/** An escape outside of quotes is passed over, lest the text after it be read again from there. */
const quotedText = /\\.|(["'`])((?:\\.|(?!\1)[^\\\n])*)\1/g;

/** The files of the failing tests, as the tree knows them. */
export function failingTestFiles(failures: readonly Failure[], paths: ReadonlySet<string>): string[] {
  return [...new Set(failures.flatMap(failure => fileInTree(fileOfTest(failure.testId), paths) ?? []))];
}

/** Files with set-up code that the test runner loads for these tests. */
export function supportFilesFor(testFiles: readonly string[], paths: ReadonlySet<string>): string[] {
  return [...new Set(testFiles.flatMap(path => languageOf(path)?.source.supportFiles(path, paths) ?? []))];
}

/** Functions in these files that are the failing tests, or set up what these need. */
export function testPlaces(failures: readonly Failure[], files: readonly SourceFile[]): Clue[] {
  const names = namesOf(failures);
  const setUp = setUpNames(names, files);
  return files.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ name }) => names.has(name) || setUp.has(name))
      .map(block => ({ path, line: block.head, weight: names.has(block.name) ? topWeight : topWeight / 2 })),
  );
}

function namesOf(failures: readonly Failure[]): Set<string> {
  return new Set(failures.flatMap(failure => functionOfTest(failure.testId) ?? []));
}

function setUpNames(tests: ReadonlySet<string>, files: readonly SourceFile[]): Set<string> {
  const byLanguage = Map.groupBy(files, file => languageOf(file.path));
  const names = [...byLanguage].flatMap(([language, own]) => [
    ...(language?.source.setUpNames(
      tests,
      own.map(file => file.text),
    ) ?? []),
  ]);
  return new Set(names);
}

/**
 * The words of the failing tests and of their messages. A word that few tests of the same file use weighs most; one that every
 * test uses (`runner`, `assert`) weighs nothing.
 */
export function searchTerms(failures: readonly Failure[], files: readonly SourceFile[]): SearchTerms {
  const names = namesOf(failures);
  const tests = files.flatMap(testsIn);
  const failing = tests.filter(test => names.has(test.name)).map(test => test.text);
  const query = [...failing, ...failures.map(failure => failure.message)].join('\n').slice(0, longestQuery);
  const others = tests.filter(test => !names.has(test.name)).map(test => test.text);
  const inQuotes = [...query.matchAll(quotedText)].map(([, , text = '']) => text);
  return {
    identifiers: weighted(query, others, identifiersIn),
    words: weighted(query, others, wordsIn),
    quoted: wordsIn(inQuotes.join(' ')),
  };
}

/** From 1 for a word that no other test uses to about 0 for one that all use. */
function weighted(query: string, others: readonly string[], split: (text: string) => Set<string>): Map<string, number> {
  const terms = split(query);
  const users = new Map<string, number>();
  for (const text of others)
    for (const word of split(text)) if (terms.has(word)) users.set(word, (users.get(word) ?? 0) + 1);
  const all = Math.log(others.length + 2);
  return new Map([...terms].map(word => [word, 1 - Math.log(1 + (users.get(word) ?? 0)) / all]));
}

/** The tests of a file, one by one. */
function testsIn({ path, text, blocks }: SourceFile): { name: string; text: string }[] {
  const lines = text.split('\n');
  const tests = languageOf(path)?.source.testFunctions(blocks) ?? [];
  return tests.map(({ name, start, end }) => ({ name, text: lines.slice(start - 1, end).join('\n') }));
}
