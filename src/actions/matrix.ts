// Expands a job's matrix into its combinations, by the rules of
// https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
import { isDeepStrictEqual } from 'node:util';

export type Combination = Readonly<Record<string, unknown>>;

/** One job of a matrix. */
export interface MatrixEntry {
  readonly values: Combination;
  /** The values that GitHub puts into the job's name: all but those that an `include` adds to a combination of the axes. */
  readonly named: Combination;
}

/** All combinations of a matrix, in GitHub's order; a single empty one when there is no matrix. */
export function combinations(matrix: unknown): Combination[] {
  return matrixEntries(matrix).map(({ values }) => values);
}

/** By the runner's own builder: https://github.com/actions/runner/blob/main/src/Sdk/WorkflowParser/Conversion/MatrixBuilder.cs */
export function matrixEntries(matrix: unknown): MatrixEntry[] {
  if (!isRecord(matrix)) return [{ values: {}, named: {} }];
  const { include, exclude, ...axes } = matrix;
  const excluded = records(exclude);
  const product = cartesianProduct(axes).filter(
    combination => !excluded.some(part => agrees(combination, part, Object.keys(part))),
  );
  return withIncluded(product, records(include), Object.keys(axes));
}

/** An axis that is not a list has one value: an expression left as written. */
function cartesianProduct(axes: Combination): Combination[] {
  const entries = Object.entries(axes);
  if (entries.length === 0) return [];
  return entries.reduce<Combination[]>(
    (all, [name, values]) =>
      all.flatMap(one => (Array.isArray(values) ? values : [values]).map(value => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** An `include` entry extends every combination whose axes it agrees with; an entry that matches none is a combination of its own. */
function withIncluded(
  product: readonly Combination[],
  included: readonly Combination[],
  axes: readonly string[],
): MatrixEntry[] {
  const extended = product.map(original => ({
    values: Object.assign({}, original, ...included.filter(entry => fits(original, entry, axes))),
    named: original,
  }));
  const added = included
    .filter(entry => !product.some(original => fits(original, entry, axes)))
    .map(entry => ({ values: entry, named: axesFirst(entry, axes) }));
  const all = [...extended, ...added];
  return all.length > 0 ? all : [{ values: {}, named: {} }];
}

function axesFirst(entry: Combination, axes: readonly string[]): Combination {
  const isExtra = ([key]: [string, unknown]) => !axes.includes(key);
  return Object.fromEntries(Object.entries(entry).toSorted((a, b) => Number(isExtra(a)) - Number(isExtra(b))));
}

function fits(original: Combination, entry: Combination, axes: readonly string[]): boolean {
  const shared = axes.filter(axis => axis in entry);
  return agrees(original, entry, shared);
}

function agrees(one: Combination, other: Combination, keys: readonly string[]): boolean {
  return keys.every(key => isDeepStrictEqual(one[key], other[key]));
}

function records(value: unknown): Combination[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Combination {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
