// Reads the receipt to verify: a file of its own, or the saved text of a pull request.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { canonicalText, sha256 } from '../incident/receipt/hashes.ts';
import { Receipt, type ReceiptDocument } from '../incident/receipt/receipt.ts';
import { jsonBlocks } from '../text/json-block.ts';
import { BadInput } from './bad-input.ts';

export interface GivenReceipt {
  readonly document: ReceiptDocument;
  /** As it is written beside the document. */
  readonly sha256: string;
  /** Of the document as it was given, with everything that its shape ignores. */
  readonly actualSha256: string;
}

/** `file` may be `-`, for the standard input. Throws `BadInput`. */
export async function givenReceipt(file: string): Promise<GivenReceipt> {
  return receiptIn(await contentOf(file), file === '-' ? 'The standard input' : file);
}

/** `name` is what the text is called where there is no receipt in it. */
export function receiptIn(content: string, name: string): GivenReceipt {
  const values = content.trimStart().startsWith('{') ? [maybeJson(content)] : jsonBlocks(content);
  // The text before may quote anything; ours is the last.
  const given = values.findLast(isEnvelope);
  if (!given)
    throw new BadInput(`${name} holds no receipt: neither the file that was saved, nor a pull request's text.`);
  const parsed = Receipt.safeParse(given);
  if (!parsed.success)
    throw new BadInput(`${name} holds no receipt of this version:\n${z.prettifyError(parsed.error)}`);
  return { ...parsed.data, actualSha256: sha256(canonicalText(given.document)) };
}

async function contentOf(file: string): Promise<string> {
  if (file === '-') return await text(process.stdin);
  return await readFile(file, 'utf8').catch((error: Error) => {
    throw new BadInput(`${file} cannot be read: ${error.message}`);
  });
}

function maybeJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}

function isEnvelope(value: unknown): value is { document: unknown; sha256: unknown } {
  return typeof value === 'object' && value !== null && 'document' in value && 'sha256' in value;
}
