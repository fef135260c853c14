// What git is given to make a tree of: the edited files, and the regression test.
import type { Guard } from '../../../incident/guard.ts';
import type { FileChange } from '../../../incident/patch.ts';
import type { EditedFile } from '../edit/edited.ts';

export function fileChanges(files: readonly EditedFile[]): FileChange[] {
  return files.map(({ path, text, executable }) => ({ path, content: text, executable }));
}

export function guardFile({ path, source }: Pick<Guard, 'path' | 'source'>): FileChange {
  return { path, content: source, executable: false };
}
