// Code in which errors are lost: a handler for everything, a `finally` that leaves, a context manager that says that all is well.
import { type Node, nodesOf } from '../../../syntax.ts';
import { folded } from '../constants/fold.ts';
import { isTrue } from '../constants/value.ts';
import { argumentsOf, lastPart, type Resolve } from '../names.ts';
import { assignedIn } from './circumstances/conditions.ts';

export interface Swallower {
  readonly node: Node;
  readonly words: string;
  readonly identity: string;
}

export function swallowersIn(root: Node, resolve: Resolve): Swallower[] {
  const isBroad = broadIn(root, resolve);
  return [
    ...handlersIn(root, isBroad),
    ...suppressorsIn(root, isBroad, resolve),
    ...leavingFinally(root),
    ...contextsIn(root),
  ];
}

type IsBroad = (node: Node) => boolean;

const everything = /^(?:builtins\.)?(?:Base)?Exception(?:Group)?$/;
/** Errors of all kinds of code: so many of them at once are everything. */
const common =
  /^(?:ArithmeticError|AssertionError|AttributeError|EOFError|ImportError|IndexError|KeyError|LookupError|MemoryError|NameError|NotImplementedError|OSError|OverflowError|ReferenceError|RuntimeError|StopIteration|SyntaxError|SystemError|TypeError|UnicodeError|ValueError|ZeroDivisionError)$/;
const mostCommon = 4;

/** Whether an expression names every error: by itself, by a name for it, or in a way that only a run can tell. */
function broadIn(root: Node, resolve: Resolve): IsBroad {
  const assigned = assignedIn(root);
  return node => {
    const own = [node, ...nodesOf(node, 'identifier', 'attribute')].filter(({ type }) =>
      /^(?:identifier|attribute)$/.test(type),
    );
    const further = own.flatMap(({ text }) => assigned.get(text) ?? []);
    const values = [node, ...further];
    const named = values.flatMap(each => [each, ...nodesOf(each, 'identifier', 'attribute')]).map(resolve);
    const kinds = new Set(named.filter(name => common.test(name)));
    const isComputed = values.some(each => /\.__(?:m?ro|bases?|class)__/.test(each.text) || /^type\(/.test(each.text));
    return named.some(name => everything.test(name)) || kinds.size > mostCommon || isComputed;
  };
}

/** An except for everything that raises nothing. */
function handlersIn(root: Node, isBroad: IsBroad): Swallower[] {
  return nodesOf(root, 'except_clause', 'except_group_clause').flatMap(clause => {
    const caught =
      clause.childForFieldName('value') ??
      clause.namedChildren.find(child => child && !/^(?:block|comment)$/.test(child.type)) ??
      null;
    if ((caught && !isBroad(caught)) || nodesOf(clause, 'raise_statement').some(raised => isReached(raised, clause)))
      return [];
    return [{ node: clause, words: 'catches every error and raises none', identity: caught?.text ?? '' }];
  });
}

/** Not in a function of its own, not behind a statement that leaves, and not on a condition that never holds. */
function isReached(raised: Node, clause: Node): boolean {
  const name = clause.descendantsOfType('as_pattern_target')[0]?.text ?? '';
  let node: Node = raised;
  while (node.id !== clause.id && node.parent) {
    const before = node.previousNamedSibling;
    if (before && /^(?:return|continue|break|raise)_statement$/.test(before.type)) return false;
    if (/^(?:function_definition|lambda|class_definition)$/.test(node.type)) return false;
    if (node.type === 'if_statement' && neverHolds(node.childForFieldName('condition'), name)) return false;
    node = node.parent;
  }
  return true;
}

/** An error that was caught is there. */
function neverHolds(condition: Node | null, error: string): boolean {
  if (!condition) return false;
  const value = folded(condition, { constantOf: () => undefined, resolve: ({ text }) => text });
  const isOfError = error !== '' && (condition.text === `not ${error}` || condition.text === `${error} is None`);
  return isOfError || (value !== undefined && !isTrue(value));
}

/** `suppress(Exception)`, `stack.push(lambda *error: True)`. */
function suppressorsIn(root: Node, isBroad: IsBroad, resolve: Resolve): Swallower[] {
  return nodesOf(root, 'call').flatMap(node => {
    const called = lastPart(resolve(node.childForFieldName('function') ?? node));
    const given = argumentsOf(node).map(({ value }) => value);
    const isSuppressing = called === 'suppress' && given.some(isBroad);
    const isPushed =
      /^(?:push|push_async_exit)$/.test(called) &&
      given.some(each => each.type === 'lambda' && isAlwaysTrue(each.childForFieldName('body')));
    return isSuppressing || isPushed ? [of(node, 'swallows every error')] : [];
  });
}

/** `finally: return …` drops whatever was raised. */
function leavingFinally(root: Node): Swallower[] {
  return nodesOf(root, 'finally_clause').flatMap(clause => {
    const leaves = nodesOf(clause, 'return_statement', 'break_statement', 'continue_statement');
    return leaves.some(leave => isWithin(leave, clause)) ? [of(clause, 'swallows every error')] : [];
  });
}

/** Not in a function of its own, nor, unless it returns, in a loop of its own. */
function isWithin(leave: Node, clause: Node): boolean {
  const stays =
    leave.type === 'return_statement' ? /^function_definition$/ : /^(?:function_definition|(?:for|while)_statement)$/;
  let around = leave.parent;
  while (around && around.id !== clause.id && !stays.test(around.type)) around = around.parent;
  return around?.id === clause.id;
}

/** `__exit__` that answers with truth, whatever was raised. */
function contextsIn(root: Node): Swallower[] {
  return nodesOf(root, 'function_definition')
    .filter(node => /^__a?exit__$/.test(node.childForFieldName('name')?.text ?? ''))
    .filter(node => nodesOf(node, 'return_statement').some(each => isAnyError(each.firstNamedChild, node)))
    .map(node => of(node, 'swallows every error'));
}

function isAnyError(answer: Node | null, exit: Node): boolean {
  if (!answer) return false;
  const parameters = nodesOf(exit.childForFieldName('parameters') ?? exit, 'identifier').map(({ text }) => text);
  const bare = answer.text.replace(/^bool\((\w+)\)$/, '$1').replace(/ is not None$/, '');
  return isAlwaysTrue(answer) || parameters.slice(1).includes(bare);
}

function isAlwaysTrue(node: Node | null): boolean {
  const value = node ? folded(node, { constantOf: () => undefined, resolve: ({ text }) => text }) : undefined;
  return value !== undefined && isTrue(value);
}

function of(node: Node, words: string): Swallower {
  return { node, words, identity: node.text.replace(/\s+/g, ' ') };
}
