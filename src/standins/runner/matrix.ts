// Spreads a job's matrix into its combinations, by the rules of
// https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
import { isDeepStrictEqual } from 'node:util';

export type Combination = Record<string, unknown>;

/** All combinations of a matrix, in GitHub's order; one empty combination when there is no matrix. */
export function combinations(matrix: unknown): Combination[] {
  if (!isRecord(matrix)) return [{}];
  const { include, exclude, ...axes } = matrix;
  const excluded = listOf(exclude);
  const product = crossed(axes).filter(
    combination => !excluded.some(part => agrees(combination, part, Object.keys(part))),
  );
  return withIncluded(product, listOf(include), Object.keys(axes));
}

function crossed(axes: Record<string, unknown>): Combination[] {
  const names = Object.keys(axes);
  if (names.length === 0) return [];
  return names.reduce<Combination[]>(
    (sofar, name) => sofar.flatMap(one => valuesOf(axes[name]).map(value => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** An entry that changes no axis joins every combination it agrees with; one that fits nowhere stands alone. */
function withIncluded(product: Combination[], included: Combination[], axes: string[]): Combination[] {
  const joined = product.map(original =>
    Object.assign({}, original, ...included.filter(entry => fits(original, entry, axes))),
  );
  const alone = included.filter(entry => !product.some(original => fits(original, entry, axes)));
  const all = [...joined, ...alone];
  return all.length > 0 ? all : [{}];
}

function fits(original: Combination, entry: Combination, axes: string[]): boolean {
  return agrees(
    original,
    entry,
    axes.filter(axis => axis in entry),
  );
}

function agrees(one: Combination, other: Combination, keys: string[]): boolean {
  return keys.every(key => isDeepStrictEqual(one[key], other[key]));
}

function listOf(value: unknown): Combination[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function valuesOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
