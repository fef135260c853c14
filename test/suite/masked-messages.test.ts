// A report is read as it is, since its seal is over its bytes; what its failures say is masked right after.
import { expect, test } from '@jest/globals';
import { maskerOnThisThread } from '../../src/adapters/secrets/scan.ts';
import type { Failure } from '../../src/incident/evidence.ts';
import { withMaskedMessages } from '../../src/suite/masked-messages.ts';
import type { TimedRun } from '../../src/suite/suite-run.ts';

test('a message loses its secret, and a test keeps its id', async () => {
  const token = `gh${'p_'}${'a1B2c3D4e5F6'.repeat(3)}`;
  const id = `tests/test_login.py::test_login[${token}]`;
  const failure: Failure = {
    testId: id,
    phase: 'call',
    errorType: 'AssertionError',
    message: `assert '${token}' == ''`,
    file: null,
    line: null,
    frames: [],
  };
  const run: TimedRun = {
    command: 'pytest',
    outcomes: new Map([[id, 'failed']]),
    failures: [failure],
    finished: { end: 'exited', exitCode: 1, output: '', seconds: 1 },
    void: null,
    slowest: 1,
  };
  const mask = maskerOnThisThread();
  const masked = await withMaskedMessages(run, { mask: async text => mask(text) });
  expect(masked).toEqual({ ...run, failures: [{ ...failure, message: "assert '<SECRET:1>' == ''" }] });
});
