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
}

const counts = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);
const Line = z.object({
  failed: z.number().int().nonnegative(),
  passed: z.number().int().nonnegative(),
  files: z.record(z.string(), z.record(z.string().regex(/^\d{1,7}$/), counts)),
});

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
  return { failed: sum('failed'), passed: sum('passed'), files };
}

function lineOf(raw: string): z.infer<typeof Line> | null {
  if (raw === '') return null;
  try {
    return Line.safeParse(JSON.parse(raw)).data ?? null;
  } catch {
    return null; // A partial line: the process was killed while writing, or a test wrote to the file.
  }
}
