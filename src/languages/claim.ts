// Which language a failing step's log belongs to. Pure, so that `collect` can save the answer as a fact.
import type { Failure } from '../incident/evidence.ts';
import type { Language } from './language.ts';

export interface Claim {
  readonly language: Language;
  readonly failures: readonly Failure[];
}

/**
 * Every language reads the lines, and the one that finds the most failing tests claims them; the first in the table wins a tie.
 * If none finds any, the first gets the log without failures, and a later stage says that there is nothing to repair.
 */
export function claim(
  languages: readonly [Language, ...Language[]],
  lines: readonly string[],
  notes: readonly string[],
): Claim {
  const [first, ...others] = languages.map(language => ({ language, failures: language.log.failures(lines, notes) }));
  if (!first) throw new Error('There is no language to read a log.');
  return others.reduce((best, next) => (next.failures.length > best.failures.length ? next : best), first);
}
