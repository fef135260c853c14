import { expect, test } from '@jest/globals';
import {
  fileOfTest,
  functionOfTest,
  isPartOf,
  isTest,
  nameOfTest,
  scopesOf,
  withFile,
  withoutParameters,
} from '../../src/incident/test-id.ts';

test.each([
  ['a.py', false, 'a.py', null, 'a.py', 'a.py', []],
  ['t/a.py::test_b', true, 't/a.py', 'test_b', 'test_b', 't/a.py::test_b', ['t/a.py']],
  ['a.py::B::test_c', true, 'a.py', 'test_c', 'test_c', 'a.py::B::test_c', ['a.py', 'a.py::B']],
  ['a.py::test_b[x y]', true, 'a.py', 'test_b', 'test_b[x y]', 'a.py::test_b', ['a.py']],
  ['a.py::test_b[c::d]', true, 'a.py', 'test_b', 'test_b[c::d]', 'a.py::test_b', ['a.py', 'a.py::test_b[c']],
  ['a.py::test_b[[1]\n]', true, 'a.py', 'test_b', 'test_b[[1]\n]', 'a.py::test_b', ['a.py']],
  ['a.test.ts::calc > adds', true, 'a.test.ts', 'calc > adds', 'calc > adds', 'a.test.ts::calc > adds', ['a.test.ts']],
])('%j is read', (id, isOne, file, name, whole, plain, scopes) => {
  expect(isTest(id)).toBe(isOne);
  expect(fileOfTest(id)).toBe(file);
  expect(functionOfTest(id)).toBe(name);
  expect(nameOfTest(id)).toBe(whole);
  expect(withoutParameters(id)).toBe(plain);
  expect(scopesOf(id)).toEqual(scopes);
});

test.each([
  ['a.py::test_b', 'a.py::test_b', true],
  ['a.py::B::test_c', 'a.py::B', true],
  ['a.py::B::test_c', 'a.py', true],
  ['a.py::test_bb', 'a.py::test_b', false],
  ['a.py::test_b[x]', 'a.py::test_b', false],
  ['b/a.py::test_b', 'a.py', false],
])('%s is part of %s: %s', (id, scope, isPart) => {
  expect(isPartOf(id, scope)).toBe(isPart);
});

test('a test is the same in another file, whatever its parameters hold', () => {
  expect(withFile('x/a.py::B::test_c[d::e]', '../a.py')).toBe('../a.py::B::test_c[d::e]');
  expect(withFile('x/a.py', 'a.py')).toBe('a.py');
});
