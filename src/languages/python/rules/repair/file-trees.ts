// Both syntax trees of each changed file: parsed once, and read by every gate.
import type { ChangedFile } from '../../../contract/rules.ts';
import { fromSyntax, type Node } from '../../../syntax.ts';

export interface FileTrees {
  readonly path: string;
  readonly before: Node;
  readonly after: Node;
  /** Nodes of the new tree on added lines, or at most so many lines away from one; the whole of a large file would take seconds. */
  added(types: readonly string[], margin?: number): Node[];
  /** Nodes of the old tree on removed lines. */
  removed(types: readonly string[]): Node[];
  /** Whether a line of this node of the new tree is new; one that only moved is not. */
  isNew(node: Node): boolean;
  /** Whether a line of this node of the old tree is gone. */
  isGone(node: Node): boolean;
}

/** What `read` makes of the trees, which are gone afterwards; null when a file is too long to be parsed. */
export function withTrees<T>(files: readonly ChangedFile[], read: (trees: readonly FileTrees[]) => T): T | null {
  const moved = new Set(files.flatMap(({ before, removed }) => [...textsOf(before, removed).values()]));
  const parsed = (rest: readonly ChangedFile[], trees: readonly FileTrees[]): T | null => {
    const [file, ...others] = rest;
    if (!file) return read(trees);
    return fromSyntax('python', file.before, before =>
      fromSyntax('python', file.after, after => parsed(others, [...trees, treesOf(file, { before, after, moved })])),
    );
  };
  return parsed(files, []);
}

function treesOf(
  { path, after: text, added, removed }: ChangedFile,
  { before, after, moved }: { before: Node; after: Node; moved: ReadonlySet<string> },
): FileTrees {
  const fresh = new Set([...textsOf(text, added)].flatMap(([number, line]) => (moved.has(line) ? [] : number)));
  return {
    path,
    before,
    after,
    added: (types, margin = 0) => nodesOn(after, types, { lines: added, margin }),
    removed: types => nodesOn(before, types, { lines: removed, margin: 0 }),
    isNew: node => isOn(node, fresh),
    isGone: node => isOn(node, removed),
  };
}

/** Lines without their indentation, by number. */
function textsOf(text: string, numbers: ReadonlySet<number>): Map<number, string> {
  const lines = text.split(/\r?\n/);
  return new Map([...numbers].map(number => [number, (lines[number - 1] ?? '').trim()]));
}

/** In order of appearance, each once. */
function nodesOn(
  root: Node,
  types: readonly string[],
  { lines, margin }: { lines: ReadonlySet<number>; margin: number },
): Node[] {
  const found = new Map<number, Node>();
  for (const [first, last] of rangesOf(lines, margin)) {
    const [from, to] = [
      { row: Math.max(0, first - 1), column: 0 },
      { row: last, column: 0 },
    ];
    for (const node of root.descendantsOfType([...types], from, to)) if (node) found.set(node.id, node);
  }
  return [...found.values()];
}

/** Lines with their margins, neighbours joined: first and last line of each range. */
function rangesOf(lines: ReadonlySet<number>, margin: number): [number, number][] {
  const ranges: [number, number][] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && line - margin <= last[1] + 1) last[1] = line + margin;
    else ranges.push([line - margin, line + margin]);
  }
  return ranges;
}

function isOn({ startPosition, endPosition }: Node, lines: ReadonlySet<number>): boolean {
  for (let row = startPosition.row; row <= endPosition.row; row++) if (lines.has(row + 1)) return true;
  return false;
}
