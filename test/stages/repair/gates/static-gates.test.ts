// The gates that need no container, on changes as the edits leave them.
import { describe, expect, test } from '@jest/globals';
import type { Guarded } from '../../../../src/incident/incident.ts';
import { changeRefusal, filesRefusal, type ProposedChange } from '../../../../src/stages/repair/gates/static-gates.ts';
import { sampleEntries, sampleRun } from '../../../contracts/store-entries.ts';

const { incident } = sampleEntries(sampleRun()).guarded;

const file = (path: string, text = 'x = 2\n') => ({ path, text, executable: false });

function diffOf(path: string, lines: number): string {
  const added = Array.from({ length: lines }, (_, index) => `+x${index} = 1`);
  return [
    `diff --git a/${path} b/${path}`,
    `--- a/${path}`,
    `+++ b/${path}`,
    `@@ -0,0 +1,${lines} @@`,
    ...added,
    '',
  ].join('\n');
}

function changeOf(more: Partial<ProposedChange>): ProposedChange {
  const before = new Map([['a.py', 'x = 1\n']]);
  return { files: [file('a.py')], before, diff: diffOf('a.py', 1), fingerprint: 'new', tests: [], ...more };
}

function attempted(...fingerprints: (string | null)[]): Guarded {
  const attempts = incident.attempts.flatMap(attempt =>
    fingerprints.map((fingerprint, index) => ({ ...attempt, number: index + 1, fingerprint })),
  );
  return { ...incident, attempts };
}

describe('files', () => {
  test('of the source may be changed', () => {
    expect(filesRefusal([file('a.py'), file('shop/b.py')], incident)).toBeNull();
  });

  test.each([
    ['the regression test', incident.guard.path],
    ['a test', 'tests/test_user_service.py'],
    ['a workflow', '.github/workflows/ci.yml'],
    ['what lies outside', '../a.py'],
  ])('are refused if one of them is %s', (_, path) => {
    expect(filesRefusal([file('a.py'), file(path)], incident)).toMatchObject({
      gate: 'forbidden-file',
      reason: expect.stringContaining(path),
    });
  });

  test('are refused if one of them is a document whose examples fail', () => {
    const targets = incident.reproduction.targets.map(target => ({ ...target, testId: 'README.md::README.md' }));
    const documented = { ...incident, reproduction: { ...incident.reproduction, targets } };
    expect(filesRefusal([file('README.md')], documented)).toMatchObject({ gate: 'forbidden-file' });
    expect(filesRefusal([file('README.md')], incident)).toBeNull();
  });

  test('that are the regression test are refused wherever it lies', () => {
    const elsewhere = { ...incident, guard: { ...incident.guard, path: 'shop/regression.py' } };
    expect(filesRefusal([file('shop/regression.py')], elsewhere)).toMatchObject({
      reason: expect.stringContaining('is the regression test'),
    });
  });
});

describe('a change', () => {
  test.each([
    ['the first', changeOf({}), attempted()],
    ['unlike the earlier ones', changeOf({}), attempted('old', 'older', null)],
    ['of a hundred lines', changeOf({ diff: diffOf('a.py', 100) }), attempted()],
    ['of three files', changeOf({ files: ['a.py', 'b.py', 'c.py'].map(path => file(path)) }), attempted()],
  ])('may be run if it is %s', (_, change, guarded) => {
    expect(changeRefusal({ change, incident: guarded })).toBeNull();
  });

  test.each([
    ['a hundred and one lines', changeOf({ diff: diffOf('a.py', 101) }), 'too-large', '101 lines'],
    [
      'four files',
      changeOf({ files: ['a.py', 'b.py', 'c.py', 'd.py'].map(path => file(path)) }),
      'too-large',
      '4 files',
    ],
    [
      'what the second attempt changed',
      changeOf({ fingerprint: 'older' }),
      'repeated',
      'Attempt 2 made the same change.',
    ],
    [
      'code that looks for the test runner',
      changeOf({ files: [file('a.py', 'if name == "pytest":\n    x = 1\n')] }),
      'suspicious',
      'a.py:1',
    ],
    [
      'code that reaches what it did not reach before',
      changeOf({ files: [file('a.py', 'import subprocess\n')] }),
      'new-capability',
      'a.py:1 starts or signals processes',
    ],
  ])('is refused if it has %s', (_, change, gate, reason) => {
    expect(changeRefusal({ change, incident: attempted('old', 'older') })).toMatchObject({
      gate,
      reason: expect.stringContaining(reason),
    });
  });
});
