// The table of languages, and which one a file is written in. Nothing else imports a language's folder.
import type { Evidence, LanguageName } from '../incident/evidence.ts';
import type { Language } from './language.ts';
import { python } from './python/python.ts';

export const languages: Readonly<Record<LanguageName, Language>> = { python };

/** The language a file is written in; null for a file of none. */
export function languageOf(path: string): Language | null {
  return Object.values(languages).find(({ source }) => source.owns(path)) ?? null;
}

/** The language of the failing job. */
export function languageOfJob(_evidence: Evidence): Language {
  return languages.python;
}
