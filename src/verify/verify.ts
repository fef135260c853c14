// `npm run verify -- <receipt> <repository>`: runs a proof again from nothing, and says line by line what still holds. Ends with 0 if
// all of it does, with 1 if something does not, with 2 if it cannot be told.
import { parseArgs } from 'node:util';
import { BadInput } from './bad-input.ts';
import { cloneOf } from './clone.ts';
import { findingText } from './finding.ts';
import { findings } from './findings.ts';
import { givenReceipt } from './given-receipt.ts';
import { openMachine } from './machine.ts';

const usage =
  "Usage: npm run verify -- <file with a receipt or a pull request's text, or -> <path or URL of a clone> [--local-index]";

try {
  process.exitCode = (await holds(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(error instanceof BadInput ? error.message : error);
  process.exitCode = 2;
}

/** Whether everything in the receipt does. */
async function holds(args: readonly string[]): Promise<boolean> {
  const { receipt, repository, localIndex } = optionsOf(args);
  const given = await givenReceipt(receipt);
  await using clone = await cloneOf(repository);
  let failed = 0;
  let checked = 0;
  for await (const finding of findings(given, clone, (...about) => openMachine(...about, { localIndex }))) {
    console.log(findingText(finding));
    if (finding.state === 'fails') failed += 1;
    if (finding.state === 'holds') checked += 1;
  }
  console.log(
    failed === 0 ? `\nAll ${checked} statements hold.` : `\n${failed} of ${failed + checked} statements do not hold.`,
  );
  return failed === 0;
}

function optionsOf(args: readonly string[]): { receipt: string; repository: string; localIndex: boolean } {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'local-index': { type: 'boolean', default: false } },
    });
    const [receipt, repository, ...more] = positionals;
    if (receipt && repository && more.length === 0) return { receipt, repository, localIndex: values['local-index'] };
  } catch {
    // An option that does not exist: the usage says which do.
  }
  throw new BadInput(usage);
}
