import { describe, expect, test } from '@jest/globals';
import type { Diagnosis } from '../../../src/incident/diagnosis.ts';
import { verdict } from '../../../src/stages/diagnose/verdict.ts';
import { evidence, failure, silent } from './fixtures.ts';

const diagnosis: Diagnosis = {
  class: 'code',
  errorType: 'TypeError',
  file: 'shop/user_service.py',
  line: 7,
  cause: 'An unknown user.',
  confidence: 0.9,
  checks: [
    { claim: 'holds', holds: true },
    { claim: 'names a file that exists at this commit', holds: false },
  ],
};

test('below 0.3 it ends, and says what could not be confirmed', () => {
  expect(verdict({ ...diagnosis, confidence: 0.29 }, evidence)).toEqual({
    kind: 'stop',
    code: 'low-confidence',
    detail:
      "Confidence 0.29. Not confirmed: “names a file that exists at this commit”. The model's idea: An unknown user.",
  });
  expect(verdict({ ...diagnosis, confidence: 0.3 }, evidence).kind).toBe('go on');
});

describe('with enough confidence', () => {
  test.each(['code', 'flaky', 'unknown'] as const)('%s goes on as it is', kind => {
    expect(verdict({ ...diagnosis, class: kind }, evidence)).toEqual({ kind: 'go on', confidence: 0.9 });
  });

  test.each(['dependency', 'configuration'] as const)('%s ends: no code can repair it', kind => {
    expect(verdict({ ...diagnosis, class: kind }, evidence)).toMatchObject({
      code: 'not-code',
      detail: 'An unknown user.',
    });
  });

  test('infrastructure ends only when the failures could be its doing', () => {
    const broken = { ...evidence, failures: [{ ...failure, errorType: 'ConnectionError' }] };
    expect(verdict({ ...diagnosis, class: 'infrastructure' }, broken)).toMatchObject({ code: 'infrastructure' });
    expect(verdict({ ...diagnosis, class: 'infrastructure' }, silent([]))).toMatchObject({ code: 'infrastructure' });
    expect(verdict({ ...diagnosis, class: 'infrastructure' }, evidence)).toEqual({ kind: 'go on', confidence: 0.63 });
    const hung = { ...evidence, failures: [{ ...failure, errorType: 'Timeout', message: 'timed out' }] };
    expect(verdict({ ...diagnosis, class: 'infrastructure' }, hung)).toEqual({ kind: 'go on', confidence: 0.63 });
  });

  test('test goes on with doubt: it may be the code that is wrong', () => {
    expect(verdict({ ...diagnosis, class: 'test' }, evidence)).toEqual({ kind: 'go on', confidence: 0.63 });
    expect(verdict({ ...diagnosis, class: 'test', confidence: 0.4 }, evidence)).toMatchObject({
      code: 'low-confidence',
    });
  });

  test.each([
    [{ phase: 'setup', errorType: null, message: "fixture 'nothing' not found" }],
    [{ errorType: 'NameError', file: 'tests/test_user_service.py' }],
    [{ errorType: 'SyntaxError', phase: 'collection', file: 'tests/test_user_service.py' }],
  ] as const)('a test that is broken in itself ends the line: %j', change => {
    const broken = { ...evidence, failures: [{ ...failure, ...change }] };
    expect(verdict({ ...diagnosis, class: 'test' }, broken)).toMatchObject({ code: 'not-code' });
  });
});
