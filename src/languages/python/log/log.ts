// Python's logs behind the contract.
import type { LogReading } from '../../contract/log-reading.ts';
import { blamesTheMachine } from './blames-the-machine.ts';
import { blamesTheTest } from './blames-the-test.ts';
import { pythonFailures } from './failures.ts';
import { pythonVersionOf } from './version.ts';

export const log: LogReading = {
  failures: pythonFailures,
  version: pythonVersionOf,
  mentionsTests: text =>
    /\b(?:pytest|py\.test|unittest|tox|nox|nosetests)\b|test session starts|Traceback \(most recent call last\)/.test(
      text,
    ),
  blamesTheTest,
  blamesTheMachine,
  reportHeading: /^=+ (?:FAILURES|ERRORS) =+$/,
  summaryHeading: /^=+ short test summary info =+$/,
  errorLine: /^E {2,}\S|\bTraceback \(most recent call last\)/,
};
