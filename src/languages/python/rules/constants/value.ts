// What constants are worth, and their one spelling, which is that of literals.

export type Value = number | string | boolean | null | Items | Pairs;

export interface Items {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly Value[];
}

export interface Pairs {
  readonly kind: 'dict';
  readonly pairs: readonly (readonly [Value, Value])[];
}

const brackets = { list: '[]', tuple: '()', set: '{}' } as const;

export function spelled(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value.kind === 'dict')
    return `{${value.pairs.map(([key, each]) => `${spelled(key)}:${spelled(each)}`).join(',')}}`;
  const [open, close] = brackets[value.kind];
  return `${open}${value.items.map(spelled).join(',')}${close}`;
}

/** The value itself and, of a collection, all that is in it. */
export function partsOf(value: Value): Value[] {
  if (value === null || typeof value !== 'object') return [value];
  const inside = value.kind === 'dict' ? value.pairs.flat() : value.items;
  return [value, ...inside.flatMap(partsOf)];
}

/** As Python's `str`; undefined for what has a spelling of its own there. */
export function shown(value: Value): string | undefined {
  return typeof value === 'string' ? value : value === null || typeof value !== 'object' ? spelled(value) : undefined;
}

export function isTrue(value: Value): boolean {
  if (value === null || typeof value !== 'object') return Boolean(value);
  return (value.kind === 'dict' ? value.pairs : value.items).length > 0;
}

/** Booleans are numbers, as in Python. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : undefined;
}

/** The items of a collection, the characters of a string, the keys of a dictionary. */
export function itemsOf(value: Value | undefined): readonly Value[] | undefined {
  if (typeof value === 'string') return [...value];
  if (value === null || value === undefined || typeof value !== 'object') return undefined;
  return value.kind === 'dict' ? value.pairs.map(([key]) => key) : value.items;
}

export function isSame(one: Value, other: Value): boolean {
  const [a, b] = [numberOf(one), numberOf(other)];
  return a !== undefined && b !== undefined ? a === b : spelled(one) === spelled(other);
}
