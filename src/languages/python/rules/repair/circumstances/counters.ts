// Conditions on how often code has run: an answer for the first, or the third, call of a process.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { functionAround } from './conditions.ts';

export type Assigned = ReadonlyMap<string, readonly Node[]>;

/** Whether this asks for a number that outlives a call and that calls change. */
export function isCount(node: Node, assigned: Assigned): boolean {
  const around = functionAround(node);
  if (around === null) return false;
  const isKept = readsOwnNumber(node, around) || readsFunction(node, around);
  return (isKept && !isWithinGiven(node, assigned)) || takesNext(node, assigned) || measures(node, around);
}

/** `wrapper.fails >= fails`: a limit that whoever calls has chosen singles out no call. */
function isWithinGiven(node: Node, assigned: Assigned): boolean {
  if (node.type !== 'comparison_operator' || nodesOf(node, 'integer').length > 0) return false;
  const values = namesIn(node).flatMap(name => assigned.get(name) ?? []);
  return !values.some(value => value.type === 'integer' || nodesOf(value, 'integer').length > 0);
}

/** `global calls`, `calls += 1`. A client that is made once is no number. */
function readsOwnNumber(node: Node, around: Node): boolean {
  const outer = new Set(nodesOf(around, 'global_statement', 'nonlocal_statement').flatMap(namesIn));
  const counted = changes(around).filter(name => outer.has(name));
  return namesIn(node).some(name => counted.includes(name));
}

/** `f.calls += 1`, where `f` is a function, not an object: `self` keeps numbers of its own. */
function readsFunction(node: Node, around: Node): boolean {
  const name = around.childForFieldName('name')?.text;
  const parts = node.type === 'attribute' ? [node] : nodesOf(node, 'attribute');
  const counted = changes(around);
  return (
    name !== undefined &&
    (parts.some(part => part.childForFieldName('object')?.text === name && counted.includes(part.text)) ||
      nodesOf(node, 'call').some(call => /^(?:get|set|has)attr\(/.test(call.text) && namesIn(call).includes(name)))
  );
}

/** `next(numbers)`, where `numbers` is made outside of the function and so lasts. */
function takesNext(node: Node, assigned: Assigned): boolean {
  const calls = node.type === 'call' ? [node] : nodesOf(node, 'call');
  return calls.some(call => {
    if (!/^next\(|\.__next__\(/.test(call.text)) return false;
    const makers = namesIn(call).flatMap(name => assigned.get(name) ?? []);
    return makers.some(made => functionAround(made) === null && /\b(?:count|cycle|iter|repeat)\(/.test(made.text));
  });
}

/** Collections of more than this many are more likely full than counted. */
const fewest = 20;

/** `len(seen) == 2`, where the function adds to `seen`, and `seen` is a default or none of its own names. */
function measures(node: Node, around: Node): boolean {
  const numbers = nodesOf(node, 'integer').map(({ text }) => Number(text));
  if (node.type !== 'comparison_operator' || !numbers.some(number => number <= fewest)) return false;
  const measured = nodesOf(node, 'call').flatMap(call => (call.text.startsWith('len(') ? namesIn(call).slice(1) : []));
  const lasting = measured.filter(name => !ownNames(around).has(name));
  return lasting.some(name => grows(around, name));
}

/** Local names and parameters, but for those with a default that is made once: `seen=[]`. */
function ownNames(around: Node): ReadonlySet<string> {
  const lists = new Set(
    nodesOf(around, 'default_parameter', 'typed_default_parameter').flatMap(parameter =>
      /^(?:list|dictionary|set|call)$/.test(parameter.childForFieldName('value')?.type ?? '')
        ? (parameter.childForFieldName('name')?.text ?? [])
        : [],
    ),
  );
  const parameters = namesIn(around.childForFieldName('parameters') ?? around);
  const local = nodesOf(around, 'assignment').flatMap(({ firstNamedChild }) => firstNamedChild?.text ?? []);
  return new Set([...parameters, ...local].filter(name => !lists.has(name)));
}

function grows(around: Node, name: string): boolean {
  const called = nodesOf(around, 'call').map(call => call.childForFieldName('function')?.text);
  return ['append', 'add', 'extend', 'insert', 'update'].some(method => called.includes(`${name}.${method}`));
}

/** Names whose number changes: `n += 1`, `n = n + 1`, `n = not n`. */
function changes(around: Node): string[] {
  const added = nodesOf(around, 'augmented_assignment').map(node => node.childForFieldName('left')?.text ?? '');
  const set = nodesOf(around, 'assignment').flatMap(node => {
    const name = node.childForFieldName('left')?.text ?? '';
    const value = node.childForFieldName('right');
    const isReckoned = /^(?:binary_operator|not_operator|conditional_expression)$/.test(value?.type ?? '');
    return value && isReckoned && isSaidIn(name, value) ? [name] : [];
  });
  return [...added, ...set];
}

/** `price.calls` also as `getattr(price, "calls", 0)`. */
function isSaidIn(name: string, value: Node): boolean {
  const [object = '', attribute] = name.split('.');
  const isInWords = attribute !== undefined && value.text.includes('getattr(') && value.text.includes(attribute);
  return attribute === undefined || isInWords ? namesIn(value).includes(object) : value.text.includes(name);
}

function namesIn(node: Node): string[] {
  return node.type === 'identifier' ? [node.text] : nodesOf(node, 'identifier').map(({ text }) => text);
}
