// What an incident has cost. Seconds are wall time.
import { z } from 'zod';
import { Sha256 } from './receipt/hashes.ts';

/** A request to the model and its answer, as sent and received. */
export const Exchange = z.strictObject({
  /** The question's name. */
  question: z.string(),
  model: z.string(),
  promptSha256: Sha256,
  answerSha256: Sha256,
});
export type Exchange = z.infer<typeof Exchange>;

export const Ledger = z.object({
  /** Requests that the model answered, usably or not. */
  questions: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  modelSeconds: z.number().nonnegative(),
  sandboxSeconds: z.number().nonnegative(),
  dollars: z.number().nonnegative(),
  /** In their order; none in rows from before they were kept. */
  exchanges: z.array(Exchange).default([]),
});
export type Ledger = z.infer<typeof Ledger>;

/** The cost of one request to the model, and what was exchanged, if that is known. */
export type Usage = {
  inputTokens: number;
  outputTokens: number;
  seconds: number;
  dollars: number;
  exchange?: Exchange;
};

export const emptyLedger: Ledger = {
  questions: 0,
  inputTokens: 0,
  outputTokens: 0,
  modelSeconds: 0,
  sandboxSeconds: 0,
  dollars: 0,
  exchanges: [],
};

export function withRequest(ledger: Ledger, usage: Usage): Ledger {
  return {
    ...ledger,
    questions: ledger.questions + 1,
    inputTokens: ledger.inputTokens + usage.inputTokens,
    outputTokens: ledger.outputTokens + usage.outputTokens,
    modelSeconds: ledger.modelSeconds + usage.seconds,
    dollars: ledger.dollars + usage.dollars,
    exchanges: [...ledger.exchanges, ...(usage.exchange ? [usage.exchange] : [])],
  };
}

export function withSandboxTime(ledger: Ledger, seconds: number): Ledger {
  return { ...ledger, sandboxSeconds: ledger.sandboxSeconds + seconds };
}
