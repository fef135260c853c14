// Python's operators on constants.
import { isSame, isTrue, itemsOf, numberOf, shown, type Value } from './value.ts';

/** Characters or items; what is longer is no value that anyone compares. */
const longest = 10_000;

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  '//': (a, b) => (b === 0 ? Number.NaN : Math.floor(a / b)),
  '%': (a, b) => (b === 0 ? Number.NaN : a - b * Math.floor(a / b)),
  '**': (a, b) => a ** b,
  '<<': (a, b) => a * 2 ** b,
  '>>': (a, b) => Math.floor(a / 2 ** b),
  '&': (a, b) => Number(BigInt(a) & BigInt(b)),
  '|': (a, b) => Number(BigInt(a) | BigInt(b)),
  '^': (a, b) => Number(BigInt(a) ^ BigInt(b)),
};

/** Undefined where it is an error, or not known. */
export function operated(operator: string, left: Value, right: Value): Value | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return calculated(operator, a, b);
  if (operator === '%' && typeof left === 'string') return formatted(left, right);
  if (operator === '*') return b === undefined ? (a === undefined ? undefined : repeated(right, a)) : repeated(left, b);
  return operator === '+' ? added(left, right) : undefined;
}

function calculated(operator: string, a: number, b: number): number | undefined {
  const isBitwise = /^[&|^]$/.test(operator);
  if (isBitwise && !(Number.isSafeInteger(a) && Number.isSafeInteger(b))) return undefined;
  const result = arithmetic[operator]?.(a, b);
  return result === undefined || !Number.isFinite(result) ? undefined : result;
}

function added(left: Value, right: Value): Value | undefined {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (!isList(left) || !isList(right) || left.kind !== right.kind) return undefined;
  return { kind: left.kind, items: [...left.items, ...right.items] };
}

function isList(value: Value): value is Extract<Value, { items: unknown }> {
  return value !== null && typeof value === 'object' && value.kind !== 'dict';
}

function repeated(value: Value, times: number): Value | undefined {
  const length = itemsOf(value)?.length ?? Number.POSITIVE_INFINITY;
  if (!Number.isInteger(times) || length * times > longest) return undefined;
  const count = Math.max(0, times);
  if (typeof value === 'string') return value.repeat(count);
  return isList(value)
    ? { kind: value.kind, items: Array.from({ length: count }, () => value.items).flat() }
    : undefined;
}

/** `"%s-%d" % ("a", 1)`, without widths. */
function formatted(text: string, given: Value): string | undefined {
  const values = isList(given) && given.kind === 'tuple' ? [...given.items] : [given];
  let isKnown = true;
  const result = text.replace(/%([a-zA-Z%])/g, (_, letter) => {
    if (letter === '%') return '%';
    const value = /^[sdirc]$/.test(letter) ? values.shift() : undefined;
    const words = value === undefined ? undefined : shown(value);
    isKnown &&= words !== undefined;
    return words ?? '';
  });
  return isKnown ? result : undefined;
}

/** Undefined where it is an error, or not known. */
export function compared(operator: string, left: Value, right: Value): boolean | undefined {
  switch (operator) {
    case '==':
    case 'is':
      return isSame(left, right);
    case '!=':
    case 'is not':
      return !isSame(left, right);
    case 'in':
    case 'not in': {
      const isIn = contains(right, left);
      return isIn === undefined ? undefined : isIn === (operator === 'in');
    }
    default:
      return ordered(operator, left, right);
  }
}

function contains(whole: Value, part: Value): boolean | undefined {
  if (typeof whole === 'string') return typeof part === 'string' ? whole.includes(part) : undefined;
  return itemsOf(whole)?.some(item => isSame(item, part));
}

function ordered(operator: string, left: Value, right: Value): boolean | undefined {
  const [a, b] =
    typeof left === 'string' && typeof right === 'string' ? [left, right] : [numberOf(left), numberOf(right)];
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

export function unary(operator: string, value: Value): Value | undefined {
  if (operator === 'not') return !isTrue(value);
  const number = numberOf(value);
  if (number === undefined) return undefined;
  if (operator === '-') return -number;
  return operator === '~' ? -number - 1 : number;
}
