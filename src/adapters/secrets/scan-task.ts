// Masking as a task for a worker thread.
import { maskerOnThisThread } from './scan.ts';

/** Building one takes a moment, and there is one set of known values in a process. */
const maskers = new Map<string, (text: string) => string>();

export function maskedText({ text, known }: { text: string; known: readonly string[] }): string {
  const key = JSON.stringify(known);
  const mask = maskers.get(key) ?? maskerOnThisThread({ known });
  maskers.set(key, mask);
  return mask(text);
}
