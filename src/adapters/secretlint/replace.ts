// Puts placeholders where secrets were found.
import type { Placeholders } from './placeholders.ts';

/** A secret and where it stands; `value` is its identity, which may lack decoration such as timestamps. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** The text with every finding replaced. Overlaps become one; what is masked already stays as it is. */
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

/** A finding around a placeholder was one before its secret was taken out; `***` is GitHub's own mask. */
function isUnmasked({ value }: Finding): boolean {
  return !/<SECRET:\d+>/.test(value) && !/(^|[:=])\*+$|^$/.test(value) && !value.includes(':***@');
}
