// Asks for a repair until an answer applies. An attempt ends with its third unusable answer.
import type { Guarded } from '../../incident/incident.ts';
import type { Gate } from '../../incident/patch.ts';
import type { Answered, Model } from '../../ports.ts';
import type { RepairAnswer } from './edit/answer.ts';
import { type EditedFile, type EditTarget, edited } from './edit/edited.ts';
import type { Edit } from './edit/edits.ts';
import { mostRequests, repairQuestion, type UnusableAnswer } from './question.ts';
import { reasons } from './reasons.ts';
import { shownPlaces } from './show/shown.ts';

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
  const seen: string[] = [];
  const unusable: UnusableAnswer[] = [];
  for (;;) {
    const answered = await model.ask(repairQuestion({ ...task, seen, unusable }));
    const step = await stepAfter(answered, { task, hasAskedEnough: seen.length >= mostRequests });
    if (step.kind === 'end') return step.proposal;
    if (step.kind === 'shown') {
      seen.push(step.text);
      continue;
    }
    if (unusable.length + 1 >= mostUnusable) return step.refusal;
    unusable.push(step.answer);
  }
}

type Refusal = Extract<Proposal, { kind: 'refused' }>;

type Step =
  | { kind: 'end'; proposal: Proposal }
  /** The text of what the model asked to see. */
  | { kind: 'shown'; text: string }
  /** `refusal` is what the attempt ends with if this was the last answer. */
  | { kind: 'unusable'; answer: UnusableAnswer; refusal: Refusal };

async function stepAfter(
  answered: Answered<RepairAnswer>,
  { task, hasAskedEnough }: { task: RepairTask; hasAskedEnough: boolean },
): Promise<Step> {
  if (answered.kind === 'unusable') return unusableStep(answered.reason, answered.text);
  const answer = answered.value;
  switch (answer.kind) {
    case 'cannot-fix':
      return { kind: 'end', proposal: refusal('cannot-fix', answer.reason, answer.reason) };
    case 'show':
      if (hasAskedEnough) return unusableStep(reasons.askedTooOften(mostRequests), '');
      return { kind: 'shown', text: await shownPlaces(answer.places, task) };
    case 'edits':
      return await stepAfterEdits(answer, task);
  }
}

async function stepAfterEdits(
  { edits, idea }: Extract<RepairAnswer, { kind: 'edits' }>,
  task: RepairTask,
): Promise<Step> {
  const result = await edited(edits, task);
  if (result.kind === 'edited') return { kind: 'end', proposal: { ...result, idea } };
  const whole = result.reasons.join('\n');
  const [reason = ''] = whole.split('\n');
  const refused = refusal(result.gate, reason, idea);
  if (result.gate !== 'does-not-apply') return { kind: 'end', proposal: refused };
  return { kind: 'unusable', answer: { reason: whole, text: editsText(edits) }, refusal: refused };
}

function unusableStep(reason: string, text: string): Step {
  return { kind: 'unusable', answer: { reason, text }, refusal: refusal('unusable-answer', reason, '') };
}

function refusal(gate: Gate, reason: string, idea: string): Refusal {
  return { kind: 'refused', gate, reason, idea };
}

function editsText(edits: readonly Edit[]): string {
  return edits
    .map(({ path, search, replace }) => `${path}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE`)
    .join('\n\n');
}
