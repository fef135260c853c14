// Reads which commands failed from what tox, nox, pre-commit and other task runners print.
import type { FailedCommand } from '../../../contract/failed-command.ts';
import { words } from '../../../shell.ts';

export function failedCommands(lines: readonly string[]): FailedCommand[] {
  const reported = lines.flatMap((line, index) => (isIgnored(lines[index + 1]) ? [] : (reportedIn(line) ?? [])));
  return [...reported, ...failedHooks(lines)];
}

/** The command and its exit code, in either order. */
const REPORTS: readonly RegExp[] = [
  // https://github.com/tox-dev/tox/blob/main/src/tox/execute/api.py
  /^\S+: exit (?<code>-?\d{1,10}) \(\d{1,9}\.\d\d seconds\) [^>]+> (?<command>.+)$/,
  // tox 3
  /^ERROR: InvocationError for command (?<command>.+) \(exited with code (?<code>-?\d{1,10})(?: \(SIG\w{1,10}\))?\)$/,
  // https://github.com/wntrblm/nox/blob/main/nox/command.py
  /^nox > Command (?<command>.+) failed with exit code (?<code>-?\d{1,10}):?$/,
];

function reportedIn(line: string): FailedCommand | null {
  for (const pattern of REPORTS) {
    const { command, code } = pattern.exec(line)?.groups ?? {};
    if (command && code) return { words: words(command.replace(/ pid=\d{1,10}$/, '')), exitCode: Number(code) };
  }
  return null;
}

/** tox's `ignore_outcome`. */
function isIgnored(next: string | undefined): boolean {
  return (
    next !== undefined && /command failed but (?:is marked ignore outcome|result from testenv is ignored)/.test(next)
  );
}

/** `ruff....Failed`, `- hook id: ruff`, `- exit code: 1`: https://pre-commit.com */
function failedHooks(lines: readonly string[]): FailedCommand[] {
  return lines.flatMap((line, index) => {
    const id = /^- hook id: (\S{1,200})$/.exec(line)?.[1];
    if (id === undefined || !/\.Failed$/.test(lines[index - 1] ?? '')) return [];
    const code = lines
      .slice(index + 1, index + 4)
      .flatMap(next => /^- exit code: (\d{1,10})$/.exec(next)?.[1] ?? [])[0];
    return [{ words: ['pre-commit', 'run', id], exitCode: code === undefined ? null : Number(code) }];
  });
}
