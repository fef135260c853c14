// A proven change that newly does what only a person can approve: what it does, the diff and the proof, before anything is pushed.
import type { Known } from '../incident/incident.ts';
import type { Patch } from '../incident/patch.ts';
import { fenced, plain, prose, table } from '../text/markdown.ts';
import { lastLines } from '../text/truncation.ts';

/** More than the largest change with its regression test. */
const longestDiff = 30_000;
/** GitHub shows no more of it. */
const longestTitle = 120;

export type Waiting = Known & { readonly patch: Patch };

export function waitsForApproval(known: Known): known is Waiting {
  return known.stop?.code === 'needs-approval' && known.patch !== undefined;
}

export function approvalTitle({ patch }: Waiting): string {
  const does = new Set(patch.capabilities.map(({ words }) => words));
  return plain(`Waits for approval: the fix newly ${[...does].join(' and ')}`, longestTitle);
}

/** Nothing for any other incident. The places are in the stop's detail, above. */
export function approvalTexts(known: Known): string[] {
  if (!waitsForApproval(known)) return [];
  const { idea, diff, proof } = known.patch;
  const caveats = proof.doubts.map(doubt => `- ${prose(doubt)}`).join('\n');
  return [
    '### The change that waits',
    prose(idea),
    fenced(lastLines(diff, longestDiff), 'diff'),
    '### The proof',
    'It was made with code that can do this, so it is worth no more than the change itself.',
    table([['Verified by', 'Before', 'After'], ...proof.rows.map(({ what, before, after }) => [what, before, after])]),
    ...(caveats ? [caveats] : []),
  ];
}
