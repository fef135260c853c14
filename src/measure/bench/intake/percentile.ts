// Percentiles by nearest rank: always a value that was measured.

/** `share` from 0 to 1; 1 is the largest. Throws on no numbers. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('There is no percentile of no numbers.');
  return found;
}
