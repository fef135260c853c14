// Which lines the failing and the passing tests executed: the program spectrum for fault localisation.
import { z } from 'zod';

/** How many tests executed a line. */
export interface Ran {
  readonly failed: number;
  readonly passed: number;
}

export interface Spectrum {
  /** Number of failing and passing tests. */
  readonly failed: number;
  readonly passed: number;
  /** By path, relative to the work tree, and line, from 1. Lines that no test executed are missing. */
  readonly files: ReadonlyMap<string, ReadonlyMap<number, Ran>>;
  /** By path, the first lines of the functions that ran outside of all tests, such as on import; null when it is not known. */
  readonly loaded: ReadonlyMap<string, ReadonlySet<number>> | null;
}

const counts = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);
const Line = z.object({
  failed: z.number().int().nonnegative(),
  passed: z.number().int().nonnegative(),
  files: z.record(z.string(), z.record(z.string().regex(/^\d{1,7}$/), counts)),
  loaded: z.record(z.string(), z.array(z.number().int().nonnegative())).nullable(),
});
type Line = z.infer<typeof Line>;

/** Reads the plugin's output, one JSON line per process; null when no line is readable. */
export function readSpectrum(text: string | null): Spectrum | null {
  const lines = (text ?? '').split('\n').flatMap(raw => lineOf(raw) ?? []);
  if (lines.length === 0) return null;
  const files = new Map<string, Map<number, Ran>>();
  for (const [path, ran] of lines.flatMap(line => Object.entries(line.files))) {
    const known = files.get(path) ?? new Map<number, Ran>();
    files.set(path, known);
    for (const [line, [failed, passed]] of Object.entries(ran)) {
      const before = known.get(Number(line)) ?? { failed: 0, passed: 0 };
      known.set(Number(line), { failed: before.failed + failed, passed: before.passed + passed });
    }
  }
  const sum = (side: 'failed' | 'passed') => lines.reduce((total, line) => total + line[side], 0);
  return { failed: sum('failed'), passed: sum('passed'), files, loaded: loadedIn(lines) };
}

function loadedIn(lines: readonly Line[]): Spectrum['loaded'] {
  const loaded = new Map<string, Set<number>>();
  for (const line of lines) {
    if (line.loaded === null) return null;
    for (const [path, firstLines] of Object.entries(line.loaded)) {
      loaded.set(path, new Set([...(loaded.get(path) ?? []), ...firstLines]));
    }
  }
  return loaded;
}

function lineOf(raw: string): Line | null {
  if (raw === '') return null;
  try {
    return Line.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null; // A partial line: the process was killed while writing, or a test wrote to the file.
  }
}
