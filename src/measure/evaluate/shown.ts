// What stands in a prompt: lines of code however they are numbered, and the files they are shown from.

/** Whether these lines stand in the prompt one after the other, as they are or with line numbers beside them. */
export function standsIn(prompt: string, lines: readonly string[]): boolean {
  const wanted = `\n${lines.join('\n')}\n`;
  return readings(prompt).some(text => text.includes(wanted));
}

/** Whether code of this file is shown: the path stands in the label of a fenced block. */
export function showsFile(prompt: string, path: string): boolean {
  const lines = prompt.split('\n');
  return lines.some((line, at) => /^`{3,}/.test(lines[at + 1] ?? '') && line.split(/[\s"'`(),:]+/).includes(path));
}

/** The text of the first fenced block whose label begins so; null when there is none. */
export function blockIn(prompt: string, label: string): string | null {
  const lines = prompt.split('\n');
  const start = lines.findIndex((line, at) => line.startsWith(label) && /^`{3,}$/.test(lines[at + 1] ?? ''));
  if (start < 0) return null;
  const end = lines.findIndex((line, at) => at > start + 1 && line === lines[start + 1]);
  return lines.slice(start + 2, end < 0 ? undefined : end).join('\n');
}

/** As it is; with `12 code`, with `12| code`. */
function readings(prompt: string): string[] {
  const gutters = [/^ *\d+ /, /^ *\d+ ?[|│] ?/];
  const texts = [
    prompt,
    ...gutters.map(gutter =>
      prompt
        .split('\n')
        .map(line => line.replace(gutter, ''))
        .join('\n'),
    ),
  ];
  return texts.map(text => `\n${text}\n`);
}
