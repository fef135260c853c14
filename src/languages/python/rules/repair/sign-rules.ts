// What new code must not name, call, ask for or replace, and the words for each.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, type Resolve } from '../names.ts';

const names: readonly [RegExp, string][] = [
  [/(?:^|\.)_?PYTEST_|(?:^|\.)(?:pytest_current_test|_called_from_test|TESTING)$/, 'asks whether tests are running'],
  [/^(?:inspect\.(?:stack|currentframe)|sys\._getframe)$/, 'looks at who is calling'],
  [/(?:^|\.)freeze_time$/, 'replaces time, chance or built-ins'],
];

/** Of a name as it resolves, or of what a string says. */
export function namesForbidden(name: string): string[] {
  return names.flatMap(([pattern, words]) => (pattern.test(name) ? [words] : []));
}

/** Of what an import reaches, by its full path. */
export function importSigns(path: string): string[] {
  const isFramework = /^_?(?:pytest|unittest|mock|nose)(?:\.|$)/.test(path);
  return [...(isFramework ? ['imports a test framework into the code'] : []), ...namesForbidden(path)];
}

const calls: readonly [RegExp, string][] = [
  [/^(?:sys\.exit|os\._exit|os\.abort|(?:builtins\.)?(?:quit|exit))$/, 'ends the process'],
  [/^logging\.disable$/, 'silences warnings'],
  [/^random\.seed$/, 'replaces time, chance or built-ins'],
];

/** Of a call: by its name alone, or by what it is given. */
export function callsForbidden(node: Node, resolve: Resolve): string[] {
  const called = resolve(node.childForFieldName('function') ?? node);
  const given = argumentsOf(node).map(({ value }) => value);
  const first = given[0];
  const isIgnoring =
    first && /^warnings\.(?:filterwarnings|simplefilter)$/.test(called) && constantString(first) === 'ignore';
  const isSwallowing =
    /(?:^|\.)suppress$/.test(called) && given.some(each => /^(?:builtins\.)?(?:Base)?Exception$/.test(resolve(each)));
  const isReplacing = first && called === 'setattr' && /^(?:time|random|datetime|builtins)$/.test(resolve(first));
  return [
    ...calls.flatMap(([pattern, words]) => (pattern.test(called) ? [words] : [])),
    ...(isIgnoring ? ['silences warnings'] : []),
    ...(isSwallowing ? ['swallows every error'] : []),
    ...(isReplacing ? ['replaces time, chance or built-ins'] : []),
  ];
}

/** `time.time = …`, by whatever name the module is known. */
export function replacesBuiltIn(assignment: Node, resolve: Resolve): string[] {
  const left = assignment.childForFieldName('left');
  const targets = left ? [left, ...nodesOf(left, 'attribute')].map(resolve) : [];
  const replaced = /^(?:time\.(?:time|sleep)|random\.\w+|datetime\.\w+|builtins\.\w+)$/;
  return targets.some(target => replaced.test(target)) ? ['replaces time, chance or built-ins'] : [];
}

const frameworks = /^_?(?:pytest|unittest)$/;
const testNames = /^(?:test_\w+|\w+_test|[\w/]*tests?\/[\w/.]*)$/;
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
