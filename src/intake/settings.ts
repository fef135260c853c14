// `.github/nightwatch.yml`: what a repository may say about how it is looked after. Nothing in it is needed.
import { z } from 'zod';

export const settingsFile = 'nightwatch.yml';

export const Settings = z.strictObject({
  /** `false` switches Nightwatch off here. */
  enabled: z.boolean().default(true),
  /** Names or file names of the workflows to watch; all by default. */
  workflows: z.array(z.string()).optional(),
  /** Branches to watch; all by default. */
  branches: z.array(z.string()).optional(),
  /** Tries at a repair, at most three and at most the host's limit. */
  attempts: z.int().min(1).max(3).optional(),
});
export type Settings = z.infer<typeof Settings>;

/** A file that cannot be understood switches us off: whoever wrote it wanted something other than the default. */
export function settingsFrom(file: unknown): { settings: Settings; problem: string | null } {
  const parsed = Settings.safeParse(file ?? {});
  if (parsed.success) return { settings: parsed.data, problem: null };
  return { settings: { enabled: false }, problem: z.prettifyError(parsed.error) };
}
