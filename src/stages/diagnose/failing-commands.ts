// Which commands of the failing step may have failed: those that the log says have, else all whose failure ends the script.
import type { Evidence, LoggedCommand } from '../../incident/evidence.ts';
import type { FailedCommand } from '../../languages/contract/failed-command.ts';
import { allLanguages } from '../../languages/languages.ts';
import { commands, isList, isPlacing, words } from '../../languages/shell.ts';
import { failureOf } from './command-failure.ts';

/** Empty if unknown. `lines` are those of the log. */
export function failingCommands(evidence: Evidence, lines: readonly string[]): readonly FailedCommand[] {
  const reported = allLanguages.flatMap(({ log }) => log.failedCommands(lines));
  if (reported.length > 0) return reported;
  const step = evidence.commands.at(-1);
  if (step === undefined || step.exitCode === null) return [];
  const own = endingCommands(step).map(command => ({ words: command, exitCode: step.exitCode }));
  const [only] = own;
  if (own.length !== 1 || only === undefined || !ECHOING.has(only.words[0] ?? '')) return own;
  const echoed = echoedCheck(lines);
  return echoed === null ? own : [echoed];
}

/** A shell with `-e` ends at the first command that fails, any other after the last one. */
function endingCommands({ script, shell }: LoggedCommand): readonly (readonly string[])[] {
  const runner = shell ?? 'bash -e {0}';
  if (!/\b(?:bash|sh)\b/.test(runner) || !isList(script)) return [];
  const all = commands(script);
  if (all.some(command => /^set \+e?\b/.test(command))) return [];
  const isPipefail = /\bpipefail\b/.test(runner) || all.some(command => /^set .*pipefail/.test(command));
  const own = /(?:^|\s)-[a-df-zA-Z0-9_]*e\w*(?:\s|$)/.test(runner) ? all : all.slice(-1);
  const parts = own.filter(command => !isHarmless(command)).map(command => simple(command, isPipefail));
  return parts.includes(null) ? [] : parts.filter(part => part !== null && part.length > 0).map(part => part ?? []);
}

function isHarmless(command: string): boolean {
  return isPlacing(command) || /\|\|\s*(?:(?:true|:)$|echo\b)/.test(command) || HARMLESS.test(command);
}

const HARMLESS =
  /^(?:echo|printf|true|pwd|ls|mkdir|cat|which|date|env|printenv|df|free|uname|nproc|sleep)\b|\s--version$/;

/** The command whose status a pipeline has; null for what is none of either. */
function simple(command: string, isPipefail: boolean): readonly string[] | null {
  const parts = command.split(/\s\|\s/);
  const part = parts.length === 1 || isPipefail ? parts[0] : parts.at(-1);
  if (part === undefined || /[|({]|&\s*$/.test(part)) return null;
  return words(part);
}

/** They print the commands that they run. */
const ECHOING = new Set(['make', 'gmake', 'just', 'npm', 'yarn', 'pnpm', 'poe', 'task', 'invoke', 'inv']);

/** The last command that was printed, if it only checks code and no test ran since. */
function echoedCheck(lines: readonly string[]): FailedCommand | null {
  const printed = lines.map(line => ({ words: words(line.replace(/^(?:\+|>|Poe =>) /, '')), exitCode: null }));
  const last = printed.findLastIndex(command => failureOf(command, [])?.kind === 'check');
  const since = lines.slice(last + 1);
  if (last === -1 || since.some(line => allLanguages.some(({ log }) => log.mentionsTests(line)))) return null;
  return printed[last] ?? null;
}
