// What a prompt contains: lines of code, numbered or not, and the files they are from.

/** Whether the prompt contains these lines consecutively, with or without line numbers. */
export function containsLines(prompt: string, lines: readonly string[]): boolean {
  const wanted = `\n${lines.join('\n')}\n`;
  return withoutLineNumbers(prompt).some(text => text.includes(wanted));
}

/** Whether code from this file is shown: the path is a fenced block of its own, and the next block holds code of it. */
export function showsFile(prompt: string, path: string): boolean {
  return sectionsOf(prompt, path).some(section =>
    /^(?:Its text|Lines \d+ to \d+|From line 1|Outline.*):$/m.test(section),
  );
}

/** Whether the model was told by which names it can ask for a part of this file. */
export function outlinesFile(prompt: string, path: string): boolean {
  return sectionsOf(prompt, path).some(section => /^Outline, by which/m.test(section));
}

/** What is said about this file, each time up to the next file. */
function sectionsOf(prompt: string, path: string): string[] {
  const sections = prompt.split(/^# \S.*\. Its path:\n`{3,}\n/m).slice(1);
  return sections.filter(section => section.startsWith(`${path}\n\`\`\``));
}

/** The text of the first fenced block whose label starts with this; null when there is none. */
export function blockIn(prompt: string, label: string): string | null {
  const lines = prompt.split('\n');
  const start = lines.findIndex((line, at) => line.startsWith(label) && /^`{3,}$/.test(lines[at + 1] ?? ''));
  if (start < 0) return null;
  const end = lines.findIndex((line, at) => at > start + 1 && line === lines[start + 1]);
  return lines.slice(start + 2, end < 0 ? undefined : end).join('\n');
}

/** The prompt as it is, and without line numbers such as `12 code` or `12| code`. */
function withoutLineNumbers(prompt: string): string[] {
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
