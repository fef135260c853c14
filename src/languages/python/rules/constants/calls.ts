// Calls whose result is known when what they are given is: conversions, decodings, and methods of strings.
import { operated } from './operators.ts';
import { isSame, isTrue, itemsOf, numberOf, shown, type Value } from './value.ts';

type Known = (...given: Value[]) => Value | undefined;

/** By the last part of the name, so that `base64.b64decode` and `b64decode` are one; bytes are read as text. */
const functions: Readonly<Record<string, Known>> = {
  chr: code => (isCode(code) ? String.fromCodePoint(code) : undefined),
  ord: text => (typeof text === 'string' ? text.codePointAt(0) : undefined),
  int: (value, base) => integer(value, base),
  float: value => decimal(value),
  Decimal: value => decimal(value),
  str: value => (value === undefined ? '' : shown(value)),
  bool: value => value !== undefined && isTrue(value),
  len: value => itemsOf(value)?.length,
  abs: value => math(value, Math.abs),
  floor: value => math(value, Math.floor),
  ceil: value => math(value, Math.ceil),
  sqrt: value => math(value, Math.sqrt),
  round: (value, digits) => (digits === undefined ? math(value, Math.round) : undefined),
  sum: values => itemsOf(values)?.reduce<Value | undefined>((sum, each) => reckon('+', sum, each), 0),
  prod: values => itemsOf(values)?.reduce<Value | undefined>((product, each) => reckon('*', product, each), 1),
  max: (...values) => extreme(values, Math.max),
  min: (...values) => extreme(values, Math.min),
  pow: (value, power) => reckon('**', value, power),
  add: (left, right) => reckon('+', left, right),
  sub: (left, right) => reckon('-', left, right),
  mul: (left, right) => reckon('*', left, right),
  list: values => collected('list', values),
  tuple: values => collected('tuple', values),
  set: values => collected('set', values),
  frozenset: values => collected('set', values),
  reversed: values => collected('list', values && { kind: 'list', items: (itemsOf(values) ?? []).toReversed() }),
  bytes: (values, encoding) => (encoding === undefined ? ofCodes(values) : values),
  bytearray: values => ofCodes(values),
  fromhex: text => decoded(text, 'hex'),
  unhexlify: text => decoded(text, 'hex'),
  b16decode: text => decoded(text, 'hex'),
  a2b_hex: text => decoded(text, 'hex'),
  b64decode: text => decoded(text, 'base64'),
  standard_b64decode: text => decoded(text, 'base64'),
  urlsafe_b64decode: text => decoded(text, 'base64url'),
  a2b_base64: text => decoded(text, 'base64'),
  from_bytes: (text, order) => ofBytes(text, order),
};

/** Undefined where the result is not known. */
export function called(name: string, given: readonly Value[]): Value | undefined {
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known) return known(...given);
  return name === 'decode' || name === 'encode' ? translated(given[0], given[1]) : undefined;
}

type Method = (text: string, ...given: Value[]) => Value | undefined;

const methods: Readonly<Record<string, Method>> = {
  lower: text => text.toLowerCase(),
  casefold: text => text.toLowerCase(),
  upper: text => text.toUpperCase(),
  title: text => text.toLowerCase().replace(/(?<![a-z])[a-z]/g, letter => letter.toUpperCase()),
  capitalize: text => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase(),
  swapcase: text =>
    [...text].map(each => (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase())).join(''),
  strip: (text, ...given) => (given.length === 0 ? text.trim() : undefined),
  lstrip: (text, ...given) => (given.length === 0 ? text.trimStart() : undefined),
  rstrip: (text, ...given) => (given.length === 0 ? text.trimEnd() : undefined),
  replace: (text, old, now) =>
    typeof old === 'string' && typeof now === 'string' ? text.replaceAll(old, now) : undefined,
  join: (text, values) => {
    const items = itemsOf(values);
    return items?.every(item => typeof item === 'string') ? items.join(text) : undefined;
  },
  split: (text, by) => listOf(typeof by === 'string' && by !== '' ? text.split(by) : text.split(/\s+/).filter(Boolean)),
  zfill: (text, width) => (typeof width === 'number' && width < 1_000 ? text.padStart(width, '0') : undefined),
  format: (text, ...given) => filled(text, given),
  encode: (text, codec) => translated(text, codec),
  decode: (text, codec) => translated(text, codec),
  hex: text => Buffer.from(text, 'latin1').toString('hex'),
  startswith: (text, start) => (typeof start === 'string' ? text.startsWith(start) : undefined),
  endswith: (text, end) => (typeof end === 'string' ? text.endsWith(end) : undefined),
};

export function calledOn(value: Value, method: string, given: readonly Value[]): Value | undefined {
  if (method === '__eq__' && given[0] !== undefined) return isSame(value, given[0]);
  if (typeof value === 'string') return Object.hasOwn(methods, method) ? methods[method]?.(value, ...given) : undefined;
  if (value === null || typeof value !== 'object' || value.kind !== 'dict' || method !== 'get') return undefined;
  const [key, other = null] = given;
  return key === undefined ? undefined : (value.pairs.find(([each]) => isSame(each, key))?.[1] ?? other);
}

function isCode(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0x10ffff;
}

function integer(value: Value | undefined, base: Value | undefined): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return Math.trunc(number);
  if (typeof value !== 'string') return undefined;
  const radix = typeof base === 'number' && base !== 0 ? base : 10;
  const result = radix >= 2 && radix <= 36 ? Number.parseInt(value.replace(/^0[xob]/i, ''), radix) : Number.NaN;
  return Number.isNaN(result) ? undefined : result;
}

function decimal(value: Value | undefined): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : numberOf(value);
  return number === undefined || Number.isNaN(number) ? undefined : number;
}

function math(value: Value | undefined, calculate: (number: number) => number): number | undefined {
  const number = numberOf(value);
  return number === undefined ? undefined : calculate(number);
}

function reckon(operator: string, left: Value | undefined, right: Value | undefined): Value | undefined {
  return left === undefined || right === undefined ? undefined : operated(operator, left, right);
}

function extreme(values: readonly Value[], choose: (...numbers: number[]) => number): number | undefined {
  const numbers = (values.length === 1 ? (itemsOf(values[0]) ?? []) : values).map(numberOf);
  return numbers.length > 0 && numbers.every(each => each !== undefined) ? choose(...numbers) : undefined;
}

function collected(kind: 'list' | 'tuple' | 'set', values: Value | undefined): Value | undefined {
  const items = values === undefined ? [] : itemsOf(values);
  return items && { kind, items };
}

function listOf(items: readonly Value[]): Value {
  return { kind: 'list', items };
}

function ofCodes(values: Value | undefined): string | undefined {
  if (typeof values === 'string') return values;
  const codes = values !== null && typeof values === 'object' ? itemsOf(values) : undefined;
  return codes?.every(isCode) ? String.fromCodePoint(...codes.filter(isCode)) : undefined;
}

function decoded(text: Value | undefined, encoding: 'hex' | 'base64' | 'base64url'): string | undefined {
  return typeof text === 'string' ? Buffer.from(text.replace(/\s/g, ''), encoding).toString('utf8') : undefined;
}

function ofBytes(text: Value | undefined, order: Value | undefined): number | undefined {
  if (typeof text !== 'string' || text.length > 6) return undefined;
  const bytes = [...Buffer.from(text, 'latin1')];
  return (order === 'little' ? bytes.toReversed() : bytes).reduce((sum, each) => sum * 256 + each, 0);
}

/** Text and bytes are read alike, but for codecs that are made to hide. */
function translated(text: Value | undefined, codec: Value | undefined): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (codec === 'hex' || codec === 'base64') return decoded(text, codec);
  if (codec !== 'rot13' && codec !== 'rot_13') return text;
  return text.replace(/[a-z]/gi, letter => {
    const first = letter < 'a' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}

function filled(text: string, given: readonly Value[]): string | undefined {
  let next = 0;
  let isKnown = true;
  const result = text.replace(/\{(\d{0,3})\}/g, (_, number) => {
    const value = given[number === '' ? next++ : Number(number)];
    const words = value === undefined ? undefined : shown(value);
    isKnown &&= words !== undefined;
    return words ?? '';
  });
  return isKnown && !/[{}]/.test(result) ? result : undefined;
}
