// Reads the unified diff that git made: which lines came and which went.

export interface DiffLine {
  readonly path: string;
  /** Line number in the new file for an added line, in the old one for a removed line; from 1. */
  readonly number: number;
  readonly text: string;
}

export interface DiffLines {
  readonly added: readonly DiffLine[];
  readonly removed: readonly DiffLine[];
}

/** Expects git's default prefixes `a/` and `b/`. */
export function diffLines(diff: string): DiffLines {
  const added: DiffLine[] = [];
  const removed: DiffLine[] = [];
  const at = { path: '', old: 0, new: 0, inHunk: false };
  for (const line of diff.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (line.startsWith('diff --git ')) Object.assign(at, { path: pathOf(line), inHunk: false });
    else if (hunk) Object.assign(at, { old: Number(hunk[1]), new: Number(hunk[2]), inHunk: true });
    else if (!at.inHunk || line.startsWith('\\')) continue;
    else if (line.startsWith('+')) added.push({ path: at.path, number: at.new++, text: line.slice(1) });
    else if (line.startsWith('-')) removed.push({ path: at.path, number: at.old++, text: line.slice(1) });
    else {
      at.old++;
      at.new++;
    }
  }
  return { added, removed };
}

function pathOf(header: string): string {
  return /"?b\/([^"]*)"?$/.exec(header.slice(header.lastIndexOf(' b/') + 1))?.[1] ?? header;
}
