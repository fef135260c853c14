// A hard time limit around work that should have limits of its own but may not have all of them.
import { Transient } from '../ports.ts';

export interface Limit {
  readonly ms: number;
  /** Names the work in the error. */
  readonly what: string;
  /** Aborted when the time is up, to end what the work has started. */
  readonly ending: AbortController;
}

/** Throws `Transient` when the time is up. */
export async function within<T>(work: Promise<T>, { ms, what, ending }: Limit): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Transient(`${what} did not finish within ${Math.round(ms / 60_000)} minutes.`));
    ending.abort();
  }, ms);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
