// Tells tests and their support files from source code by path: what may be neither suspected nor edited.
import { fileOfTest, functionOfTest } from '../../../incident/test-id.ts';

const testFolders = new Set(['test', 'tests', 'testing', '__tests__']);

/** True for Python test modules, `conftest.py`, and everything inside a folder of tests, data files included. */
export function isTestFile(path: string): boolean {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return isTestModule(name) || name === 'conftest.py' || parts.slice(0, -1).some(part => testFolders.has(part));
}

/**
 * Whether the file of a test id holds tests. A doctest is named after its module or what it documents, with dots. A file that could not
 * be collected may be either, and only its name tells. What is no code, such as a document with examples, is nothing but its tests.
 */
export function isTestFileOf(testId: string): boolean {
  const file = fileOfTest(testId);
  const name = functionOfTest(testId);
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.py$/, '');
  if (isTestFile(file)) return true;
  if (!file.endsWith('.py')) return !isExtensionModule.test(file);
  return name === null
    ? /(?<![A-Za-z])tests?(?![a-z])|Tests?(?![a-z])/.test(stem)
    : !name.includes('.') && name !== stem;
}

/** Its docstrings are tests as a module's are. */
const isExtensionModule = /\.(?:pyx|so|pyd)$/;

/** True for the names by which pytest finds a module: `test_*.py` and `*_test.py`. */
export function isTestModule(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /^test_.*\.py$/.test(name) || /_test\.py$/.test(name) || name === 'test.py' || name === 'tests.py';
}
