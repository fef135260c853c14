// Replaces found secrets with placeholders.
import type { Placeholders } from './placeholders.ts';

/** A secret and its range; `value` is its identity, without decoration such as timestamps. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Replaces every finding. Overlapping findings are merged; masked ones are ignored. */
export function replaceFindings(text: string, find: (text: string) => readonly Finding[], names: Placeholders): string {
  const parts: string[] = [];
  let done = 0;
  for (const finding of find(text)
    .filter(isUnmasked)
    .toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (finding.end <= done) continue;
    if (finding.start >= done) parts.push(text.slice(done, finding.start), names.for(finding.value));
    done = finding.end;
  }
  return done === 0 ? text : `${parts.join('')}${text.slice(done)}`;
}

/** A finding that contains a placeholder is already masked; `***` is GitHub's own mask. */
function isUnmasked({ value }: Finding): boolean {
  return !/<SECRET:\d+>/.test(value) && !/(^|[:=])\*+$|^$/.test(value) && !value.includes(':***@');
}
