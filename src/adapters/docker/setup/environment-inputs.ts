// Which files of a tree can change the result of setup: an environment is reused as long as none of them changes.
import { posix } from 'node:path';
import type { Script } from '../../../incident/reproduction.ts';
import type { Building } from '../../../languages/contract/building.ts';

export type EnvironmentInputs = { kind: 'files'; paths: readonly string[] } | { kind: 'whole-tree' };

export function environmentInputs(
  paths: readonly string[],
  setup: readonly Script[],
  building: Pick<Building, 'isInput' | 'copiesTheSource'>,
): EnvironmentInputs {
  if (setup.some(script => building.copiesTheSource(script.text))) return { kind: 'whole-tree' };
  const named = new Set(setup.flatMap(namedPaths));
  const read = paths.filter(path => named.has(path) || building.isInput(path));
  return { kind: 'files', paths: [...new Set(read)].sort() };
}

/** Every word of a script that could be a path, relative to its working directory and to the root. */
function namedPaths({ text, directory }: Script): readonly string[] {
  const words = text.split(/[\s"'`=;&|<>()]+/).filter(word => word !== '');
  return words.flatMap(word => [posix.normalize(word), posix.join(directory, word)]);
}
