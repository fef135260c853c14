// What a row returns: figures with their targets, plots of how the cost grows, and the raw data.
export interface Figure {
  /** What was measured, in a few words. */
  readonly what: string;
  /** As printed, with its unit. */
  readonly figure: string;
  readonly target: string;
  /** Null when it could not be measured, or has no target. */
  readonly met: boolean | null;
}

/** Points joined by lines, one for each series; both axes are logarithmic, so that linear growth is a straight line of slope 1. */
export interface Plot {
  /** The file name without its extension. */
  readonly name: string;
  readonly title: string;
  /** Fields of the points, with titles for the axes. */
  readonly x: Axis;
  readonly y: Axis;
  /** The field that distinguishes the lines. */
  readonly series: string;
  readonly points: readonly Readonly<Record<string, number | string>>[];
}

export interface Axis {
  readonly field: string;
  readonly title: string;
}

export interface Measured {
  readonly figures: readonly Figure[];
  readonly plots: readonly Plot[];
  /** Saved as JSON: every round, so that a median can be checked. */
  readonly raw: unknown;
}

/** A directory that is removed afterwards, and a way to report progress. */
export interface RowContext {
  readonly directory: string;
  readonly tell: (line: string) => void;
}

export type Row = (context: RowContext) => Promise<Measured>;

/** A ratio or a rate that must reach its target. */
export function atLeast(what: string, value: number, bar: { target: number; unit: string }): Figure {
  const { target, unit } = bar;
  return { what, figure: `${rounded(value)}${unit}`, target: `≥ ${target}${unit}`, met: value >= target };
}

/** A cost that must stay below its target. */
export function below(what: string, value: number, bar: { target: number; unit: string }): Figure {
  const { target, unit } = bar;
  return { what, figure: `${rounded(value)}${unit}`, target: `< ${target}${unit}`, met: value < target };
}

/** More about the figure above it; has no target. */
export function remark(what: string, figure: string): Figure {
  return { what, figure, target: '', met: null };
}

/** Three significant digits; whole numbers from a hundred. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
