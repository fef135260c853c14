// Source files that a test is named after: `test_foo.py`, `foo_test.py`, `tests_foo.py` and `foo_tests.py` name `foo.py`.
import { isTestFile } from './test-files.ts';

export function namesakes(testPath: string, paths: ReadonlySet<string>): string[] {
  const name = testPath.slice(testPath.lastIndexOf('/') + 1).replace(/^tests?_|_tests?(?=\.py$)/, '');
  return [...paths].filter(path => !isTestFile(path) && (path === name || path.endsWith(`/${name}`))).slice(0, 2);
}
