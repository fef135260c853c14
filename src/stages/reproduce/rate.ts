// The failure rate of a test that N runs allow to infer, in words.
// Few runs prove little: N equal outcomes only bound the rate, by `1 − 0.05^(1/N)` at 95% confidence, which is 45% after five
// runs. With both outcomes it is Wilson's interval (1927), which also holds for few runs.

/** Two-sided 95 % of the normal distribution. */
const z = 1.96;

/** `failed in 3 of 15 runs (failure rate 7% to 45% at 95% confidence)` */
export function rateText(red: number, runs: number): string {
  return `failed in ${red} of ${runs} runs (failure rate ${rateBounds(red, runs)} at 95% confidence)`;
}

/** `less than 63%`, `more than 37%` or `7% to 45%`. */
export function rateBounds(red: number, runs: number): string {
  const rarest = 1 - 0.05 ** (1 / runs);
  if (red === 0) return `less than ${percent(rarest)}`;
  if (red === runs) return `more than ${percent(1 - rarest)}`;
  const { low, high } = wilson(red / runs, runs);
  return `${percent(low)} to ${percent(high)}`;
}

function wilson(seen: number, runs: number): { low: number; high: number } {
  const scale = 1 + z ** 2 / runs;
  const centre = (seen + z ** 2 / (2 * runs)) / scale;
  const half = (z / scale) * Math.sqrt((seen * (1 - seen)) / runs + z ** 2 / (4 * runs ** 2));
  return { low: centre - half, high: centre + half };
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}
