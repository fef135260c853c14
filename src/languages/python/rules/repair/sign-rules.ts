// What new code must not call or ask for, and the words for each.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, type Resolve } from '../names.ts';

const calls: readonly [RegExp, string][] = [
  [/^logging\.disable$/, 'silences warnings'],
  [/^(?:random|numpy\.random)\.seed$/, 'replaces chance'],
];

/** Of a call: by its name alone, or by what it is given. */
export function callsForbidden(node: Node, resolve: Resolve): string[] {
  const called = resolve(node.childForFieldName('function') ?? node);
  const given = argumentsOf(node).map(({ value }) => value);
  const first = given[0];
  const isIgnoring =
    first && /^warnings\.(?:filterwarnings|simplefilter)$/.test(called) && constantString(first) === 'ignore';
  return [
    ...calls.flatMap(([pattern, words]) => (pattern.test(called) ? [words] : [])),
    ...(isIgnoring ? ['silences warnings'] : []),
  ];
}

const frameworks = /^_?(?:pytest|unittest)$/;
const testNames = /^(?:test_\w+|\w+_test|(?=[\w/]*tests?\/)[\w/.]*)$/;
const ciVariables = /^(?:CI|GITHUB_ACTIONS|GITHUB_WORKFLOW|TOX_ENV_NAME)$/;

/** Of a call or subscript that looks something up: what it asks of the process it runs in. */
export function lookupSigns(node: Node, resolve: Resolve): string[] {
  const said = stringsIn(node);
  if (said.length === 0) return [];
  const asked = new Set(nodesOf(node, 'identifier', 'attribute').map(resolve));
  const says = (pattern: RegExp) => said.some(text => pattern.test(text));
  const isOfEnvironment = [...asked].some(name => /(?:^|\.)(?:environ|getenv)$/.test(name));
  return [
    ...(asked.has('sys.modules') && says(frameworks) ? ['asks whether pytest is loaded'] : []),
    ...(isOfEnvironment && says(ciVariables) ? ['asks whether it runs in continuous integration'] : []),
    ...(asked.has('sys.argv') && says(/test/) ? ['looks at who is calling'] : []),
  ];
}

/** Of a condition or a comparison: the same, and the names it asks for. */
export function conditionSigns(node: Node, resolve: Resolve): string[] {
  const said = stringsIn(node);
  return [
    ...lookupSigns(node, resolve),
    ...(said.some(text => /\bpytest\b/.test(text)) ? ['asks for pytest'] : []),
    ...(said.some(text => testNames.test(text)) ? ['branches on the name of a test'] : []),
  ];
}

/** Constant strings of an expression, each as a whole. */
function stringsIn(node: Node): string[] {
  const own = constantString(node);
  if (own !== null) return [own];
  return node.namedChildren.flatMap(child => (child === null ? [] : stringsIn(child)));
}
