// A hard time limit around work that should have limits of its own but may not have all of them.
import { Transient } from '../ports.ts';

/** Throws `Transient` after so many ms. What was begun is not ended by that: its result is thrown away when it comes. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Transient(`${what} did not end within ${Math.round(ms / 60_000)} minutes.`)),
    ms,
  );
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
