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

/**
 * `spectrum` is of the regression test. Null when no line of code was added, or one runs while its module is imported: outside every
 * function, or in one that is called then.
 */
export function coverageOf(change: Change, spectrum: Spectrum): Coverage | null {
  const changed = changedLinesOf(change);
  const functions = changed.map(line => line.function);
  if (changed.length === 0 || functions.includes(null) || changed.some(line => isLoaded(line, spectrum))) return null;
  const ran = changed.filter(({ path, statement: { from, to } }) =>
    [...ranIn(spectrum, path)].some(line => from <= line && line <= to),
  ).length;
  return { changed: changed.length, ran, runsChangedFunction: changed.some(line => runsIn(line, spectrum)) };
}

/**
 * Whether tests ran a changed function, or what they depend on did while modules were imported; for a change outside functions, whether its
 * module was imported. Null when that is not known, and for files in which nothing runs.
 */
export function dependsOnChange(change: Change, spectrum: Spectrum): boolean | null {
  const changed = changedLinesOf(change);
  if (changed.length === 0 || changed.some(({ path }) => languageOf(path) === null)) return null;
  if (changed.some(line => runsIn(line, spectrum) || isLoaded(line, spectrum))) return true;
  return spectrum.loaded === null ? null : false;
}

function runsIn({ path, function: around }: ChangedLine, spectrum: Spectrum): boolean {
  return around !== null && [...ranIn(spectrum, path)].some(line => around.head < line && line <= around.end);
}

/** A function's first line is that of its first decorator. Which module is imported within a test is known by its lines. */
function isLoaded({ path, function: around }: ChangedLine, spectrum: Spectrum): boolean {
  const firstLines = spectrum.loaded?.get(path);
  if (around === null) return firstLines !== undefined || spectrum.files.has(path);
  return [...(firstLines ?? [])].some(line => around.start <= line && line <= around.end);
}

function ranIn(spectrum: Spectrum, path: string): Iterable<number> {
  return spectrum.files.get(path)?.keys() ?? [];
}

interface ChangedLine {
  readonly path: string;
  /** The innermost statement that holds the line. */
  readonly statement: Statement;
  /** The innermost function whose body holds the line; null when it runs while the module is loaded. */
  readonly function: Block | null;
}

function changedLinesOf({ files, diff }: Change): ChangedLine[] {
  const { added } = diffLines(diff);
  return files.flatMap(file =>
    changedLines(
      file,
      added.filter(line => line.path === file.path),
    ),
  );
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
