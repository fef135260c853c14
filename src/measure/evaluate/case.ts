// A case: one failing commit with a known fix, as a folder that is easy to make by hand. The file names follow SWE-bench.
//
//   my-case/
//     repository/     a git repository, bare or not: its HEAD fails, HEAD's first parent passes; only ever read
//     gold.patch      the reference fix, a unified diff against HEAD (`git diff HEAD fixed > gold.patch`)
//     gold_test.py    the reference test, one pytest function: red on HEAD, green once gold.patch is applied
//     case.json       only where the repository has no workflow that runs on a push to HEAD's branch:
//                     { "test": "python -m pytest", "python": "3.11", "setup": ["pip install -e ."], "minutes": 10 }
//
// Only "test" is required; "minutes" is the time limit of the test step. The workflow made from it replaces the
// repository's own ones.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';

export const Job = z.strictObject({
  test: z.string().min(1),
  python: z.string().min(1).default('3.11'),
  setup: z.array(z.string().min(1)).default([]),
  minutes: z.number().positive().default(10),
});
export type Job = z.infer<typeof Job>;

export interface Case {
  readonly name: string;
  /** Absolute paths. */
  readonly repository: string;
  readonly patch: string;
  readonly referenceTest: string;
  /** Null when the repository's own workflow is to run. */
  readonly job: Job | null;
}

/** The case itself is wrong; the message is for its author. */
export class InvalidCase extends Error {
  override name = 'InvalidCase';
}

/** Folders of cases, sorted. Throws when there are none, or when a requested one is missing. */
export async function caseFolders(folder: string, only: readonly string[]): Promise<string[]> {
  const entries = await readdir(resolve(folder), { withFileTypes: true }).catch(() => []);
  const names = entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(entry => entry.name);
  if (names.length === 0) throw new Error(`${folder} contains no case folders.`);
  const unknown = only.filter(name => !names.includes(name));
  if (unknown.length > 0) throw new Error(`${folder} contains no case ${unknown.join(', ')}.`);
  const chosen = only.length > 0 ? names.filter(name => only.includes(name)) : names;
  return chosen.sort().map(name => join(resolve(folder), name));
}

/** Throws `InvalidCase`. */
export async function readCase(folder: string): Promise<Case> {
  const repository = join(folder, 'repository');
  const isFolder = await stat(repository).then(
    entry => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new InvalidCase('It has no folder "repository".');
  return {
    name: basename(folder),
    repository,
    patch: join(folder, 'gold.patch'),
    referenceTest: await required(folder, 'gold_test.py'),
    job: await maybeJob(join(folder, 'case.json')),
  };
}

async function required(folder: string, name: string): Promise<string> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => '');
  if (text.trim() === '') throw new InvalidCase(`It has no ${name}.`);
  return text;
}

async function maybeJob(file: string): Promise<Job | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return Job.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new InvalidCase(`Its case.json is invalid: ${why}`);
  }
}
