// Conditions that hold for one value of the failing test and for none beside it, however they are written: `3 < x < 5`, `not x - 4`.
import type { Node } from '../../../../syntax.ts';
import { namesIn } from '../../constants/expressions.ts';
import { folded, withValue } from '../../constants/fold.ts';
import type { Scope } from '../../constants/known-names.ts';
import { isTrue, spelled, type Value } from '../../constants/value.ts';
import type { TestValues } from '../test-values.ts';

export interface Case {
  readonly name: string;
  readonly value: Value;
}

/** Values that show nothing are not enough to tell. */
const fewestSamples = 5;
/** Values of the tests that are tried. */
const mostValues = 200;

/** The value that a condition on one name tells from all others, or all others from it; null if none. */
export function singledOut(condition: Node, { values, scope }: { values: TestValues; scope: Scope }): Case | null {
  const node = condition.type === 'assert_statement' ? condition.firstNamedChild : condition;
  if (!node || node.type === 'case_pattern') return null;
  const unknown = namesIn(node).filter(name => isPlainName(node, name));
  const [name] = unknown;
  if (name === undefined || unknown.length > 1) return null;
  const holds = (value: Value) => {
    const result = folded(node, withValue(scope, name, value));
    return result === undefined ? undefined : isTrue(result);
  };
  const value = valuesOf(values.given).find(each => isAlone(each, { holds, given: values.given }));
  return value === undefined ? null : { name, value };
}

/** Not what is called, and no attribute. */
function isPlainName(node: Node, name: string): boolean {
  const all = node.type === 'identifier' ? [node] : node.descendantsOfType('identifier');
  const own = all.filter(each => each?.text === name);
  return own.some(each => {
    const { parent } = each ?? {};
    const isCalled = parent?.type === 'call' && parent.childForFieldName('function')?.id === each?.id;
    return !isCalled && parent?.type !== 'attribute' && parent?.type !== 'keyword_argument';
  });
}

function valuesOf(spellings: ReadonlySet<string>): Value[] {
  return [...spellings].slice(0, mostValues).flatMap(text => {
    if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
    return text.startsWith('"') ? String(JSON.parse(text)) : [];
  });
}

function isAlone(
  value: Value,
  { holds, given }: { holds: (value: Value) => boolean | undefined; given: ReadonlySet<string> },
): boolean {
  const own = holds(value);
  if (own === undefined) return false;
  const others = samplesFor(value).filter(sample => !given.has(spelled(sample)));
  const known = others.flatMap(sample => holds(sample) ?? []);
  return known.length >= fewestSamples && !known.includes(own);
}

export function samplesFor(value: Value): Value[] {
  if (typeof value === 'number') {
    const beside = [-3, -2, -1, 1, 2, 3, 10, 100, 256, 1_000].map(step => value + step);
    return [...beside, 0, 1, 2, 3, 5, 7, 8, 13, 50, 97, value * 2, value * 3, -value].filter(each => each !== value);
  }
  if (typeof value !== 'string') return [];
  const like = [
    `${value}x`,
    `x${value}`,
    value.slice(1),
    value.slice(0, -1),
    `${value}${value}`,
    [...value].reverse().join(''),
  ];
  return [...like, value.toUpperCase(), value.toLowerCase(), '', 'a', 'b', 'zz', 'word', '7'].filter(
    each => each !== value,
  );
}
