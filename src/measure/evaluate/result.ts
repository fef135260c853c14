// The result of one case, as it is saved and printed.
import type { StopCode } from '../../incident/stop.ts';

/** Characters / 4 of every prompt, by question, in the order asked. */
export type Tokens = Readonly<Record<string, readonly number[]>>;

/** Wall time in milliseconds. */
export interface Times {
  /** The two runs of CI before the incident: green, then red. */
  readonly ci: number;
  /** All stages of the line, without the model. */
  readonly line: number;
  /** The part of `line` in which commands ran in the sandbox. */
  readonly sandbox: number;
  readonly byStage: Readonly<Record<string, number>>;
  /** Everything, clean-up included. */
  readonly whole: number;
}

/**
 * `verified`: a pull request with its proof. `missed`: the line stopped without one. `invalid`: not a valid case.
 * `broken`: the evaluation itself failed.
 */
export type CaseVerdict = 'verified' | 'missed' | 'invalid' | 'broken';

export interface Result {
  readonly name: string;
  readonly verdict: CaseVerdict;
  /** `published`, the code of a stop, or `ignored` when no incident was opened; null where the line did not begin. */
  readonly end: StopCode | 'published' | 'ignored' | null;
  readonly reproduced: boolean;
  /** Whether the first repair prompt showed them; null when there was none. */
  readonly fileShown: boolean | null;
  readonly functionShown: boolean | null;
  readonly functions: readonly string[];
  readonly tokens: Tokens;
  readonly attempts: number;
  /** CI on the pull request; null when there is none. */
  readonly proposalRun: string | null;
  readonly times: Times;
  /** Why it was missed; empty when verified. */
  readonly why: string;
}

/** Requests that reached the model, unusable answers included. */
export function requestsOfIncident({ tokens }: Pick<Result, 'tokens'>): number {
  return Object.values(tokens).flat().length;
}

export function tokensOfIncident({ tokens }: Pick<Result, 'tokens'>): number {
  return Object.values(tokens)
    .flat()
    .reduce((sum, each) => sum + each, 0);
}
