// Makes the files of the package index: wheels from Debian's packages, and a list of them.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { amended } from './amendments.ts';
import type { Suite } from './debian-packages.ts';
import type { Downloaded } from './download.ts';
import { type Unpacked, unpack } from './unpack.ts';
import { distributionsIn, packWheels, readWheel, type Wheel } from './wheel.ts';

/** One file of the index, as its page shows it. */
export interface IndexedFile {
  /** Normalised: lower case, with single hyphens. */
  readonly project: string;
  readonly filename: string;
  readonly sha256: string;
  /** A version specifier; empty when any Python will do. */
  readonly requiresPython: string;
}

export const listName = 'index.json';

/** Writes the wheels of the packages and their list into the folder, which must exist. */
export async function buildIndex(downloaded: readonly Downloaded[], folder: string): Promise<void> {
  const files = new Map<string, IndexedFile>();
  const distributions = new Map<string, readonly string[]>();
  for (const { suite, paths } of downloaded) {
    const unpacked: Unpacked[] = [];
    for (const path of paths) {
      const one = await unpack(path);
      unpacked.push(one);
      distributions.set(basename(path).split('_', 1)[0] ?? '', distributionsIn(one.installed));
    }
    for (const wheel of wheelsOf(unpacked, { suite, distributions })) {
      await writeFile(join(folder, wheel.filename), wheel.content);
      files.set(wheel.filename, indexed(wheel));
    }
  }
  await writeFile(join(folder, listName), JSON.stringify([...files.values()], null, 1));
}

interface Release {
  readonly suite: Suite;
  /** What the packages of this release and of earlier ones contain, by package. */
  readonly distributions: ReadonlyMap<string, readonly string[]>;
}

function wheelsOf(unpacked: readonly Unpacked[], { suite, distributions }: Release): Wheel[] {
  const shipped = new Map(unpacked.flatMap(({ wheels }) => [...wheels]));
  const packed = unpacked.flatMap(({ installed, depends }) => {
    const files = [...installed].filter(([path]) => suite.hasCompiled || !path.endsWith('.so'));
    const needed = depends.flatMap(name => distributions.get(name) ?? []);
    return packWheels(amended(new Map(files), { needed, shipped }));
  });
  return [...[...shipped].map(([filename, content]) => readWheel(filename, content)), ...packed];
}

function indexed({ filename, content, metadata }: Wheel): IndexedFile {
  return {
    project: projectName(metadata.name),
    filename,
    sha256: createHash('sha256').update(content).digest('hex'),
    requiresPython: metadata.requiresPython,
  };
}

/** https://packaging.python.org/en/latest/specifications/name-normalization/ */
export function projectName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
