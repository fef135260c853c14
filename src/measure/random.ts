// Random numbers that can be had again by their seed.

export interface Random {
  /** From 0 to 1, without 1. */
  next(): number;
}

/** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c. Good enough to choose by. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
