// The parts of pyproject.toml that say how to install and test.
import { parse } from 'smol-toml';
import { z } from 'zod';

const PyProject = z.object({
  'build-system': z.unknown().optional(),
  project: z.object({ 'optional-dependencies': z.record(z.string(), z.unknown()).default({}) }).optional(),
  'dependency-groups': z.record(z.string(), z.array(z.unknown())).default({}),
  tool: z
    .object({
      poetry: z.unknown().optional(),
      uv: z.unknown().optional(),
      hatch: z.unknown().optional(),
      tox: z.object({ legacy_tox_ini: z.string().optional() }).optional().catch(undefined),
    })
    .prefault({}),
});
export type PyProject = z.infer<typeof PyProject>;

/** Null if it is not TOML: pip rejects it too, with a better message than ours. */
export function pyproject(text: string): PyProject | null {
  try {
    return PyProject.safeParse(parse(text)).data ?? null;
  } catch {
    return null;
  }
}
