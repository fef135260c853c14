// Masks secrets in every text that crosses a border: logs and sandbox output coming in, prompts and GitHub texts going out.
import { offload } from '../../threads/offload.ts';
import { maskerOnThisThread } from './scan.ts';
import { maskedText } from './scan-task.ts';

/** Characters; a longer text is masked on a worker thread. This many take a few milliseconds. */
const longest = 32 * 1024;
/** A log of the largest size takes about a minute on a slow machine. */
const seconds = 600;

/**
 * Returns a function that replaces each secret with `<SECRET:n>`; within a text, the same secret gets the same n. Idempotent;
 * GitHub's own `***` stays. `known`: our own secrets, replaced verbatim and in base64. Values under eight characters are
 * ignored, because they would match parts of ordinary words.
 */
export function secretMasker({ known = [] }: { known?: readonly string[] } = {}): (text: string) => Promise<string> {
  const maskHere = maskerOnThisThread({ known });
  const module = new URL('./scan-task.ts', import.meta.url).href;
  return async text =>
    text.length <= longest ? maskHere(text) : await offload({ module, run: maskedText }, { text, known }, { seconds });
}
