// A change on its way to the sandbox, as the gates read it.
import type { ChangedFile } from '../../../languages/contract/rules.ts';
import { diffLines } from '../../../text/diff.ts';
import type { EditedFile } from '../edit/edited.ts';

export interface ProposedChange {
  readonly files: readonly EditedFile[];
  /** Texts of the failing tree's files, by path. */
  readonly before: ReadonlyMap<string, string>;
  readonly diff: string;
  readonly fingerprint: string;
  /** Texts of the files that the failing tests stand in. */
  readonly tests: readonly string[];
  /** Texts of their fixtures and helpers, and of the regression test. */
  readonly support: readonly string[];
  /** Texts of data files that they read. */
  readonly data: readonly string[];
}

export function changedFiles(change: ProposedChange): ChangedFile[] {
  const { added, removed } = diffLines(change.diff);
  return bothTexts(change).map(file => {
    const numbers = (lines: typeof added) =>
      new Set(lines.flatMap(line => (line.path === file.path ? line.number : [])));
    return { ...file, added: numbers(added), removed: numbers(removed) };
  });
}

/** The old text of a new file is empty. */
export function bothTexts({ files, before }: ProposedChange): Pick<ChangedFile, 'path' | 'before' | 'after'>[] {
  return files.map(({ path, text }) => ({ path, before: before.get(path) ?? '', after: text }));
}
