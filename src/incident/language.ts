// The languages whose failing tests can be repaired, and how to read facts that were stored while there was only one.
import { z } from 'zod';

/** A fact names its language, so that no later stage guesses. */
export const LanguageName = z.enum(['python']);
export type LanguageName = z.infer<typeof LanguageName>;

/** Evidence stored before `language` existed has `pythonVersion` instead. */
export function upgradedEvidence(stored: unknown): unknown {
  if (!hasNoLanguage(stored)) return stored;
  const { pythonVersion, ...rest } = stored;
  return { ...rest, language: 'python', languageVersion: pythonVersion };
}

/** A recipe stored before `language` existed; its command for selected tests is no longer needed. */
export function upgradedRecipe(stored: unknown): unknown {
  return hasNoLanguage(stored) ? { ...stored, language: 'python' } : stored;
}

function hasNoLanguage(stored: unknown): stored is Record<string, unknown> {
  return typeof stored === 'object' && stored !== null && !('language' in stored);
}
