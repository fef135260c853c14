// Which combination of its matrix a job is, told by its name: the log does not say, and steps are written in its terms.
// Rules: https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
import { isDeepStrictEqual } from 'node:util';

export type Combination = Readonly<Record<string, unknown>>;

/** What a workflow file says of a job's name and matrix. */
export interface Named {
  readonly key: string;
  readonly name: string | null;
  readonly matrix: Readonly<Record<string, unknown>>;
}

/** The combination whose job GitHub would call so; null when none would be. Without a matrix there is an empty one. */
export function combinationNamed(job: Named, jobName: string): Combination | null {
  const all = combinations(job.matrix);
  return all.find(one => isCalled(job, one, jobName)) ?? inBrackets(job, jobName);
}

/** `${{ matrix.x }}` and `${{ matrix['x'].y }}` by their values; what is no plain value stays. */
export function withMatrix(text: string, combination: Combination): string {
  return text.replace(/\$\{\{\s*matrix((?:\.[\w-]+|\['[\w-]+'\])+)\s*\}\}/g, (whole, keys: string) => {
    const found = inside(combination, keys.match(/[\w-]+/g) ?? []);
    return isScalar(found) ? String(found) : whole;
  });
}

/** A pattern for what is left of a text when its expressions have been filled in by anything. */
export function withBlanks(text: string): RegExp {
  const parts = text.trim().split(/\$\{\{.*?\}\}/s);
  return new RegExp(`^${parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*?')}$`, 's');
}

/** `name:` with its expressions filled in; else the name or the key, with the values in brackets. */
function isCalled({ key, name }: Named, combination: Combination, jobName: string): boolean {
  if (name !== null && withMatrix(name, combination) !== name) {
    return withBlanks(withMatrix(name, combination)).test(jobName);
  }
  const values = Object.values(combination).filter(isScalar).map(String);
  if (values.some(value => value.includes('${{'))) return false;
  const brackets = values.length > 0 ? ` (${values.join(', ')})` : '';
  return withBlanks((name ?? key) + brackets).test(jobName);
}

/** A matrix that is itself an expression: its keys and the values of the name, in their order. */
function inBrackets({ key, name, matrix }: Named, jobName: string): Combination | null {
  if (!withBlanks(name ?? key).test(jobName.replace(/ \([^()]*\)$/, ''))) return null;
  const values = / \(([^()]*)\)$/.exec(jobName)?.[1]?.split(', ') ?? [];
  const keys = Object.keys(matrix).filter(one => one !== 'include' && one !== 'exclude');
  return Object.fromEntries(keys.flatMap((one, index) => (values[index] === undefined ? [] : [[one, values[index]]])));
}

function combinations({ include, exclude, ...axes }: Readonly<Record<string, unknown>>): Combination[] {
  const names = Object.keys(axes);
  const product = names.length === 0 ? [] : crossed(axes);
  const kept = product.filter(one => !records(exclude).some(part => agrees(one, part, Object.keys(part))));
  const included = records(include);
  const fits = (one: Combination, entry: Combination) =>
    agrees(
      one,
      entry,
      names.filter(name => name in entry),
    );
  const joined = kept.map(one => ({ ...one, ...Object.assign({}, ...included.filter(entry => fits(one, entry))) }));
  const alone = included.filter(entry => !kept.some(one => fits(one, entry)));
  const all = [...joined, ...alone];
  return all.length > 0 ? all : [{}];
}

function crossed(axes: Readonly<Record<string, unknown>>): Combination[] {
  return Object.entries(axes).reduce<Combination[]>(
    (all, [name, values]) =>
      all.flatMap(one => (Array.isArray(values) ? values : [values]).map(value => ({ ...one, [name]: value }))),
    [{}],
  );
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

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function inside(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((all, key) => (isRecord(all) ? all[key] : undefined), value);
}
