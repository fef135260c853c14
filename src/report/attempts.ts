// Each try at a repair as people read it: the idea, the change, and what was wrong with it.
import type { Attempt } from '../incident/patch.ts';
import { details, fenced, prose, tail } from '../text/markdown.ts';

export function attemptTexts(attempts: readonly Attempt[]): string[] {
  if (attempts.length === 0) return [];
  return ['### Attempts', ...attempts.map(attemptText)];
}

function attemptText({ number, idea, diff, verdict }: Attempt): string {
  const outcome = verdict.kind === 'proven' ? 'Proven.' : `Refused (${verdict.gate}): ${verdict.reason}`;
  const output = verdict.kind === 'refused' ? verdict.output : '';
  return [
    `**Attempt ${number}.** ${prose(idea)}`,
    prose(outcome),
    ...(diff ? [details('What was tried', fenced(tail(diff, 6_000), 'diff'))] : []),
    ...(output ? [details('What came of it', fenced(tail(output, 4_000)))] : []),
  ].join('\n\n');
}
