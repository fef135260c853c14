// Masking as a task for a worker thread.
import { maskedFields } from './fields.ts';
import { maskerOnThisThread } from './scan.ts';

/** Building one takes a moment, and there is one set of known values in a process. */
const maskers = new Map<string, (text: string) => string>();

export function maskedText({ text, known }: { text: string; known: readonly string[] }): string {
  return maskerFor(known)(text);
}

export function maskedValue({ value, known }: { value: unknown; known: readonly string[] }): unknown {
  return maskedFields(value, maskerFor(known));
}

function maskerFor(known: readonly string[]): (text: string) => string {
  const key = JSON.stringify(known);
  const mask = maskers.get(key) ?? maskerOnThisThread({ known });
  maskers.set(key, mask);
  return mask;
}
