// Runs everything again: the environment is built, the failing tree must fail as recorded, and the repaired one pass as recorded.
import { isMasked } from '../actions/masked/masked-text.ts';
import type { FileChange } from '../incident/patch.ts';
import type { ReceiptDocument } from '../incident/receipt/receipt.ts';
import { buildAgain } from './checks/environment.ts';
import { failsAgain, guardIsRed } from './checks/failing-tree.ts';
import { passesAgain } from './checks/repaired-tree.ts';
import { type Finding, finding, noted } from './finding.ts';
import type { Machine } from './machine.ts';
import { restoredRecipe } from './restored-recipe.ts';

/** Ends at what makes the rest meaningless. */
export async function* replay(
  recorded: ReceiptDocument,
  { tree, sandbox }: Machine,
  changes: readonly FileChange[],
): AsyncGenerator<Finding> {
  const document = { ...recorded, recipe: await restoredRecipe(recorded.recipe, tree) };
  if (isMasked(JSON.stringify(document.recipe)))
    yield noted('recipe', 'it has masked values that are in no workflow file; they stay as they are');
  const { findings: built, prepared } = await buildAgain(document, sandbox, tree);
  yield* built;
  if (!prepared) return;
  const { environment, firstRun } = prepared;
  const job = { sandbox, environment, recipe: document.recipe, firstRun };
  const { findings: failing, judge } = await failsAgain(document, { ...job, tree });
  yield* failing;
  if (!judge) return;
  const source = changes.find(({ path }) => path === document.guard.path)?.content ?? '';
  const guarded = await tree.with([{ path: document.guard.path, content: source, executable: false }]);
  const { finding: red, guard } = await guardIsRed(document, { ...job, tree: guarded }, source);
  yield red;
  if (!guard) return;
  const { recipe } = document;
  const reproduction = { recipe, environment, tree: tree.hash, ...judge, executed: [], reached: [], output: '' };
  const judged = { evidence: { language: recipe.language }, reproduction, guard };
  const repaired = await tree.with(changes);
  yield finding('tested tree', repaired.hash === document.trees.after, repaired.hash);
  yield* await passesAgain(document, judged, { sandbox, failing: tree, repaired });
}
