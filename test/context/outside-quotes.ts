// What of a prompt stands outside of its quotes.

/** As CommonMark reads them: a lone carriage return ends a line, too. Throws where a quote is not closed. */
export function outsideQuotes(prompt: string): string {
  const kept: string[] = [];
  let fence: string | null = null;
  for (const line of prompt.split(/\r\n|\r|\n/)) {
    const [run] = /^`{3,}/.exec(line) ?? [];
    if (fence === null && run) fence = run;
    else if (fence === null) kept.push(line);
    else if (run && run.length >= fence.length && line.trim() === run) fence = null;
  }
  if (fence !== null) throw new Error('A quote is not closed.');
  return kept.join('\n');
}
