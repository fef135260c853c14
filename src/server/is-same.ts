// Compares what a stranger offers with a secret, in constant time.
import { createHash, timingSafeEqual } from 'node:crypto';

/** Hashed first, because `timingSafeEqual` wants equal lengths. */
export function isSame(offered: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(offered), digest(expected));
}
