// `.github/nightwatch.yml`: a repository's own settings, all optional.
import { z } from 'zod';

export const settingsFile = 'nightwatch.yml';

export const Settings = z.strictObject({
  /** `false` disables Nightwatch for the repository. */
  enabled: z.boolean().default(true),
  /** Names or file names of the workflows to watch; all by default. */
  workflows: z.array(z.string()).optional(),
  /** Branches to watch; all by default. */
  branches: z.array(z.string()).optional(),
  /** Repair attempts; at most three, and at most the host's limit. */
  attempts: z.int().min(1).max(3).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** An invalid file disables Nightwatch: its author wanted something other than the defaults. */
export function settingsFrom(file: unknown): { settings: Settings; problem: string | null } {
  const parsed = Settings.safeParse(file ?? {});
  if (parsed.success) return { settings: parsed.data, problem: null };
  return { settings: { enabled: false }, problem: z.prettifyError(parsed.error) };
}
