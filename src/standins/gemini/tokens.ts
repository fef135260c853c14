// How the local Gemini counts tokens: an estimate, since the real tokenizer is not published.

/**
 * Tokens in a text, estimated as characters / 4, rounded up: the rule of thumb of Google's own guide
 * (https://ai.google.dev/gemini-api/docs/tokens). Good for adding up and for limits, not for an invoice.
 */
export function estimatedTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
