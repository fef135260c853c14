// Where a diff changed the files as they are now. What it removed has no line of its own: the code on both sides stands for it.
import { isTestFile, languageOf } from '../languages/languages.ts';
import { type HunkLine, parsedDiff, pathOf } from '../text/diff.ts';

export interface ChangedPlace {
  readonly path: string;
  /** Counted from 1, in the new file. */
  readonly line: number;
  /** More was removed here than added. */
  readonly isRemoval: boolean;
}

/** Places in files of the new tree, in the order of the diff. */
export function changedPlacesIn(diff: string, paths: ReadonlySet<string>): ChangedPlace[] {
  return parsedDiff(diff)
    .filter(file => paths.has(pathOf(file)))
    .flatMap(file => file.hunks.flatMap(hunk => placesIn(hunk.lines)).map(place => ({ path: pathOf(file), ...place })));
}

/** Data that code reads, besides code itself: a repair may have to change it. */
const data = /\.(?:json|ya?ml|toml|ini|cfg|csv|tsv|xml|html?|jinja2?|j2|tmpl|sql|po)$/;
const mostFiles = 8;

/** The files to show of these places, whatever else points at them: those that lost something first, code before data. */
export function changedFiles(places: readonly ChangedPlace[]): string[] {
  const byFile = [...Map.groupBy(places, ({ path }) => path)].filter(([path]) => !isTestFile(path));
  const rank = ([path, own]: (typeof byFile)[number]) =>
    (languageOf(path) === null ? 2 : 0) + (own.some(({ isRemoval }) => isRemoval) ? 0 : 1);
  return byFile
    .filter(([path]) => languageOf(path) !== null || (data.test(path) && !path.startsWith('.')))
    .sort((one, other) => rank(one) - rank(other))
    .map(([path]) => path)
    .slice(0, mostFiles);
}

type Place = Omit<ChangedPlace, 'path'>;

function placesIn(lines: readonly HunkLine[]): Place[] {
  const places: Place[] = [];
  for (let from = 0; from < lines.length; from++) {
    if (lines[from]?.kind === 'context') continue;
    const rest = lines.slice(from).findIndex(({ kind }) => kind === 'context');
    const to = rest < 0 ? lines.length : from + rest;
    places.push(...placesOfRun(lines, { from, to }));
    from = to;
  }
  return places;
}

/** `from` to `to`, which is not part of it, are changed lines without an unchanged one between them. */
function placesOfRun(lines: readonly HunkLine[], { from, to }: { from: number; to: number }): Place[] {
  const run = lines.slice(from, to);
  const added = run.filter(({ kind }) => kind === 'added').map(line => line.new);
  const isRemoval = run.length - added.length > added.length;
  // Blank lines belong to no unit of code.
  const hasText = ({ kind, text }: HunkLine) => kind !== 'removed' && text.trim() !== '';
  const [before, after] = [lines.slice(0, from).findLast(hasText), lines.slice(to).find(hasText)];
  const beside = isRemoval ? [before, after].flatMap(line => line?.new ?? []) : [];
  return [...new Set([...beside, ...added])].map(line => ({ line, isRemoval }));
}
