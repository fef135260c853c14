// What a diff changes, for people: the places of the fix, and what changed since CI was green.
import type { Repaired } from '../../incident/incident.ts';
import { type FileDiff, type HunkLine, parsedDiff, pathOf } from '../../text/diff.ts';
import { details, fenced, table } from '../../text/markdown.ts';
import { firstLines } from '../../text/truncation.ts';

const mostRows = 20;
const longestDiff = 6_000;

export interface Place {
  readonly file: string;
  /** Counted from 1, in the failing tree. */
  readonly line: number;
}

/** The first changed place of each file, without the regression test; the file with the most changed lines first. */
export function placesOfFix({ patch, guard }: Pick<Repaired, 'patch' | 'guard'>): Place[] {
  return parsedDiff(patch.diff)
    .filter(file => pathOf(file) !== guard.path)
    .map(file => {
      const changed = file.hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== 'context'));
      return { file: pathOf(file), line: changed[0]?.old ?? 1, size: changed.length };
    })
    .sort((a, b) => b.size - a.size)
    .map(({ file, line }) => ({ file, line }));
}

/** Blocks of the pull request; none without a difference. `diff` leads from the last green commit to the failing one. */
export function sinceGreenText(incident: Repaired, diff: string): string[] {
  const { run, evidence } = incident;
  if (diff === '' || evidence.lastGreen === null) return [];
  const repository = run.url.replace(/\/actions\/.*/s, '');
  const link = `${repository}/compare/${evidence.lastGreen}...${run.headSha}`;
  const parts = diff
    .split(/(?<=^|\n)(?=diff --git )/)
    .flatMap(text => parsedDiff(text).map(file => ({ file, path: pathOf(file), text })));
  return [
    `Changed since the last green run ([compare](${link})):`,
    table([['File', 'Lines added', 'Lines removed'], ...parts.slice(0, mostRows).map(row)]),
    ...(parts.length > mostRows ? [`… and ${parts.length - mostRows} more files.`] : []),
    ...inFixedFiles(incident, parts),
  ];
}

interface Part {
  readonly file: FileDiff;
  readonly path: string;
  /** As git wrote it. */
  readonly text: string;
}

/** Of a file that git takes for binary no line is known, which is not to say that none changed. */
function row({ file, path }: Part): string[] {
  if (file.isBinary) return [path, 'binary', 'binary'];
  const lines = file.hunks.flatMap(hunk => hunk.lines);
  const count = (wanted: HunkLine['kind']) => String(lines.filter(({ kind }) => kind === wanted).length);
  return [path, count('added'), count('removed')];
}

/** Where the fix and the change meet is where a reviewer looks first. */
function inFixedFiles(incident: Repaired, parts: readonly Part[]): string[] {
  const fixed = new Set(placesOfFix(incident).map(({ file }) => file));
  const own = parts.filter(({ path }) => fixed.has(path)).map(({ text }) => text);
  if (own.length === 0) return [];
  return [details('What changed in the files that this fixes', fenced(firstLines(own.join(''), longestDiff), 'diff'))];
}
