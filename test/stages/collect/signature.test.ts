import { expect, test } from '@jest/globals';
import type { Failure } from '../../../src/incident/evidence.ts';
import { pytestFailures } from '../../../src/languages/python/log/pytest-log.ts';
import { masked, signatureOf } from '../../../src/stages/collect/signature.ts';
import { recordedLines } from './fixtures.ts';

const failure = (testId: string, errorType: string | null, line = 1): Failure => ({
  testId,
  phase: 'call',
  errorType,
  message: `at ${line}`,
  file: null,
  line,
  frames: [],
});

test('it has 16 hex digits', () => {
  expect(signatureOf([failure('a.py::t', 'TypeError')], [])).toMatch(/^[0-9a-f]{16}$/);
});

test('order, lines and messages do not matter', () => {
  const [a, b] = [failure('a.py::t', 'TypeError', 3), failure('b.py::t', 'KeyError', 4)];
  const [moved, other] = [failure('a.py::t', 'TypeError', 30), failure('b.py::t', 'KeyError', 40)];
  expect(signatureOf([other, moved], [])).toBe(signatureOf([a, b], ['ignored']));
});

test.each([
  [failure('a.py::t', 'KeyError'), 'another error type'],
  [failure('a.py::u', 'TypeError'), 'another test'],
  [failure('a.py::t[2]', 'TypeError'), 'another parameter'],
])('%j is another failure: %s', other => {
  expect(signatureOf([other], [])).not.toBe(signatureOf([failure('a.py::t', 'TypeError')], []));
});

test('addresses in parametrised ids do not matter', () => {
  const at = (address: string) => signatureOf([failure(`a.py::t[<object at ${address}>]`, 'TypeError')], []);
  expect(at('0x7f4dfc3fd210')).toBe(at('0x7f02338a8050'));
});

test('the style of the traceback does not matter', () => {
  const [one, ...others] = ['auto', 'long', 'short', 'native', 'line'].map(style =>
    signatureOf(pytestFailures(recordedLines(`pytest-tb-${style}`)), []),
  );
  for (const other of others) expect(other).toBe(one);
});

test.each([
  ['2026-11-02T09:14:07.290Z done in 12.5s', '<time> done in <figure>'],
  ['object at 0x7f4dfc3fd210', 'object at <address>'],
  ['/home/runner/work/shop/shop/a.py:3: error', 'a.py:3: error'],
  ['commit 5f3a9c1e2b7d4a6085c9d1e3f7a2b4c6d8e0f1a2', 'commit <hash>'],
  ['wrote /tmp/pip-req-x7/a', 'wrote <temporary>'],
])('without tests, lines are compared without what changes: %s', (line, plain) => {
  expect(masked(line)).toBe(plain);
});
