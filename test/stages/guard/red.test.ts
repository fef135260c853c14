import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../src/incident/evidence.ts';
import type { Reproduced } from '../../../src/incident/incident.ts';
import { mostTellingFirst, objectionToRed } from '../../../src/stages/guard/red.ts';
import type { SuiteRun, TestOutcome } from '../../../src/suite/suite-run.ts';
import { reproducedFrom } from '../repair/fixtures.ts';

const path = 'tests/test_mail_regression.py';
const paths = new Set(['shop/__init__.py', 'shop/mail.py', 'shop/users.py', 'tests/test_mail.py', path]);
const stand = { path, paths };

function failureAt(file: string | null, line: number, more: Partial<Failure> = {}): Failure {
  const frames = file ? [{ file, line, function: null, inRepository: true }] : [];
  const where = { file, line: file ? line : null, frames };
  return { testId: `${path}::test_it`, phase: 'call', errorType: 'TypeError', message: 'no', ...where, ...more };
}

function ciWith(...targets: Failure[]): Reproduced {
  const environment = { image: 'i', digest: 'sha256:0', workDirectory: '/w' };
  return reproducedFrom(runOf('failed', targets), { tree: 't', environment });
}

function runOf(outcome: TestOutcome, failures: readonly Failure[], more: Partial<SuiteRun> = {}): SuiteRun {
  const finished = { end: 'exited' as const, exitCode: 1, output: '', seconds: 1 };
  return {
    command: 'pytest',
    outcomes: new Map([[`${path}::test_it`, outcome]]),
    failures,
    finished,
    void: null,
    ...more,
  };
}

const inSource = ciWith(failureAt('shop/mail.py', 12, { testId: 'tests/test_mail.py::test_a' }));
const assertion = { errorType: 'AssertionError' };
const inTest = ciWith(failureAt('tests/test_mail.py', 8, { testId: 'tests/test_mail.py::test_a', ...assertion }));
const collecting = ciWith(
  failureAt('shop/mail.py', 1, { testId: 'tests/test_mail.py', phase: 'collection', errorType: 'ImportError' }),
);

describe('a run counts as red for the reason of CI', () => {
  test.each<[string, Reproduced, SuiteRun]>([
    ['with the same error on the same line', inSource, runOf('failed', [failureAt('shop/mail.py', 12)])],
    ['with the same error elsewhere in the suspect file', inSource, runOf('failed', [failureAt('shop/mail.py', 30)])],
    [
      'with its class told by its module',
      inSource,
      runOf('failed', [failureAt('shop/mail.py', 12, { errorType: 'builtins.TypeError' })]),
    ],
    [
      'when both say that nothing was raised, the one in the words of pytest',
      inTest,
      runOf('failed', [failureAt(path, 4, { errorType: 'Failed', message: "DID NOT RAISE <class 'TypeError'>" })]),
    ],
    [
      'when a frame further out is in the suspect',
      inSource,
      runOf('failed', [
        failureAt('shop/users.py', 3, {
          frames: [
            { file: 'shop/mail.py', line: 12, function: 'f', inRepository: true },
            { file: 'shop/users.py', line: 3, function: 'g', inRepository: true },
          ],
        }),
      ]),
    ],
    ['by its own assertion, where CI failed by an assertion', inTest, runOf('failed', [failureAt(path, 5, assertion)])],
    ['by the assertion of a test helper', inTest, runOf('failed', [failureAt('tests/helpers.py', 5, assertion)])],
    [
      'breaking while importing, where CI did',
      collecting,
      runOf('error', [failureAt('shop/mail.py', 1, { phase: 'collection', errorType: 'ImportError' })]),
    ],
    [
      'failing on an import inside the test, where CI broke while importing',
      collecting,
      runOf('failed', [failureAt('shop/mail.py', 1, { errorType: 'ImportError' })]),
    ],
  ])('%s', (_, incident, run) => {
    expect(objectionToRed(run, incident, stand)).toBeNull();
  });
});

test('an assertion of the test counts where CI failed in a test file that is called otherwise', () => {
  const file = 'checks/tests_mail.py';
  const target = failureAt(file, 8, { testId: `${file}::test_a`, ...assertion });
  const incident = ciWith(target);
  const location = { path: 'checks/tests_mail_regression.py', paths: new Set([...paths, file]) };
  expect(objectionToRed(runOf('failed', [failureAt(location.path, 5, assertion)]), incident, location)).toBeNull();
});

describe('a run does not count', () => {
  test.each<[string, Reproduced, SuiteRun, string]>([
    [
      'with the same error raised by a callback of the test itself',
      inSource,
      runOf('failed', [
        failureAt(path, 5, {
          frames: [
            { file: 'shop/mail.py', line: 12, function: 'f', inRepository: true },
            { file: path, line: 5, function: 'callback', inRepository: true },
          ],
        }),
      ]),
      'CI failed at',
    ],
    [
      'when it is void',
      inSource,
      runOf('failed', [failureAt('shop/mail.py', 12)], { void: 'No report.' }),
      'No report.',
    ],
    ['when nothing was collected', inSource, runOf('failed', [], { outcomes: new Map() }), '0 tests'],
    [
      'when there are two tests',
      inSource,
      runOf('failed', [], {
        outcomes: new Map([
          ['a', 'failed'],
          ['b', 'failed'],
        ]),
      }),
      '2 tests',
    ],
    ['when it passes', inSource, runOf('passed', []), 'passes on the failing code'],
    ['when it is skipped', inSource, runOf('skipped', []), 'outcome is skipped'],
    ['when it is expected to fail', inSource, runOf('xfailed', []), 'outcome is xfailed'],
    [
      'with another error',
      inSource,
      runOf('failed', [failureAt('shop/mail.py', 12, { errorType: 'KeyError' })]),
      'CI failed with TypeError',
    ],
    [
      "with an error of the repository's own that is called like an assertion's",
      inTest,
      runOf('failed', [failureAt(path, 4, { errorType: 'Failed', message: 'no stock' })]),
      'CI failed with AssertionError',
    ],
    [
      'with the same error raised by the test itself',
      inSource,
      runOf('failed', [failureAt(path, 5)]),
      'CI failed at shop/mail.py:12',
    ],
    [
      'with the same error in a file that nothing points at',
      inSource,
      runOf('failed', [failureAt('shop/users.py', 3)]),
      'CI failed at',
    ],
    [
      'by an assertion where CI failed in the code',
      inSource,
      runOf('failed', [failureAt(path, 5, assertion)]),
      'CI failed with TypeError',
    ],
    [
      'when a fixture breaks',
      inSource,
      runOf('error', [failureAt('shop/mail.py', 12, { phase: 'setup' })]),
      'breaks in setup',
    ],
    [
      'when it does not import',
      inSource,
      runOf('error', [failureAt(path, 1, { phase: 'collection', errorType: 'ImportError' })]),
      'ImportError',
    ],
    [
      'when its import is wrong and CI broke while importing elsewhere',
      collecting,
      runOf('error', [failureAt(path, 1, { phase: 'collection', errorType: 'ImportError' })]),
      'CI failed at',
    ],
  ])('%s', (_, incident, run, words) => {
    expect(objectionToRed(run, incident, stand)).toContain(words);
  });
});

test('of several tests those come first whose failure is nearest to that of CI, else the order stays', () => {
  const [further, same, file, other] = [
    failureAt('shop/users.py', 12),
    failureAt('shop/mail.py', 12),
    failureAt('shop/mail.py', 30),
    failureAt(null, 1),
  ].map(failure => ({ failure }));
  const all = [further, file, same, other].filter(test => test !== undefined);
  const { targets } = inSource.reproduction;
  expect(mostTellingFirst(all, { targets, hasOwnValues: () => false })).toEqual([same, file, further, other]);
});

test('a test with values of its own comes before one that is nearer', () => {
  const near = { failure: failureAt('shop/mail.py', 12), isOwn: false };
  const own = { failure: failureAt('shop/mail.py', 30), isOwn: true };
  const { targets } = inSource.reproduction;
  expect(mostTellingFirst([near, own], { targets, hasOwnValues: ({ isOwn }) => isOwn })).toEqual([own, near]);
});
