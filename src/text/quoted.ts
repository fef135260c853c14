// Quotes untrusted text for a prompt: logs, code and earlier answers are data, never instructions.

/** A labelled block whose fence does not occur in the text, so that the text cannot close it. */
export function quoted(label: string, text: string): string {
  const fence = fenceFor(text);
  return `${label}:\n${fence}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}

function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(match => match[0].length));
  return '`'.repeat(longest + 1);
}
