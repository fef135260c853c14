// A list of names of which a receipt shows only the start, for GitHub limits what it can be shown in.
import { z } from 'zod';
import { canonicalText, Sha256, sha256 } from './hashes.ts';

const mostNames = 25;
/** Of all names together. */
const mostCharacters = 2_000;

export const Listed = z.strictObject({
  count: z.number().int().nonnegative(),
  /** Of the canonical JSON of the whole list, sorted. */
  sha256: Sha256,
  first: z.array(z.string()),
});
export type Listed = z.infer<typeof Listed>;

/** Sorted, so that the order in which tests ran makes no difference. */
export function listed(names: readonly string[]): Listed {
  const sorted = names.toSorted();
  let room = mostCharacters;
  const first = sorted.slice(0, mostNames).filter(name => {
    room -= name.length;
    return room >= 0;
  });
  return { count: sorted.length, sha256: sha256(canonicalText(sorted)), first };
}
