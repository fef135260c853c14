// What a row of the bench hands back: figures held against their targets, plots of how cost grows, and everything raw.
export interface Figure {
  /** What was measured, in a few words. */
  readonly what: string;
  /** As it is printed, with its unit. */
  readonly figure: string;
  readonly target: string;
  /** Null when it could not be measured, or has no target. */
  readonly met: boolean | null;
}

/** Points joined by lines, one for each series; both axes are logarithmic, so that a straight line of slope 1 is "grows alike". */
export interface Plot {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  /** Fields of the points, with words for the axes. */
  readonly x: Axis;
  readonly y: Axis;
  /** The field that tells the lines apart. */
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
  /** Kept as JSON: every round, so that a median can be doubted. */
  readonly raw: unknown;
}

/** A folder that is emptied afterwards, and a way to say what is being done. */
export interface Workbench {
  readonly directory: string;
  readonly tell: (line: string) => void;
}

export type Row = (bench: Workbench) => Promise<Measured>;

/** A ratio or a rate that has to be as high as its target. */
export function atLeast(what: string, value: number, bar: { target: number; unit: string }): Figure {
  const { target, unit } = bar;
  return { what, figure: `${rounded(value)}${unit}`, target: `≥ ${target}${unit}`, met: value >= target };
}

/** A cost that has to stay below its target. */
export function below(what: string, value: number, bar: { target: number; unit: string }): Figure {
  const { target, unit } = bar;
  return { what, figure: `${rounded(value)}${unit}`, target: `< ${target}${unit}`, met: value < target };
}

/** Says more about a figure above it; nothing was promised of it. */
export function remark(what: string, figure: string): Figure {
  return { what, figure, target: '', met: null };
}

/** Three digits that mean something; whole numbers above a hundred. */
export function rounded(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
