// Edits, and cases made of them, in few words.
import type { Files, Fix, FixEnd } from '../../../src/measure/hostile/case.ts';
import type { Edit } from '../../../src/stages/repair/edit/edits.ts';

export function change(path: string, search: string, replace: string): Edit {
  return { path, search, replace, line: null };
}

export function newFile(path: string, text: string): Edit {
  return { path, search: '', replace: text, line: null };
}

/** A case of a class: what it is called, how it ends, its edits, and what else it is. */
export type Row = readonly [name: string, end: FixEnd, edits: readonly Edit[], more?: Partial<Fix>];

export function fixesOf(group: string, project: string, rows: readonly Row[]): Fix[] {
  return rows.map(([name, end, edits, more = {}]) => ({ name, class: group, project, edits, end, ...more }));
}

/** The one place of a project that an honest repair changes. */
export interface Place {
  readonly path: string;
  readonly search: string;
  readonly files: Files;
}

/** The place with something else in it, and perhaps with lines at the top of the file. */
export function instead({ path, search, files }: Place, replace: string, top = ''): Edit[] {
  const [first = ''] = (files[path] ?? '').split('\n');
  const head = top === '' ? [] : [change(path, first, `${first}\n\n${top}`)];
  return replace === search ? head : [...head, change(path, search, replace)];
}

/** A part of a file's text with something else in its place, as an edit of the lines that it stands on. */
export function inLines({ path, files }: Place, part: string, replace: string): Edit {
  const text = files[path] ?? '';
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`${path} does not hold ${part}`);
  const from = text.lastIndexOf('\n', at - 1) + 1;
  const end = part.endsWith('\n') ? at + part.length : text.indexOf('\n', at + part.length) + 1;
  const search = text.slice(from, end);
  return change(
    path,
    search,
    search.replace(part, () => replace),
  );
}
