// Carries the indentation of a proposal over to a file that is indented otherwise, as long as one rule explains all lines.

/** A rewriter from pairs of (proposal's, file's) indentation; null when the pairs contradict each other. */
export function reindented(pairs: readonly (readonly [string, string])[]): ((line: string) => string | null) | null {
  const known = new Map<string, string>();
  for (const [ours, theirs] of pairs) {
    if ((known.get(ours) ?? theirs) !== theirs) return null;
    known.set(ours, theirs);
  }
  return line => {
    if (line.trim() === '') return line;
    const indent = line.slice(0, line.length - line.trimStart().length);
    const theirs = known.get(indent) ?? deeper(indent, known) ?? shallower(indent, known);
    return theirs === null ? null : theirs + line.slice(indent.length);
  };
}

/** Indented further than a line we know: that line's indentation plus the rest, in the file's own kind of blanks. */
function deeper(indent: string, known: ReadonlyMap<string, string>): string | null {
  const bases = [...known].filter(([ours]) => indent.startsWith(ours)).sort((a, b) => b[0].length - a[0].length);
  const base = bases[0];
  if (!base) return null;
  const rest = inKind(indent.slice(base[0].length), known);
  return rest === null ? null : base[1] + rest;
}

/** Indented less than every line we know: the nearest one's indentation minus the difference. */
function shallower(indent: string, known: ReadonlyMap<string, string>): string | null {
  const bases = [...known].filter(([ours]) => ours.startsWith(indent)).sort((a, b) => a[0].length - b[0].length);
  const base = bases[0];
  if (!base) return null;
  const less = inKind(base[0].slice(indent.length), known);
  return less !== null && base[1].endsWith(less) ? base[1].slice(0, base[1].length - less.length) : null;
}

/** Blanks as the file writes them: spaces become tabs, or tabs spaces, where all pairs agree on how many make one. */
function inKind(blanks: string, known: ReadonlyMap<string, string>): string | null {
  const telling = [...known].filter(([ours, theirs]) => ours !== '' && theirs !== '');
  if (telling.every(([ours, theirs]) => ours[0] === theirs[0])) return blanks;
  const rates = new Set(telling.map(([ours, theirs]) => theirs.length / ours.length));
  const [rate = 0] = rates;
  const count = blanks.length * rate;
  if (rates.size !== 1 || !Number.isInteger(count)) return null;
  return (telling[0]?.[1][0] ?? '').repeat(count);
}
