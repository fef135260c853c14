// The table of languages, and which one a file is written in. Nothing else imports a language's folder.
import type { Evidence } from '../incident/evidence.ts';
import type { LanguageName } from '../incident/language.ts';
import type { Language } from './language.ts';
import { python } from './python/python.ts';

export const languages: Readonly<Record<LanguageName, Language>> = { python };

/** All languages; the first gets the logs that none claims. */
export const allLanguages: readonly [Language, ...Language[]] = [python];

/** The language that a file is written in; null if none. */
export function languageOf(path: string): Language | null {
  return allLanguages.find(({ source }) => source.owns(path)) ?? null;
}

/** The language of the failing job. */
export function languageOfJob({ language }: Pick<Evidence, 'language'>): Language {
  return languages[language];
}

/** True if any language calls the file a test or a test support file: test folders contain data of all kinds. */
export function isTestFile(path: string): boolean {
  return allLanguages.some(({ source }) => source.isTest(path));
}
