// Asks for a repair until an answer applies: what cannot be used is asked again twice and costs no attempt.
import type { Guarded } from '../../incident/incident.ts';
import { type Ledger, withQuestion } from '../../incident/ledger.ts';
import type { Gate } from '../../incident/patch.ts';
import type { Model, SourceFile, Tree } from '../../ports.ts';
import { escapes, newFileObjection } from './allowed.ts';
import { applyEdits } from './apply.ts';
import type { Edit } from './edits.ts';
import { repairQuestion, type Unusable } from './question.ts';

/** The first question and two more: 5 to 15 % of a Flash model's replies hold an edit that does not apply (Aider). */
const questions = 3;

/** What the model is asked about. */
export interface Scene {
  readonly incident: Guarded;
  readonly tree: Tree;
  readonly paths: readonly string[];
  readonly context: string;
}

export interface EditedFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

export type Proposal =
  | { kind: 'edited'; files: readonly EditedFile[]; idea: string; ledger: Ledger }
  | { kind: 'refused'; gate: Gate; reason: string; idea: string; ledger: Ledger };

type Reading = { kind: 'edited'; files: readonly EditedFile[] } | { kind: 'refused'; gate: Gate; reason: string };

/** Throws `Transient` when the model is out of reach. */
export async function proposalFor(scene: Scene, model: Model): Promise<Proposal> {
  const unusable: Unusable[] = [];
  let ledger = scene.incident.ledger;
  for (;;) {
    const answered = await model.ask(repairQuestion({ ...scene, unusable }));
    ledger = withQuestion(ledger, answered.usage);
    const isLast = unusable.length + 1 >= questions || ledger.dollars >= scene.incident.limits.dollars;
    if (answered.kind === 'unusable') {
      const { reason, text } = answered;
      if (isLast) return { kind: 'refused', gate: 'unusable-answer', reason, idea: '', ledger };
      unusable.push({ reason, text });
      continue;
    }
    const answer = answered.value;
    if (answer.kind === 'cannot-fix') {
      return { kind: 'refused', gate: 'cannot-fix', reason: answer.reason, idea: answer.reason, ledger };
    }
    const reading = await read(answer.edits, scene);
    if (reading.kind === 'edited' || reading.gate !== 'does-not-apply' || isLast)
      return { ...reading, idea: answer.idea, ledger };
    unusable.push({ reason: reading.reason, text: editsText(answer.edits) });
  }
}

/** The edits applied to the tree's own texts; nothing is written. */
async function read(edits: readonly Edit[], { tree, paths }: Scene): Promise<Reading> {
  const outside = edits.find(edit => escapes(edit.path));
  if (outside)
    return { kind: 'refused', gate: 'forbidden-file', reason: `${outside.path} lies outside the repository.` };
  const originals = await originalsOf(edits, tree);
  const wrong = [...originals].flatMap(([path, file]) => (file === null ? (objectionTo(path, paths) ?? []) : []));
  if (wrong.length > 0) return { kind: 'refused', gate: 'does-not-apply', reason: wrong.join('\n') };
  const texts = new Map([...originals].map(([path, file]) => [path, file?.text ?? null]));
  const applied = applyEdits(edits, { texts, paths });
  if (applied.kind === 'refused')
    return { kind: 'refused', gate: 'does-not-apply', reason: applied.reasons.join('\n') };
  const files = [...applied.texts]
    .filter(([path, text]) => text !== texts.get(path))
    .map(([path, text]) => ({ path, text, executable: originals.get(path)?.executable ?? false }));
  if (files.length === 0) return { kind: 'refused', gate: 'does-not-apply', reason: 'The edits change nothing.' };
  return { kind: 'edited', files };
}

/** A path that the tree has no text for: it may become a new file, or may not. */
function objectionTo(path: string, paths: readonly string[]): string | null {
  if (paths.includes(path)) return `${path} is not a text file that can be edited.`;
  const objection = newFileObjection(path, paths);
  return objection ? `${path} ${objection}.` : null;
}

async function originalsOf(edits: readonly Edit[], tree: Tree): Promise<Map<string, SourceFile | null>> {
  const paths = [...new Set(edits.map(edit => edit.path))];
  return new Map(await Promise.all(paths.map(async path => [path, await tree.read(path)] as const)));
}

function editsText(edits: readonly Edit[]): string {
  return edits
    .map(({ path, search, replace }) => `${path}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE`)
    .join('\n\n');
}
