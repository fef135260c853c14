// Which of a job's steps install dependencies alone: from registries and requirement files, whatever else the tree holds.
import { posix } from 'node:path';
import type { Script } from '../../../../incident/reproduction.ts';
import { workFolder } from '../../../../incident/runner-places.ts';
import type { Dependencies, DependencySource } from '../../../contract/building.ts';
import { type Install, installsOf } from './installs.ts';
import { installsNothing } from './installs-nothing.ts';
import { requirementsOf } from './requirements.ts';

/**
 * Only forms of commands that are known: with any other one the whole tree counts. The sandbox runs these steps beside nothing but
 * the files that are named here, so a step that was misjudged fails; it does not read another branch's code.
 */
export async function dependencies(
  { setup, test }: { readonly setup: readonly Script[]; readonly test: Script },
  source: DependencySource,
): Promise<Dependencies> {
  const files = new Set<string>();
  let steps = 0;
  for (const script of setup) {
    const read = await filesOf(script, source);
    if (read === null) break;
    for (const file of read) files.add(file);
    steps += 1;
  }
  return { steps, files: [...files].sort(), isAll: steps === setup.length && installsNothing(test) };
}

/** Null when the step may do more. */
async function filesOf(script: Script, source: DependencySource): Promise<readonly string[] | null> {
  if (Object.values(script.env).some(value => isOfTree(value, script, source))) return null;
  const installs = installsOf(script);
  if (installs === null) return null;
  const found = await Promise.all(installs.map(install => filesOfInstall(install, script, source)));
  return found.every(files => files !== null) ? found.flat() : null;
}

async function filesOfInstall(
  { files, readsProject }: Install,
  { directory }: Script,
  source: DependencySource,
): Promise<readonly string[] | null> {
  const requirements = await requirementsOf(
    files.map(file => posix.join(directory, file)),
    source,
  );
  if (requirements === null) return null;
  return readsProject ? [...requirements, ...projectFiles(directory, source)] : requirements;
}

/** Whether a variable's value is a path of the tree, in which a program could find more than is listed here. */
function isOfTree(value: string, { directory }: Script, { paths }: DependencySource): boolean {
  if (value === '' || value.startsWith('/')) return value.startsWith(`${workFolder}/`);
  const places = [posix.normalize(value), posix.join(directory, value)];
  return paths.some(path => places.some(place => path === place || path.startsWith(`${place}/`)));
}

/** What uv reads unasked, in its folder and above. */
const configuration = ['pyproject.toml', 'uv.toml', '.python-version'];

function projectFiles(directory: string, { paths }: DependencySource): readonly string[] {
  const here = posix.normalize(`${directory}/`);
  return paths.filter(path => {
    const folder = posix.normalize(`${posix.dirname(path)}/`);
    return configuration.includes(posix.basename(path)) && (folder === './' || here.startsWith(folder));
  });
}
