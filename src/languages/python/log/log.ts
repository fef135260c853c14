// Python's logs behind the contract.
import type { LogReading } from '../../contract/log-reading.ts';
import { blamesTheMachine } from './blames-the-machine.ts';
import { blamesTheTest } from './blames-the-test.ts';
import { commandFailure } from './commands/command-failure.ts';
import { failedCommands } from './commands/failed-commands.ts';
import { pythonFailures } from './failures.ts';
import { pythonVersionOf } from './version.ts';

export const log: LogReading = {
  failures: pythonFailures,
  version: pythonVersionOf,
  mentionsTests: text =>
    /\b(?:pytest|py\.test|unittest|doctest|tox|nox|nosetests|nose2|twisted\.trial|manage\.py test|runtests\.py)\b|test session starts|Traceback \(most recent call last\)/.test(
      text,
    ),
  failedCommands,
  commandFailure,
  blamesTheTest,
  blamesTheMachine,
  reportHeading: /^=+ (?:FAILURES|ERRORS) =+$|^(?:ERROR|FAIL): [\w.]{1,300} \([\w.]{1,600}\)|^\[(?:ERROR|FAIL)\]$/,
  summaryHeading: /^=+ short test summary info =+$/,
  errorLine:
    /^E {2,}\S|\bTraceback \(most recent call last\)|^Failed example:$|^UNEXPECTED EXCEPTION: |Fatal Python error: |^worker '\w{1,20}' crashed while running /,
};
