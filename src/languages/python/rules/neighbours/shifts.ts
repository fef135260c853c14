// Values that lie beside a literal: numbers a little larger and smaller, texts and collections a little longer and shorter.
import type { Shifted } from '../../../contract/neighbours.ts';
import type { Node } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';

/** The code of another value. */
export interface Shift extends Pick<Shifted, 'isNear' | 'side' | 'isTelling'> {
  readonly code: string;
}

/** Of a literal, or of a list, tuple, set or dictionary as a whole; empty for what has no neighbours. The nearest come first. */
export function shiftsOf(node: Node): Shift[] {
  switch (node.type) {
    case 'integer':
    case 'float':
      return numberShifts(node);
    case 'string':
      return textShifts(node);
    case 'true':
    case 'false':
      return [shift(node.type === 'true' ? 'False' : 'True', {})];
    case 'list':
    case 'tuple':
    case 'set':
    case 'dictionary':
      return collectionShifts(node);
    default:
      return [];
  }
}

/** What every program is full of, and where most boundaries are. */
const largestBoundary = 1;
const steps = [1, -1, 2, -2, 3, -3, 4, -4, 10, -10];

function numberShifts(node: Node): Shift[] {
  const value = Number(node.text.replaceAll('_', ''));
  const spell = (next: number) => (node.type === 'float' && Number.isInteger(next) ? `${next}.0` : String(next));
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER / 4) return [];
  const isNear = (next: number) => next > 0;
  const half = node.type === 'float' ? value / 2 : Math.floor(value / 2);
  const isTelling = value > largestBoundary;
  const candidates = [...steps.map(step => value + step), value * 2, half, 0, -value];
  return [...new Set(candidates)]
    .filter(next => next !== value)
    .map(next => shift(spell(next), { isNear: isNear(next), isTelling, side: sideOf(next, value) }));
}

function textShifts(node: Node): Shift[] {
  const prefix = /^[A-Za-z]*/.exec(node.text)?.[0].toLowerCase() ?? '';
  const text = constantString(node);
  const isBytes = prefix.includes('b');
  if (text === null || prefix.includes('f') || (isBytes && !/^[ -~]*$/.test(text))) return [];
  if (text === '') return ['"a"', '" "'].map(code => shift(code, {}));
  const letters = [...text];
  const isTelling = letters.length > 1;
  const [first = '', last = ''] = [letters[0], letters.at(-1)];
  const middle = Math.floor(letters.length / 2);
  const candidates = [
    swappedCase(text),
    text + last,
    letters.slice(0, -1).join(''),
    letters.with(middle, nextTo(letters[middle] ?? '')).join(''),
    letters.toReversed().join(''),
    letters.slice(1).join(''),
    first + text,
    text + text,
    letters.with(0, nextTo(first)).join(''),
    letters.with(-1, nextTo(last)).join(''),
    '',
  ];
  return [...new Set(candidates)]
    .filter(next => next !== text)
    .map(next => {
      const side = sideOf([...next].length, letters.length);
      return shift((isBytes ? 'b' : '') + JSON.stringify(next), { isNear: next.trim() !== '', isTelling, side });
    });
}

function sideOf(next: number, value: number): Shift['side'] {
  return next === value ? 'neither' : next > value ? 'larger' : 'smaller';
}

function swappedCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

/** A letter for a letter, a digit for a digit; what is neither stays. */
function nextTo(letter: string): string {
  if (!/^[A-Za-z\d]$/.test(letter)) return letter;
  return /[zZ9]/.test(letter)
    ? String.fromCharCode(letter.charCodeAt(0) - 1)
    : String.fromCharCode(letter.charCodeAt(0) + 1);
}

function collectionShifts(node: Node): Shift[] {
  const items = node.namedChildren.flatMap(child => (child === null || child.type === 'comment' ? [] : child.text));
  const [first] = items;
  const last = items.at(-1);
  if (first === undefined || last === undefined) return [];
  const isPairs = node.type === 'dictionary';
  const isOrdered = node.type === 'list' || node.type === 'tuple';
  const candidates = [
    items.slice(0, -1),
    ...(isPairs ? [] : [[...items, last]]),
    ...(isOrdered ? [items.toReversed(), [first, ...items]] : []),
    items.slice(1),
  ];
  const codes = candidates.map(each => ({ code: displayed(node, each), size: each.length }));
  return codes
    .filter(({ code }) => code !== displayed(node, items))
    .map(({ code, size }) =>
      shift(code, { isNear: size > 0, isTelling: items.length > 1, side: sideOf(size, items.length) }),
    );
}

function displayed({ type }: Node, items: readonly string[]): string {
  if (type === 'set' && items.length === 0) return 'set()';
  const [open, close] = type === 'list' ? '[]' : type === 'tuple' ? '()' : '{}';
  return `${open}${items.join(', ')}${type === 'tuple' && items.length === 1 ? ',' : ''}${close}`;
}

function shift(code: string, known: Partial<Shift>): Shift {
  return { isNear: true, isTelling: false, side: 'neither', ...known, code };
}
