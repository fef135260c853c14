// `npm run evaluate -- <folder of cases> [--only <name>…] [--jobs n]`: how Nightwatch does on failures with known answers.
// README.md beside this says what a case is and what the figures mean.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareHost } from '../../standins/host/prepare-host.ts';
import { caseFolders } from './case.ts';
import { playCase } from './play-case.ts';
import type { Result } from './result.ts';
import { tableText, totalsOf } from './table.ts';

const root = join(import.meta.dirname, '../../..');
const usage = 'Usage: npm run evaluate -- <folder of cases> [--only <name>…] [--jobs <number>]';

try {
  await evaluate();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function evaluate(): Promise<void> {
  const { folder, only, jobs } = wishes();
  const folders = await caseFolders(folder, only);
  await prepareHost(line => console.log(line));
  const startedAt = new Date();
  const keepSoFar = (results: readonly Result[]) => keep(startedAt, { folder, results: results.filter(Boolean) });
  const results = await playAll(folders, { jobs, keepSoFar });
  console.log(`\n${tableText(results)}`);
  const file = await keepSoFar(results);
  console.log(
    `\n${((Date.now() - startedAt.getTime()) / 1000).toFixed(0)} s in all; kept in ${relative(process.cwd(), file)}`,
  );
}

/** `--only a b` and `--only a --only b` are the same. Throws the usage. */
function wishes(): { folder: string; only: string[]; jobs: number } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string', multiple: true }, jobs: { type: 'string', default: '1' } },
  });
  const [folder, ...more] = positionals;
  const only = values.only ?? [];
  const jobs = Number(values.jobs);
  const isClear = folder !== undefined && (more.length === 0 || only.length > 0);
  if (!isClear || !Number.isInteger(jobs) || jobs < 1) throw new Error(usage);
  return { folder, only: [...only, ...more], jobs };
}

interface Pace {
  readonly jobs: number;
  /** Called after each case, so that an evaluation that is cut short has not been for nothing. */
  readonly keepSoFar: (results: readonly Result[]) => Promise<unknown>;
}

/** So many at once; results in the order of the folders. */
async function playAll(folders: readonly string[], { jobs, keepSoFar }: Pace): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...folders.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, folder] = next;
      const result = await playCase(folder);
      results[index] = result;
      await keepSoFar(results);
      const done = results.filter(Boolean).length;
      const seconds = (result.times.whole / 1000).toFixed(0);
      console.log(
        `${done}/${folders.length} ${result.name}: ${result.verdict} (${result.end ?? result.why}) ${seconds} s`,
      );
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}

async function keep(at: Date, about: { folder: string; results: readonly Result[] }): Promise<string> {
  const directory = join(root, '.nightwatch/evaluation');
  const file = join(directory, `${at.toISOString().replaceAll(':', '-')}.json`);
  await mkdir(directory, { recursive: true });
  const text = JSON.stringify(
    { at, folder: about.folder, totals: totalsOf(about.results), results: about.results },
    null,
    2,
  );
  await writeFile(file, `${text}\n`);
  return file;
}
