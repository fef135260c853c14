// Paths in the headers of a unified diff. Git quotes those with special characters as C strings, with octal bytes.

/** The path in one header field, unquoted; null for `/dev/null`. Git appends a tab to a name that contains a space. */
export function pathIn(field: string): string | null {
  const path = field.startsWith('"') ? unquoted(field) : field.replace(/\t$/, '');
  return path === '/dev/null' ? null : path;
}

/** From `diff --git a/… b/…`, which has no separator between the two: they are equal unless other header lines say otherwise. */
export function headerPaths(header: string): { old: string; new: string } {
  const fields = header.slice('diff --git '.length);
  const quoted = /^"(?:[^"\\]|\\.)*"/.exec(fields)?.[0];
  const middle = quoted?.length ?? (fields.length - 1) / 2;
  const [before, after] = [fields.slice(0, middle), fields.slice(middle + 1)];
  return { old: pathIn(before)?.slice('a/'.length) ?? '', new: pathIn(after)?.slice('b/'.length) ?? '' };
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

function unquoted(field: string): string {
  const pieces = /^"((?:[^"\\]|\\.)*)"/.exec(field)?.[1]?.match(/\\[0-7]{3}|\\.|[^\\]+/g) ?? [];
  return Buffer.concat(
    pieces.map(piece => {
      if (/^\\[0-7]{3}$/.test(piece)) return Buffer.from([Number.parseInt(piece.slice(1), 8)]);
      return Buffer.from(piece.startsWith('\\') ? (escapes[piece.charAt(1)] ?? piece.charAt(1)) : piece);
    }),
  ).toString();
}
