// What in an answer can be shown to be wrong at once, in words for the model that gave it.

import type { Evidence } from '../../incident/evidence.ts';
import { ellipsized } from '../../text/truncation.ts';
import { strayQuotes } from './confidence.ts';
import type { Answer } from './question.ts';
import { pathInTree } from './tree-paths.ts';

export function complaints(answer: Answer, evidence: Evidence, paths: ReadonlySet<string>): string[] {
  const file = pathInTree(answer.file, paths) === null ? [`The repository has no file ${told(answer.file)}.`] : [];
  const quotes = strayQuotes(answer, evidence).map(quote => `This line does not stand in the log: ${told(quote)}`);
  return [...file, ...quotes.slice(0, 5)];
}

function told(text: string): string {
  return JSON.stringify(ellipsized(text, 300));
}
