// Matches pytest's headings with the test ids in its summary.

import { fileOfTest } from '../../../incident/test-id.ts';

/** `tests/a.py::TestB::test_c[x]` and `TestB.test_c[x]` have the key `TestB.test_c[x]`. */
export function keyOfId(id: string): string {
  const start = id.indexOf('::');
  return start === -1 ? id : keyOfTitle(id.slice(start + 2));
}

export function keyOfTitle(title: string): string {
  const plain = title.replace(/^\[doctest\] /, '');
  const bracket = plain.indexOf('[');
  if (bracket === -1) return plain.replaceAll('::', '.');
  return plain.slice(0, bracket).replaceAll('::', '.') + plain.slice(bracket);
}

/** Tests with the same name in several files. */
interface Twins {
  /** File → id. */
  readonly ids: Map<string, string>;
  readonly taken: Set<string>;
  /** Walks through the files once, for the sections that do not say theirs. */
  waiting: Iterator<string> | null;
}
export type Ids = Map<string, Twins>;

export function idsByKey(ids: readonly string[]): Ids {
  const byKey: Ids = new Map();
  for (const id of ids) {
    const twins = byKey.get(keyOfId(id)) ?? { ids: new Map(), taken: new Set(), waiting: null };
    twins.ids.set(fileOfTest(id), id);
    byKey.set(keyOfId(id), twins);
  }
  return byKey;
}

/** Of several tests with the same name, the one whose file is in the trace; without a match, each is taken once. */
export function idAmong(twins: Twins | undefined, files: readonly string[]): string | undefined {
  if (!twins) return undefined;
  const file = files.flatMap(endings).find(ending => twins.ids.has(ending)) ?? nextWaiting(twins);
  if (file !== undefined) twins.taken.add(file);
  return file === undefined ? twins.ids.values().next().value : twins.ids.get(file);
}

function nextWaiting(twins: Twins): string | undefined {
  twins.waiting ??= twins.ids.keys();
  for (let step = twins.waiting.next(); !step.done; step = twins.waiting.next()) {
    if (!twins.taken.has(step.value)) return step.value;
  }
  return undefined;
}

/** `a/b/c.py`, `b/c.py`, `c.py`: ids are relative to pytest's root, which may be a folder of the repository. */
function endings(file: string): string[] {
  const parts = file.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}
