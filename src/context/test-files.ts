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
