// Converts the indentation of an edit to that of the file, if one rule explains all lines.

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

/** Indentation in the file's own kind of whitespace, scaled to its width; null when that is ambiguous. */
function inKind(blanks: string, known: ReadonlyMap<string, string>): string | null {
  const kind = [...known.values()].join('').at(-1) ?? blanks[0] ?? '';
  const rate = rateOf(known);
  if (rate === null || (rate === 1 && blanks !== kind.repeat(blanks.length))) return null;
  const count = blanks.length * rate;
  return Number.isInteger(count) ? kind.repeat(count) : null;
}

/** How many blanks of the file go for one of the proposal's, where all steps from line to line agree. */
function rateOf(known: ReadonlyMap<string, string>): number | null {
  const steps = [...known].sort((a, b) => a[0].length - b[0].length);
  const rates = steps.slice(1).map(([ours, theirs], at) => {
    const [lessOurs = '', lessTheirs = ''] = steps[at] ?? [];
    return (theirs.length - lessTheirs.length) / (ours.length - lessOurs.length);
  });
  const [only] = steps;
  if (rates.length === 0 && only)
    return only[0][0] === only[1][0] || !only[0] || !only[1] ? 1 : only[1].length / only[0].length;
  return new Set(rates).size === 1 ? (rates[0] ?? null) : null;
}
