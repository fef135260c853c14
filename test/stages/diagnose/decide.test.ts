import { describe, expect, test } from '@jest/globals';
import type { Diagnosis } from '../../../src/incident/diagnosis.ts';
import { decide } from '../../../src/stages/diagnose/decide.ts';
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

test('below 0.3 it stops, and names the failed checks', () => {
  expect(decide({ ...diagnosis, confidence: 0.29 }, evidence)).toEqual({
    kind: 'stop',
    code: 'low-confidence',
    detail:
      "Confidence 29%. Failed checks: “names a file that exists at this commit”. The model's diagnosis: An unknown user.",
  });
  expect(decide({ ...diagnosis, confidence: 0.3 }, evidence).kind).toBe('go on');
});

describe('with sufficient confidence', () => {
  test.each(['code', 'flaky', 'unknown'] as const)('%s goes on unchanged', kind => {
    expect(decide({ ...diagnosis, class: kind }, evidence)).toEqual({ kind: 'go on', confidence: 0.9 });
  });

  test.each(['dependency', 'configuration'] as const)('%s stops: no code change can fix it', kind => {
    expect(decide({ ...diagnosis, class: kind }, evidence)).toMatchObject({
      code: 'not-code',
      detail: 'An unknown user.',
    });
  });

  test('infrastructure stops only if it can explain the failures', () => {
    const broken = { ...evidence, failures: [{ ...failure, errorType: 'ConnectionError' }] };
    expect(decide({ ...diagnosis, class: 'infrastructure' }, broken)).toMatchObject({ code: 'infrastructure' });
    expect(decide({ ...diagnosis, class: 'infrastructure' }, silent([]))).toMatchObject({ code: 'infrastructure' });
    expect(decide({ ...diagnosis, class: 'infrastructure' }, evidence)).toEqual({ kind: 'go on', confidence: 0.63 });
    const partly = { ...evidence, failures: [...broken.failures, failure] };
    expect(decide({ ...diagnosis, class: 'infrastructure' }, partly)).toEqual({ kind: 'go on', confidence: 0.63 });
    const hung = { ...evidence, failures: [{ ...failure, errorType: 'Timeout', message: 'timed out' }] };
    expect(decide({ ...diagnosis, class: 'infrastructure' }, hung)).toEqual({ kind: 'go on', confidence: 0.63 });
    const crashed = { ...evidence, failures: [{ ...failure, errorType: 'Crash', message: 'Connection timed out' }] };
    expect(decide({ ...diagnosis, class: 'infrastructure' }, crashed)).toEqual({ kind: 'go on', confidence: 0.63 });
  });

  test('test goes on with less confidence: the code may be wrong', () => {
    expect(decide({ ...diagnosis, class: 'test' }, evidence)).toEqual({ kind: 'go on', confidence: 0.63 });
    expect(decide({ ...diagnosis, class: 'test', confidence: 0.4 }, evidence)).toMatchObject({
      code: 'low-confidence',
    });
  });

  test.each([
    [{ phase: 'setup', errorType: null, message: "fixture 'nothing' not found" }],
    [{ errorType: 'NameError', file: 'tests/test_user_service.py' }],
    [{ errorType: 'SyntaxError', phase: 'collection', file: 'tests/test_user_service.py' }],
  ] as const)('a broken test stops the line: %j', change => {
    const broken = { ...evidence, failures: [{ ...failure, ...change }] };
    expect(decide({ ...diagnosis, class: 'test' }, broken)).toMatchObject({ code: 'not-code' });
    const besideAnother = { ...evidence, failures: [...broken.failures, failure] };
    expect(decide({ ...diagnosis, class: 'test' }, besideAnother)).toEqual({ kind: 'go on', confidence: 0.63 });
  });
});
