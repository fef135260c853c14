// Which lines of a file a patch shows: only these can be commented on in a review.

export type Side = 'LEFT' | 'RIGHT';

/** Line numbers of both versions of the file: `LEFT` before the change, `RIGHT` after it. */
export function diffLines(patch: string): Record<Side, Set<number>> {
  const shown = { LEFT: new Set<number>(), RIGHT: new Set<number>() };
  let [left, right] = [0, 0];
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk) [left, right] = [Number(hunk[1]), Number(hunk[2])];
    else if (line.startsWith('-')) shown.LEFT.add(left++);
    else if (line.startsWith('+')) shown.RIGHT.add(right++);
    else if (line.startsWith(' ')) {
      shown.LEFT.add(left++);
      shown.RIGHT.add(right++);
    }
  }
  return shown;
}

/** The part of the patch that the line is in. */
export function hunkOf(patch: string, side: Side, line: number): string {
  const hunks = patch.split(/\n(?=@@ )/);
  return hunks.find(hunk => diffLines(hunk)[side].has(line)) ?? '';
}
