// Expands a job's matrix into its combinations, by the rules of
// https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
import { isDeepStrictEqual } from 'node:util';

export type Combination = Readonly<Record<string, unknown>>;

/** All combinations of a matrix, in GitHub's order; a single empty one when there is no matrix. */
export function combinations(matrix: unknown): Combination[] {
  if (!isRecord(matrix)) return [{}];
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
): Combination[] {
  const extended = product.map(original =>
    Object.assign({}, original, ...included.filter(entry => fits(original, entry, axes))),
  );
  const added = included.filter(entry => !product.some(original => fits(original, entry, axes)));
  const all = [...extended, ...added];
  return all.length > 0 ? all : [{}];
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
