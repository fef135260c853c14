// A repository's own settings, as they held when its incident was taken up: the fact that `configure` adds.
import { z } from 'zod';

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

/** What `.github/nightwatch.yml` holds; of a file that is not YAML, what is wrong with it. */
export type SettingsFile = { kind: 'content'; content: unknown } | { kind: 'malformed'; problem: string };
