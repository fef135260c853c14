// Which files are tests because a run says so: a test file may be called anything.
import type { Failure } from '../incident/evidence.ts';
import type { Reproduction } from '../incident/reproduction.ts';
import { fileOfTest } from '../incident/test-id.ts';
import { allLanguages, languageOf } from '../languages/languages.ts';

/** Whether the test's file is a test file; source with examples in its documentation is none, a document with examples is one. */
export function isOfTestFile({ testId }: Pick<Failure, 'testId'>): boolean {
  const language = languageOf(fileOfTest(testId));
  return (language ? [language] : allLanguages).some(({ source }) => source.isTestFileOf(testId));
}

/** CI's failing tests and all tests of the failing command, as our runs named them. */
export type TestsOfRun = Pick<Reproduction, 'targets' | 'baseline'>;

/** The test files of the failing command, those of CI's failing tests first. */
export function testFilesOfRun({ reproduction }: { readonly reproduction: TestsOfRun }): Set<string> {
  const { targets, baseline } = reproduction;
  const { failing, passing, flaky, skipped } = baseline;
  const files = new Set<string>();
  for (const testId of [...targets.map(target => target.testId), ...failing, ...passing, ...flaky, ...skipped]) {
    // Tens of thousands of tests are in hundreds of files.
    if (!files.has(fileOfTest(testId)) && isOfTestFile({ testId })) files.add(fileOfTest(testId));
  }
  return files;
}

/** A larger text is searched no further. */
const longestText = 400_000;
const dataFile =
  /\.(?:json|jsonl|ndjson|ya?ml|toml|csv|tsv|txt|xml|ini|dat|data|bin|golden|gold|snap|snapshot|expected|approved|out|pkl|pickle|npy|har|sql)$/i;

/** Data files that these texts name: what tests read is part of the tests, wherever it lies. */
export function dataFilesNamedIn(texts: Iterable<string>, paths: Iterable<string>): Set<string> {
  const searched = [...texts].map(text => text.slice(0, longestText));
  const isNamed = (path: string) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return searched.some(text => isQuotedEnd(text, name));
  };
  return new Set([...paths].filter(path => dataFile.test(path) && isNamed(path)));
}

/** The name stands at the end of a string: `"users.json"`, `'data/users.json'`. */
function isQuotedEnd(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (/["'/]/.test(text.charAt(at - 1)) && /["']/.test(text.charAt(at + name.length))) return true;
  }
  return false;
}
