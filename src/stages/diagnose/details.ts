// The words of this stage: stop details, as sentences for people.
import type { Diagnosis } from '../../incident/diagnosis.ts';
import { firstCharacters } from '../../text/truncation.ts';

export function commitUnavailable(sha: string): string {
  return `Commit ${sha.slice(0, 12)} can no longer be fetched.`;
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
