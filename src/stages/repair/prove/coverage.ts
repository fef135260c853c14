// Whether the regression test runs the changed code: otherwise its passing proves nothing about the change.

import type { Statement } from '../../../languages/contract/rules.ts';
import type { Block } from '../../../languages/contract/source.ts';
import { languageOf } from '../../../languages/languages.ts';
import type { Spectrum } from '../../../suite/spectrum.ts';
import { type DiffLine, diffLines } from '../../../text/diff.ts';
import type { EditedFile } from '../edit/edited.ts';

export interface Coverage {
  /** Changed lines inside functions, and how many of them the regression test ran: a tracer reports a few lines of each statement. */
  readonly changed: number;
  readonly ran: number;
  /** Whether it ran a changed function at all. */
  readonly runsChangedFunction: boolean;
}

/** What was changed, without the regression test. */
interface Change {
  readonly files: readonly EditedFile[];
  readonly diff: string;
}

/** `spectrum` is of the regression test. Null when no line of code was added, or one was added outside every function. */
export function coverageOf({ files, diff }: Change, spectrum: Spectrum): Coverage | null {
  const { added } = diffLines(diff);
  const changed = files.flatMap(file =>
    changedLines(
      file,
      added.filter(line => line.path === file.path),
    ),
  );
  const functions = changed.map(line => line.function);
  if (changed.length === 0 || functions.includes(null)) return null;
  const ranIn = (path: string) => spectrum.files.get(path) ?? new Map<number, unknown>();
  const runsChangedFunction = changed.some(({ path, function: around }) =>
    [...ranIn(path).keys()].some(line => around !== null && around.head < line && line <= around.end),
  );
  const ran = changed.filter(({ path, statement: { from, to } }) =>
    [...ranIn(path).keys()].some(line => from <= line && line <= to),
  ).length;
  return { changed: changed.length, ran, runsChangedFunction };
}

interface ChangedLine {
  readonly path: string;
  /** The innermost statement that holds the line. */
  readonly statement: Statement;
  /** The innermost function whose body holds the line; null when it runs while the module is loaded. */
  readonly function: Block | null;
}

/** Lines of code added to one file. */
function changedLines({ path, text }: EditedFile, added: readonly DiffLine[]): ChangedLine[] {
  const language = languageOf(path);
  if (!language) return added.map(({ number }) => ({ path, statement: { from: number, to: number }, function: null }));
  const statements = language.rules.repair.statements(text);
  const functions = language.source.blocks(text).filter(block => block.kind === 'function');
  return added.flatMap(({ number }) => {
    const statement = statements.get(number);
    const around = functions.findLast(({ head, end }) => head < number && number <= end) ?? null;
    return statement ? [{ path, statement, function: around }] : [];
  });
}
