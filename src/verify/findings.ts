// Runs a proof again from nothing: what the repository holds, what the failing tree shows, what the repaired one does.
import type { FileChange } from '../incident/patch.ts';
import type { ReceiptDocument } from '../incident/receipt/receipt.ts';
import { nightwatchVersion } from '../incident/version.ts';
import type { Tree } from '../ports.ts';
import { buildAgain } from './checks/environment.ts';
import { failsAgain, guardIsRed } from './checks/failing-tree.ts';
import { passesAgain } from './checks/repaired-tree.ts';
import { checkSource } from './checks/source.ts';
import type { Clone } from './clone.ts';
import { type Finding, finding, noted } from './finding.ts';
import type { GivenReceipt } from './given-receipt.ts';
import type { Machine } from './machine.ts';

/** What the repository's commit is run on; made when it is needed, since a receipt that is wrong is never run. */
export type OpenMachine = (document: ReceiptDocument, clone: Clone) => Promise<Machine & AsyncDisposable>;

/** Line by line as they are found. Ends early where nothing more can be said. */
export async function* findings(given: GivenReceipt, clone: Clone, open: OpenMachine): AsyncGenerator<Finding> {
  const { document } = given;
  const { findings: source, changes } = await checkSource(given, clone);
  yield* source;
  yield* unchecked(document);
  if (changes.length === 0) return;
  await using machine = await open(document, clone);
  yield* replay(document, machine, changes);
}

async function* replay(
  document: ReceiptDocument,
  { tree, sandbox }: Machine,
  changes: readonly FileChange[],
): AsyncGenerator<Finding> {
  const { findings: built, prepared } = await buildAgain(document, sandbox, tree);
  yield* built;
  if (!prepared) return;
  const { environment, firstRun } = prepared;
  const job = { sandbox, environment, recipe: document.recipe, firstRun };
  const { findings: failing, judge } = await failsAgain(document, { ...job, tree });
  yield* failing;
  if (!judge) return;
  const source = changes.find(({ path }) => path === document.guard.path)?.content ?? '';
  const guarded: Tree = await tree.with([{ path: document.guard.path, content: source, executable: false }]);
  const { finding: red, guard } = await guardIsRed(document, { ...job, tree: guarded }, source);
  yield red;
  if (!guard) return;
  const { recipe } = document;
  const reproduction = { recipe, environment, tree: tree.hash, ...judge, executed: [], output: '' };
  const judged = { evidence: { language: recipe.language }, reproduction, guard };
  const repaired = await tree.with(changes);
  yield finding('tested tree', repaired.hash === document.trees.after, repaired.hash);
  yield* await passesAgain(document, judged, { sandbox, failing: tree, repaired });
}

function unchecked({ exchanges, versions }: ReceiptDocument): Finding[] {
  const models = [...new Set(exchanges.map(({ model }) => model))].join(', ') || 'no model';
  return [
    noted('model', `${exchanges.length} requests to ${models}, named by their digests; none is made again`),
    noted('nightwatch', `${nightwatchVersion} here, ${versions.nightwatch} then`),
  ];
}
