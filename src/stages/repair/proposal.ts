// Asks for a repair until an answer applies. An attempt ends with its third unusable answer.
import type { Guarded } from '../../incident/incident.ts';
import type { Gate } from '../../incident/patch.ts';
import type { Model } from '../../ports.ts';
import { type EditedFile, type EditTarget, edited } from './edit/edited.ts';
import type { Edit } from './edit/edits.ts';
import { repairQuestion, type UnusableAnswer } from './question.ts';

/** Unusable answers per attempt, of any kind: 5 to 15% of a Flash model's replies contain an edit that does not apply (Aider). */
const mostUnusable = 3;

/** What the model is asked about. */
export interface RepairTask extends EditTarget {
  readonly incident: Guarded;
  readonly context: string;
}

export type Proposal =
  | { kind: 'edited'; files: readonly EditedFile[]; idea: string }
  | { kind: 'refused'; gate: Gate; reason: string; idea: string };

/** Throws `Transient` when the model is unavailable. */
export async function proposalFor(task: RepairTask, model: Model): Promise<Proposal> {
  const unusable: UnusableAnswer[] = [];
  for (;;) {
    const answered = await model.ask(repairQuestion({ ...task, unusable }));
    const isLast = unusable.length + 1 >= mostUnusable;
    if (answered.kind === 'unusable') {
      const { reason, text } = answered;
      if (isLast) return { kind: 'refused', gate: 'unusable-answer', reason, idea: '' };
      unusable.push({ reason, text });
      continue;
    }
    const answer = answered.value;
    if (answer.kind === 'cannot-fix') {
      return { kind: 'refused', gate: 'cannot-fix', reason: answer.reason, idea: answer.reason };
    }
    const { idea } = answer;
    const result = await edited(answer.edits, task);
    if (result.kind === 'edited') return { ...result, idea };
    const [reason = ''] = result.reasons.join('\n').split('\n');
    if (result.gate !== 'does-not-apply' || isLast) return { kind: 'refused', gate: result.gate, reason, idea };
    unusable.push({ reason: result.reasons.join('\n'), text: editsText(answer.edits) });
  }
}

function editsText(edits: readonly Edit[]): string {
  return edits
    .map(({ path, search, replace }) => `${path}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE`)
    .join('\n\n');
}
