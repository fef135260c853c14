// What changed files can do that they could not do before: a repair seldom has need of it, and an attack has.
import type { ChangedFile, NewCapability } from '../../../contract/rules.ts';
import { isApprovable } from '../capabilities/approvable.ts';
import { ownPackages } from '../capabilities/own-packages.ts';
import { capabilities } from '../capabilities/table.ts';
import { type Use, usesIn } from '../capabilities/uses.ts';
import { lineOf } from '../names.ts';
import { withTrees } from './file-trees.ts';
import { reachedBy } from './reachable.ts';

/** One a capability and file; null when a file is too long to be read. What a file did before, it may do elsewhere in it. */
export function newCapabilities(changed: readonly ChangedFile[]): NewCapability[] | null {
  const code = changed.filter(({ path }) => path.endsWith('.py'));
  return withTrees(code, files => {
    const after = files.map(file => usesIn(file.after, ownPackages([file.path])));
    if (after.every(uses => uses.length === 0)) return [];
    const read = files.map((file, at) => ({
      path: file.path,
      before: usesIn(file.before, ownPackages([file.path])),
      after: after[at] ?? [],
    }));
    return read.flatMap((file, at) => newIn(file, read.toSpliced(at, 1)));
  });
}

interface FileUses {
  readonly path: string;
  readonly before: readonly Use[];
  readonly after: readonly Use[];
}

/** Of several uses of a capability that one which no person may approve, if there is any. */
function newIn({ path, before, after }: FileUses, others: readonly FileUses[]): NewCapability[] {
  const known = new Set(before.map(knownBy));
  const moved = new Set(others.flatMap(movedAway));
  const fresh = after.filter(use => !known.has(knownBy(use)) && !moved.has(keyOf(use)));
  return [...Map.groupBy(fresh, ({ capability }) => capability)].flatMap(([capability, uses]) => {
    const use = uses.find(each => !isApprovable(each)) ?? uses[0];
    if (!use) return [];
    const place = { file: path, line: lineOf(use.node), words: capabilities[capability].words, name: use.name };
    return [{ ...place, isApprovable: isApprovable(use), reaches: reachedBy(capability) }];
  });
}

/** One way to ask about the tests excuses no other. */
function knownBy(use: Use): string {
  return use.capability === 'the test run' ? keyOf(use) : use.capability;
}

/** What another file of the change no longer does. */
function movedAway({ before, after }: FileUses): string[] {
  const kept = new Set(after.map(keyOf));
  return before.map(keyOf).filter(key => !kept.has(key));
}

function keyOf({ capability, name }: Use): string {
  return `${capability} ${name}`;
}
