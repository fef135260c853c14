// The words of this stage: stop details, as sentences for people.
import type { Diagnosis } from '../../incident/diagnosis.ts';
import type { FailedJob } from '../../incident/evidence.ts';
import { ellipsized, firstCharacters } from '../../text/truncation.ts';

export function commitUnavailable(sha: string): string {
  return `Commit ${sha.slice(0, 12)} can no longer be fetched.`;
}

export function logLine(line: string): string {
  return `The log says: “${ellipsized(line, 300)}”`;
}

export function jobTimedOut(line: string): string {
  return `The job hit its time limit: “${ellipsized(line, 300)}”`;
}

export function commandKilled(exitCode: number): string {
  return `The command was killed (exit code ${exitCode}) and the log shows no failing test.`;
}

export function commandCrashed(exitCode: number, signal: string): string {
  return `The command crashed (exit code ${exitCode}, ${signal}) and the log does not say in which test.`;
}

export function commandNotFound(line: string | undefined): string {
  return quoting('The shell did not find a command (exit code 127)', line);
}

export function commandNotExecutable(line: string | undefined): string {
  return quoting('The shell could not execute a command (exit code 126)', line);
}

export function noTestsFound(line: string): string {
  return quoting('The test runner found no tests (exit code 5)', line);
}

export function argumentsRefused(line: string): string {
  return quoting('The test runner refused its arguments (exit code 4)', line);
}

export function coverageTooLow(line: string): string {
  return quoting('No test failed, but too little code is covered', line);
}

export function unresolvable(line: string): string {
  return quoting('The dependencies could not be resolved', line);
}

function quoting(what: string, line: string | undefined): string {
  return line === undefined ? `${what}.` : `${what}: “${ellipsized(line, 300)}”`;
}

/** `commands` may have failed; none of them runs tests. */
export function withoutTestRunner(commands: readonly string[], exitCode: number | null): string {
  const names = [...new Set(commands)].slice(0, 3).map(command => `“${ellipsized(command, 120)}”`);
  const code = exitCode === null ? '' : ` (exit code ${exitCode})`;
  if (names.length === 1) return `${names[0]} failed${code}. It runs no tests.`;
  return `One of ${names.join(', ')} failed${code}. None of them runs tests.`;
}

export function noFailingTest(job: FailedJob, languages: readonly string[]): string {
  const where = job.step ? `step “${job.step.name}”` : `job “${job.name}”`;
  return `The log of ${where} shows no failing ${languages.join(' or ')} test.`;
}

export function noUsableAnswer(reason: string): string {
  return `The model gave no usable answer: ${reason}`;
}

/** The failed checks, and the model's diagnosis for what it is worth. */
export function lowConfidence({ checks, cause, confidence, class: kind }: Diagnosis): string {
  const failed = checks.filter(check => !check.holds).map(check => `“${check.claim}”`);
  const reason =
    failed.length > 0
      ? `Failed checks: ${failed.join(', ')}.`
      : `The model itself is unsure; it classifies it as ${kind}.`;
  return `Confidence ${Math.round(confidence * 100)}%. ${reason} The model's diagnosis: ${firstCharacters(cause, 1500)}`;
}
