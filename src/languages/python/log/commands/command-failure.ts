// Why a Python command failed other than by a failing test: what the program is, its exit code, and what it says.
import type { CommandFailure, FailedCommand } from '../../../contract/failed-command.ts';
import { program } from './program.ts';
import { isCheck, isTestRunner, runsNoTests } from './programs.ts';

export function commandFailure(command: FailedCommand, lines: readonly string[]): CommandFailure | null {
  const words = program(command.words);
  if (isCheck(words)) return { kind: 'check', line: null };
  const { exitCode } = command;
  return (
    failureOfTests(words, exitCode, lines) ??
    withLine('dependencies', sinceTests(lines), isTestRunner(words) ? null : DEPENDENCIES) ??
    (runsNoTests(words) ? { kind: 'not-a-test', line: null } : null)
  );
}

/** https://docs.pytest.org/en/stable/reference/exit-codes.html; coverage's own is 2. */
function failureOfTests(
  words: readonly string[],
  exitCode: number | null,
  lines: readonly string[],
): CommandFailure | null {
  const isCoverage = words[0] === 'coverage';
  if (!isTestRunner(words) && !isCoverage) return null;
  if (lines.some(line => FAILED.test(line))) return null;
  if (exitCode === 4) return withLine('usage', lines, USAGE);
  if (exitCode === 5) return withLine('no-tests', lines, NO_TESTS);
  return exitCode === (isCoverage ? 2 : 1) ? withLine('coverage', lines, COVERAGE) : null;
}

/** A test failed, though the log may not have been understood. */
const FAILED =
  /\b[1-9]\d{0,8} (?:failed|errors?)\b.{0,200} in \d{1,9}\.\d{1,3}s|^FAILED \((?:failures|errors|unexpected)/;
const USAGE =
  /^ERROR: (?:usage: |file or directory not found: |not found: )|: error: unrecognized arguments: |^pytest: error: /;
const NO_TESTS = /\bno tests ran in \d|^NO TESTS RAN$|^collected 0 items\b|^collected .{1,200} \/ 0 selected$/;
/** https://github.com/pytest-dev/pytest-cov, https://github.com/coveragepy/coveragepy */
const COVERAGE =
  /^FAIL:? Required test coverage of .{1,40} not reached|^(?:ERROR: )?Coverage failure: total of \S{1,20} is less than fail-under/;
/** pip's, uv's, poetry's, pdm's, pipenv's and conda's. */
const DEPENDENCIES =
  /^ERROR: (?:Could not find a version that satisfies the requirement|No matching distribution found for|ResolutionImpossible|Cannot install .{1,1000} because these package versions have conflicting dependencies|Package '.{1,200}' requires a different Python)|No solution found when resolving (?:dependencies|tool dependencies)|version solving failed\b|changed significantly since poetry\.lock was last generated|The lockfile at `?.{1,200}`? needs to be updated|Unable to find installation candidates for|^\[?ResolutionImpossible\b|Could not find a version that matches|LibMambaUnsatisfiableError|PackagesNotFoundError|ResolvePackageNotFound|resolution-too-deep/;

/** What an installer said before the tests did not end the step. */
function sinceTests(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.findLastIndex(line => /^=+ test session starts =+$/.test(line)) + 1);
}

function withLine(
  kind: CommandFailure['kind'],
  lines: readonly string[],
  pattern: RegExp | null,
): CommandFailure | null {
  const line = pattern === null ? undefined : lines.findLast(text => pattern.test(text));
  return line === undefined ? null : { kind, line };
}
