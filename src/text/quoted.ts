// Quotes untrusted text for a prompt: logs, code, names and earlier answers are data, never instructions.

/** Every label of a quote: words and counts of ours. A path, a message or a branch cannot be part of one, it is quoted itself. */
export type Label =
  // The failure
  | 'Failing tests'
  | `Failing tests (${number})`
  | 'Log of the failed step (excerpt)'
  | 'Diagnosis (a guess; check it against the code)'
  | 'End of the real output of the failing command'
  | '# What changed since the last green run of this workflow'
  // Code
  | `# ${'Source' | 'Test'} (${'whole' | 'parts'}). Its path`
  | '# Asked for. Its path'
  | 'Its path'
  | 'Its part'
  | 'Its text'
  | `Lines ${number} to ${number}`
  | 'From line 1'
  | 'Outline'
  | 'Outline, by which you can ask for a part of it'
  | 'Left out for length'
  | 'Not shown'
  // Regression tests, attempts and answers
  | '# The regression test'
  | 'Write the test file at this path'
  | `Why try ${number} was refused`
  | 'The test'
  | 'Its output'
  | 'Its idea'
  | 'Its change'
  | 'Its result'
  | 'The end of the output'
  | 'Your first answer'
  | 'Your answer'
  | 'Reason'
  | 'Reasons';

/** A labelled block whose fence does not occur in the text, so that the text cannot close it. */
export function quoted(label: Label, text: string): string {
  const fence = fenceFor(text);
  return `${label}:\n${fence}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}`;
}

function fenceFor(text: string): string {
  // A loop, since a text may have more runs than a call may have arguments.
  let longest = 2;
  for (const { length } of text.match(/`{3,}/g) ?? []) longest = Math.max(longest, length);
  return '`'.repeat(longest + 1);
}
