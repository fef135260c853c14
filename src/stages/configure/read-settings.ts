// `.github/nightwatch.yml` as settings.
import { z } from 'zod';
import { Settings, type SettingsFile } from '../../incident/settings.ts';

/** `invalid`: nobody knows what its author wanted, only that it was not the defaults. */
export type ReadSettings = { kind: 'valid'; settings: Settings } | { kind: 'invalid'; problem: string };

/** All settings have defaults, so an empty file is valid, and so is none. */
export function readSettings(file: SettingsFile): ReadSettings {
  if (file.kind === 'malformed') return { kind: 'invalid', problem: file.problem };
  const parsed = Settings.safeParse(file.content ?? {});
  if (parsed.success) return { kind: 'valid', settings: parsed.data };
  return { kind: 'invalid', problem: z.prettifyError(parsed.error) };
}
