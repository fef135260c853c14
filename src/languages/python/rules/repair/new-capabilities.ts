// What changed files can do that they could not do before: a repair has no need of it, and an attack has.
import type { ChangedFile } from '../../../contract/rules.ts';
import { ownPackages } from '../capabilities/own-packages.ts';
import { type CapabilityName, capabilities } from '../capabilities/table.ts';
import { type Use, usesIn } from '../capabilities/uses.ts';
import { lineOf } from '../names.ts';
import { withTrees } from './file-trees.ts';

/** Sentences, one a capability and file; empty when there is none. What a file did before, it may do elsewhere in it. */
export function newCapabilities(changed: readonly ChangedFile[]): string[] {
  const code = changed.filter(({ path }) => path.endsWith('.py'));
  const sentences = withTrees(code, files => {
    const after = files.map(file => usesIn(file.after, ownPackages([file.path])));
    if (after.every(uses => uses.length === 0)) return [];
    const read = files.map((file, at) => ({
      path: file.path,
      before: usesIn(file.before, ownPackages([file.path])),
      after: after[at] ?? [],
    }));
    return read.flatMap((file, at) => newIn(file, read.toSpliced(at, 1)));
  });
  return sentences ?? ['A changed file is too long to be read for what it does.'];
}

interface FileUses {
  readonly path: string;
  readonly before: readonly Use[];
  readonly after: readonly Use[];
}

function newIn({ path, before, after }: FileUses, others: readonly FileUses[]): string[] {
  const known = new Set(before.map(knownBy));
  const moved = new Set(others.flatMap(movedAway));
  const found = new Map<CapabilityName, Use>();
  for (const use of after) {
    const isNew = !known.has(knownBy(use)) && !moved.has(keyOf(use));
    if (isNew && !found.has(use.capability)) found.set(use.capability, use);
  }
  return [...found.values()].map(
    ({ capability, name, node }) =>
      `${path}:${lineOf(node)} ${capabilities[capability].words}, which the file did not do before (${name}).`,
  );
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
