// `npm run evaluate -- <folder of cases> [--only <name>…] [--jobs n]`: how Nightwatch does on failures with known fixes.
// README.md defines a case and the figures.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareHost } from '../../standins/host/prepare-host.ts';
import { type PackageIndex, startPackageIndex } from '../../standins/package-index/package-index.ts';
import { packageIndexObstacle } from '../../standins/package-index/prepare-package-index.ts';
import { caseFolders } from './case.ts';
import type { Result } from './result.ts';
import { runCase } from './run-case.ts';
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
  const { folder, only, jobs } = readOptions();
  const folders = await caseFolders(folder, only);
  await prepareHost(line => console.log(line));
  await using packageIndex = await maybePackageIndex();
  const startedAt = new Date();
  const { file, proofs } = placesOf(startedAt);
  const saveSoFar = (results: readonly Result[]) =>
    save(file, { at: startedAt, folder, results: results.filter(Boolean) });
  const results = await runAll(folders, { jobs, packageIndex, proofs, saveSoFar });
  console.log(`\n${tableText(results)}`);
  await saveSoFar(results);
  console.log(
    `\n${((Date.now() - startedAt.getTime()) / 1000).toFixed(0)} s in total; results saved to ${relative(process.cwd(), file)}`,
  );
}

/** `--only a b` means the same as `--only a --only b`. Throws the usage. */
function readOptions(): { folder: string; only: string[]; jobs: number } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string', multiple: true }, jobs: { type: 'string', default: '1' } },
  });
  const [folder, ...more] = positionals;
  const only = values.only ?? [];
  const jobs = Number(values.jobs);
  const isValid = folder !== undefined && (more.length === 0 || only.length > 0);
  if (!isValid || !Number.isInteger(jobs) || jobs < 1) throw new Error(usage);
  return { folder, only: [...only, ...more], jobs };
}

/** Without one, cases install from the network. */
async function maybePackageIndex(): Promise<PackageIndex | undefined> {
  const obstacle = packageIndexObstacle();
  if (obstacle === undefined) return await startPackageIndex(line => console.log(line));
  console.log(obstacle);
  return undefined;
}

interface RunOptions {
  readonly jobs: number;
  readonly packageIndex: PackageIndex | undefined;
  readonly proofs: string;
  /** Called after each case, so that an interrupted evaluation keeps its results. */
  readonly saveSoFar: (results: readonly Result[]) => Promise<unknown>;
}

/** Runs `jobs` cases at once. Results are in the order of the folders. */
async function runAll(
  folders: readonly string[],
  { jobs, packageIndex, proofs, saveSoFar }: RunOptions,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...folders.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, folder] = next;
      const result = await runCase(folder, { packageIndex, proofs });
      results[index] = result;
      await saveSoFar(results);
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

/** The results, and beside them a folder with what each verified case can be verified with again. */
function placesOf(at: Date): { file: string; proofs: string } {
  const name = join(root, '.nightwatch/evaluation', at.toISOString().replaceAll(':', '-'));
  return { file: `${name}.json`, proofs: name };
}

async function save(file: string, about: { at: Date; folder: string; results: readonly Result[] }): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const { at, folder, results } = about;
  await writeFile(file, `${JSON.stringify({ at, folder, totals: totalsOf(results), results }, null, 2)}\n`);
}
