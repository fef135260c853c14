// Reads what a step wrote into the files behind GITHUB_ENV and GITHUB_OUTPUT:
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#environment-files

/** Pairs from lines `name=value` and from blocks `name<<END … END`; reading ends at a line that is neither, with a complaint. */
export function readPairs(text: string): { pairs: Record<string, string>; complaint: string | undefined } {
  const pairs: Record<string, string> = {};
  const lines = text.split('\n');
  while (lines.length > 0) {
    const line = lines.shift() ?? '';
    if (line.trim() === '') continue;
    const [, name = '', sign, rest = ''] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
    if (sign === undefined) return { pairs, complaint: `Invalid format '${line}'` };
    const value = sign === '=' ? rest : takeBlock(lines, rest);
    if (value === undefined) return { pairs, complaint: `Invalid value. Matching delimiter not found '${rest}'` };
    pairs[name] = value;
  }
  return { pairs, complaint: undefined };
}

function takeBlock(lines: string[], delimiter: string): string | undefined {
  const end = lines.indexOf(delimiter);
  return end < 0
    ? undefined
    : lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n');
}
