// Tells tests and their support files from source code by path: what may be neither suspected nor edited.

const testFolders = new Set(['test', 'tests', 'testing', '__tests__']);

/** True for Python test modules, `conftest.py`, and everything inside a folder of tests, data files included. */
export function isTestFile(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return isTestModule(name) || name === 'conftest.py' || parts.slice(0, -1).some(part => testFolders.has(part));
}

/** True for the names by which pytest finds a module: `test_*.py` and `*_test.py`. */
export function isTestModule(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^test_.*\.py$/.test(name) || /_test\.py$/.test(name) || name === 'test.py' || name === 'tests.py';
}
