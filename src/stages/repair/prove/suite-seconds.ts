// How long a run of the whole suite may take.

/** Seconds: three times what it took before and a minute, ten minutes at most. */
export function suiteSeconds(baselineSeconds: number): number {
  return Math.min(600, Math.ceil(3 * baselineSeconds + 60));
}
