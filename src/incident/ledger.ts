// What an incident has cost. Seconds are wall time.
import { z } from 'zod';

export const Ledger = z.object({
  /** Requests that the model answered, usably or not. */
  questions: z.number().int().nonnegative(),
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  modelSeconds: z.number().nonnegative(),
  sandboxSeconds: z.number().nonnegative(),
  dollars: z.number().nonnegative(),
});
export type Ledger = z.infer<typeof Ledger>;

/** The cost of one request to the model. */
export type Usage = { inputTokens: number; outputTokens: number; seconds: number; dollars: number };

export const emptyLedger: Ledger = {
  questions: 0,
  inputTokens: 0,
  outputTokens: 0,
  modelSeconds: 0,
  sandboxSeconds: 0,
  dollars: 0,
};

export function withRequest(ledger: Ledger, usage: Usage): Ledger {
  return {
    ...ledger,
    questions: ledger.questions + 1,
    inputTokens: ledger.inputTokens + usage.inputTokens,
    outputTokens: ledger.outputTokens + usage.outputTokens,
    modelSeconds: ledger.modelSeconds + usage.seconds,
    dollars: ledger.dollars + usage.dollars,
  };
}

export function withSandboxTime(ledger: Ledger, seconds: number): Ledger {
  return { ...ledger, sandboxSeconds: ledger.sandboxSeconds + seconds };
}
