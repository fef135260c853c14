// Verifiable errors in the model's answer, as feedback to the model.

import type { Evidence } from '../../incident/evidence.ts';
import { ellipsized } from '../../text/truncation.ts';
import { strayQuotes } from './confidence.ts';
import type { Answer } from './question.ts';
import { pathInTree } from './tree-paths.ts';

export function complaints(answer: Answer, evidence: Evidence, paths: ReadonlySet<string>): string[] {
  const file =
    pathInTree(answer.file, paths) === null ? [`The repository has no file ${quotedJson(answer.file)}.`] : [];
  const quotes = strayQuotes(answer, evidence).map(quote => `The log does not contain this line: ${quotedJson(quote)}`);
  return [...file, ...quotes.slice(0, 5)];
}

function quotedJson(text: string): string {
  return JSON.stringify(ellipsized(text, 300));
}
