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
