// Each repair attempt as Markdown: the idea, the diff, and why it was rejected.

import type { Attempt } from '../incident/patch.ts';
import { details, fenced, prose } from '../text/markdown.ts';
import { lastLines } from '../text/truncation.ts';

export function attemptTexts(attempts: readonly Attempt[]): string[] {
  if (attempts.length === 0) return [];
  return ['### Attempts', ...attempts.map(attemptText)];
}

function attemptText({ number, idea, diff, verdict }: Attempt): string {
  const outcome = verdict.kind === 'proven' ? 'Proven.' : `Rejected (${verdict.gate}): ${verdict.reason}`;
  const output = verdict.kind === 'refused' ? verdict.output : '';
  return [
    `**Attempt ${number}.** ${prose(idea)}`,
    prose(outcome),
    ...(diff ? [details('Diff', fenced(lastLines(diff, 6_000), 'diff'))] : []),
    ...(output ? [details('Output', fenced(lastLines(output, 4_000)))] : []),
  ].join('\n\n');
}
