// Changed files for the gates that read them, and a test that fails for them.
import type { Failure } from '../../../../../src/incident/evidence.ts';
import type { ChangedFile } from '../../../../../src/languages/contract/rules.ts';
import { diffLines } from '../../../../../src/text/diff.ts';
import { treeOf } from '../../../../suite/tree-of.ts';

const path = 'a.py';

/** Every line of one text in the place of every line of another; an empty one had none. */
export function replaced(before: string, after: string): ChangedFile {
  const numbers = (text: string) => new Set(text === '' ? [] : text.split('\n').map((_, at) => at + 1));
  return { path, before, after, added: numbers(after), removed: numbers(before) };
}

/** The change as git sees it. */
export async function changed(before: string, after: string): Promise<ChangedFile> {
  using made = treeOf({ [path]: before });
  const tree = await made.tree.with([{ path, content: after, executable: false }]);
  const { added, removed } = diffLines(await made.tree.diff(tree));
  const numbers = (lines: typeof added) => new Set(lines.map(line => line.number));
  return { path, before, after, added: numbers(added), removed: numbers(removed) };
}

export const failingTest: Failure = {
  testId: 'tests/test_it.py::test_it',
  phase: 'call',
  errorType: 'AssertionError',
  message: '',
  file: 'tests/test_it.py',
  line: 2,
  frames: [],
};
