// Stops that the failing command and its exit code decide.
import type { Evidence } from '../../incident/evidence.ts';
import type { Stop } from '../../incident/stop.ts';
import type { CommandFailure, FailedCommand } from '../../languages/contract/failed-command.ts';
import { failureOf } from './command-failure.ts';
import {
  argumentsRefused,
  commandCrashed,
  commandKilled,
  commandNotExecutable,
  commandNotFound,
  coverageTooLow,
  noTestsFound,
  unresolvable,
  withoutTestRunner,
} from './details.ts';

/** A linter's output quotes code: its words do not count. */
export function checkStop(failing: readonly FailedCommand[], lines: readonly string[]): Stop | null {
  const areChecks = failing.every(
    command => !isShells(command.exitCode) && failureOf(command, lines)?.kind === 'check',
  );
  return failing.length > 0 && areChecks ? noTestStop(failing) : null;
}

export function commandStop(
  { commands }: Evidence,
  failing: readonly FailedCommand[],
  lines: readonly string[],
): Stop | null {
  const codes = [commands.at(-1)?.exitCode ?? null, ...failing.map(command => command.exitCode)];
  return codes.map(code => exitCodeStop(code, lines)).find(stop => stop !== null) ?? failureStop(failing, lines);
}

/** One that says why decides; else all must be without tests. */
function failureStop(failing: readonly FailedCommand[], lines: readonly string[]): Stop | null {
  const failures = failing.map(command => failureOf(command, lines));
  const said = failures.findLast(failure => failure !== null && failure.line !== null);
  if (said) return saidStop(said);
  return failing.length > 0 && !failures.includes(null) ? noTestStop(failing) : null;
}

function saidStop({ kind, line }: CommandFailure): Stop | null {
  if (line === null) return null;
  switch (kind) {
    case 'coverage':
      return { code: 'unsupported', detail: coverageTooLow(line) };
    case 'no-tests':
      return { code: 'unsupported', detail: noTestsFound(line) };
    case 'usage':
      return { code: 'unsupported', detail: argumentsRefused(line) };
    case 'dependencies':
      return { code: 'not-code', detail: unresolvable(line) };
    default:
      return null;
  }
}

function noTestStop(failing: readonly FailedCommand[]): Stop {
  const texts = failing.map(({ words }) => words.join(' '));
  return { code: 'unsupported', detail: withoutTestRunner(texts, failing[0]?.exitCode ?? null) };
}

/** Above 125 a shell speaks, not the command: https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html */
function isShells(code: number | null): boolean {
  return code !== null && (code < 0 || code > 125) && code < 160;
}

/** Linux's numbers. */
const KILLED = [9, 15];
const CRASHES: Readonly<Record<number, string>> = {
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  11: 'SIGSEGV',
};
/** Windows's code of an access violation, unsigned and signed. */
const ACCESS_VIOLATION = [0xc0000005, 0xc0000005 - 2 ** 32];

function exitCodeStop(code: number | null, lines: readonly string[]): Stop | null {
  if (code === null) return null;
  if (code === 127)
    return { code: 'unsupported', detail: commandNotFound(lines.findLast(line => NOT_FOUND.test(line))) };
  if (code === 126)
    return { code: 'unsupported', detail: commandNotExecutable(lines.findLast(line => NOT_EXECUTABLE.test(line))) };
  const signal = ACCESS_VIOLATION.includes(code) ? 11 : code < 0 ? -code : code - 128;
  // The machine killed it, usually because it ran out of memory.
  if (KILLED.includes(signal)) return { code: 'infrastructure', detail: commandKilled(code) };
  const crash = CRASHES[signal];
  return crash === undefined ? null : { code: 'unsupported', detail: commandCrashed(code, crash) };
}

const NOT_FOUND = /: (?:command )?not found$|: No such file or directory$/;
const NOT_EXECUTABLE = /: Permission denied$|cannot execute|bad interpreter/;
