// Runs a proof again from nothing: what the repository holds, what the failing tree shows, what the repaired one does.
import type { ReceiptDocument } from '../incident/receipt/receipt.ts';
import { nightwatchVersion } from '../incident/version.ts';
import { checkSource } from './checks/source.ts';
import type { Clone } from './clone.ts';
import { type Finding, noted } from './finding.ts';
import type { GivenReceipt } from './given-receipt.ts';
import type { Machine } from './machine.ts';
import { replay } from './replay.ts';

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

function unchecked({ exchanges, versions }: ReceiptDocument): Finding[] {
  const models = [...new Set(exchanges.map(({ model }) => model))].join(', ') || 'no model';
  return [
    noted('model', `${exchanges.length} requests to ${models}, named by their digests; none is made again`),
    noted('nightwatch', `${nightwatchVersion} here, ${versions.nightwatch} then`),
  ];
}
