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
interface SameName {
  /** File → id. */
  readonly ids: Map<string, string>;
  readonly taken: Set<string>;
  /** Walks through the files once, for the sections that do not say theirs. */
  waiting: Iterator<string> | null;
}
export type Ids = Map<string, SameName>;

export function idsByKey(ids: readonly string[]): Ids {
  const byKey: Ids = new Map();
  for (const id of ids) {
    const tests = byKey.get(keyOfId(id)) ?? { ids: new Map(), taken: new Set(), waiting: null };
    tests.ids.set(fileOfTest(id), id);
    byKey.set(keyOfId(id), tests);
  }
  return byKey;
}

/** Of several tests with the same name, the one whose file is in the trace; without a match, each is taken once. */
export function idAmong(tests: SameName | undefined, files: readonly string[]): string | undefined {
  if (!tests) return undefined;
  const file = files.flatMap(endings).find(ending => tests.ids.has(ending)) ?? nextWaiting(tests);
  if (file !== undefined) tests.taken.add(file);
  return file === undefined ? tests.ids.values().next().value : tests.ids.get(file);
}

function nextWaiting(tests: SameName): string | undefined {
  tests.waiting ??= tests.ids.keys();
  for (let step = tests.waiting.next(); !step.done; step = tests.waiting.next()) {
    if (!tests.taken.has(step.value)) return step.value;
  }
  return undefined;
}

/** `a/b/c.py`, `b/c.py`, `c.py`: ids are relative to pytest's root, which may be a folder of the repository. */
function endings(file: string): string[] {
  const parts = file.split('/');
  return parts.map((_, index) => parts.slice(index).join('/'));
}
