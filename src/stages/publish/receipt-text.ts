// The receipt, folded, at the end of the pull request.
import type { Receipt } from '../../incident/receipt/receipt.ts';
import { jsonBlock } from '../../text/json-block.ts';
import { details } from '../../text/markdown.ts';

/** Characters. It belongs to the footer, which is never left out: a longer one would leave no room for the rest. */
const longest = 30_000;

/** Nothing where there is none. */
export function receiptText(receipt: Receipt | undefined): string[] {
  if (!receipt) return [];
  const block = details('Receipt', jsonBlock(receipt));
  if (block.length > longest) return [`The receipt is too long to be shown; its SHA-256 is ${receipt.sha256}.`];
  return [
    block,
    'To run this proof again on another machine: save this text to a file, then `npm run verify -- <file> <clone>`.',
  ];
}
