// A change as hunks that can be taken away one by one, read from the unified diff that git made.

/** Neighbouring lines of one file that change together: any unchanged line parts them from the next. */
export interface Hunk {
  readonly path: string;
  /** Lines of the old file that it replaces: from `start`, counted from 0, up to but not including `end`. */
  readonly start: number;
  readonly end: number;
  /** What stands there instead, each line with its own ending. */
  readonly lines: readonly string[];
}

/** Parts that are tried one by one: each costs a container and a run of the failing tests. */
const mostParts = 6;

/** Expects git's default prefixes `a/` and `b/`. */
export function hunksOf(diff: string): Hunk[] {
  const files = diff.split(/^(?=diff --git )/m).filter(text => text.startsWith('diff --git '));
  return files.flatMap(text => {
    const path = /^diff --git .* "?b\/(.*?)"?\n/.exec(text)?.[1] ?? '';
    return text.split(/^(?=@@ -)/m).flatMap(part => hunksIn(path, part));
  });
}

/** Git's own hunks hold unchanged lines as well, and join what is near. */
function hunksIn(path: string, text: string): Hunk[] {
  const head = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@.*\n/.exec(text);
  if (!head) return [];
  // Where no old line is replaced, git names the line before.
  let at = Number(head[1]) - (head[2] === '0' ? 0 : 1);
  const found: { start: number; end: number; lines: string[] }[] = [];
  for (const { sign, line } of linesIn(text.slice(head[0].length))) {
    const last = found.at(-1);
    const open = last?.end === at ? last : { start: at, end: at, lines: [] };
    if (sign !== ' ' && open !== last) found.push(open);
    if (sign === '+') open.lines.push(line);
    else at++;
    if (sign === '-') open.end = at;
  }
  return found.map(hunk => ({ path, ...hunk }));
}

function linesIn(body: string): { sign: string; line: string }[] {
  return (body.match(/[^\n]*\n|[^\n]+$/g) ?? [])
    .map((line, at, all) => (all[at + 1]?.startsWith('\\') ? line.replace(/\n$/, '') : line))
    .filter(line => /^[-+ ]/.test(line))
    .map(line => ({ sign: line.charAt(0), line: line.slice(1) }));
}

/** The hunks in at most six parts: neighbours share one where there are more. */
export function partsOf(hunks: readonly Hunk[]): (readonly Hunk[])[] {
  const size = Math.ceil(hunks.length / mostParts);
  return hunks.flatMap((_, at) => (at % size === 0 ? [hunks.slice(at, at + size)] : []));
}

/** The old text with these hunks made, which must be its own. */
export function withHunks(old: string, hunks: readonly Hunk[]): string {
  const lines = old.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  for (const hunk of hunks.toSorted((a, b) => a.start - b.start)) {
    result.push(...lines.slice(at, hunk.start), ...hunk.lines);
    at = hunk.end;
  }
  return [...result, ...lines.slice(at)].join('');
}
