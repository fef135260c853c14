// What makes a regression test worthless: time, chance, a skip, or a failure that no code causes.
import { type Node, nodesOf } from '../../../syntax.ts';
import { argumentsOf, type Import, lastPart, type Resolve } from '../names.ts';

/** A regression test as its syntax tells it. */
export interface Candidate {
  readonly root: Node;
  readonly imports: readonly Import[];
  readonly resolve: Resolve;
}

/** Of what a call resolves to. */
const calls: readonly [RegExp, string][] = [
  [/^time\.(?:time|monotonic|perf_counter|process_time)(?:_ns)?$/, 'It reads the clock.'],
  [/(?:^|\.)uuid[14]$|(?:^|\.)SystemRandom$|^os\.urandom$|^secrets\./, 'It depends on chance.'],
  [/^(?:pytest|self)\.fail$/, 'It fails by itself, whatever the code does.'],
];

/** What a test takes from `time`, but for names that do not tell the time. */
const clock = /^time\.(?!sleep$|struct_time$|strptime$|mktime$)/;

const skips = /(?:^|\.)(?:skip|skipif|skipUnless|skipIf|xfail|importorskip|skipTest|expectedFailure|SkipTest)$/;

/** Sentences, each once. */
export function forbiddenIn(candidate: Candidate): string[] {
  const { root, imports, resolve } = candidate;
  const sentences = [
    ...nodesOf(root, 'call').flatMap(call => callObjections(call, resolve)),
    ...(imports.some(({ path }) => clock.test(path)) ? ['It reads the clock.'] : []),
    ...(namesIn(candidate).some(name => skips.test(name)) ? ['It skips, or expects to fail.'] : []),
    ...(isAlwaysSo(candidate) ? ['It asserts what is always so.'] : []),
    ...(comparesWithAnything(candidate) ? ['It compares with what equals everything.'] : []),
    ...(failsByItself(candidate) ? ['It fails by itself, whatever the code does.'] : []),
    ...unseededChance(candidate),
  ];
  return [...new Set(sentences)];
}

function callObjections(call: Node, resolve: Resolve): string[] {
  const called = resolve(call.childForFieldName('function') ?? call);
  const isNow = /(?:^|\.)(?:now|utcnow|today)$/.test(called) && argumentsOf(call).length === 0;
  return [
    ...(/(?:^|\.)sleep$/.test(called) && !isZero(call) ? ['It sleeps.'] : []),
    ...calls.flatMap(([pattern, sentence]) => (pattern.test(called) ? [sentence] : [])),
    ...(isNow ? ['It reads the clock.'] : []),
  ];
}

/** `sleep(0)` only lets others run. */
function isZero(call: Node): boolean {
  const [time, ...others] = argumentsOf(call);
  return others.length === 0 && time?.value.text === '0';
}

/** Everything that the test names or imports; keywords of calls name nothing. */
function namesIn({ root, imports, resolve }: Candidate): string[] {
  const named = nodesOf(root, 'identifier', 'attribute', 'call').filter(
    ({ parent }) => parent?.type !== 'keyword_argument',
  );
  return [...named.map(resolve), ...imports.map(({ path }) => path)];
}

/** `found or not found` */
function isAlwaysSo({ root }: Candidate): boolean {
  return nodesOf(root, 'boolean_operator').some(node => {
    const right = node.childForFieldName('operator')?.text === 'or' ? node.childForFieldName('right') : null;
    const argument = right?.type === 'not_operator' ? right.childForFieldName('argument') : null;
    return argument !== null && argument?.text === node.childForFieldName('left')?.text;
  });
}

/** `mock.ANY` as a side of a comparison; what a mock was called with may be anything. */
function comparesWithAnything({ root, resolve }: Candidate): boolean {
  const sides = [
    ...nodesOf(root, 'comparison_operator').flatMap(({ namedChildren }) => namedChildren),
    ...nodesOf(root, 'call').flatMap(call =>
      /\.assertEquals?$/.test(call.childForFieldName('function')?.text ?? '')
        ? argumentsOf(call).map(({ value }) => value)
        : [],
    ),
  ];
  return sides.some(side => side !== null && /(?:^|\.)mock(?:er)?\.ANY$/.test(resolve(side)));
}

/** An assertion that names nothing is the same whatever the code does. */
function failsByItself({ root, resolve }: Candidate): boolean {
  const isConstant = ({ firstNamedChild }: Node) =>
    firstNamedChild !== null &&
    firstNamedChild.type !== 'identifier' &&
    nodesOf(firstNamedChild, 'identifier').length === 0;
  const isFailure = ({ firstNamedChild: error }: Node) =>
    error !== null && resolve(error.childForFieldName('function') ?? error) === 'AssertionError';
  return nodesOf(root, 'assert_statement').some(isConstant) || nodesOf(root, 'raise_statement').some(isFailure);
}

function unseededChance(candidate: Candidate): string[] {
  const { root, resolve } = candidate;
  const called = nodesOf(root, 'call').map(call => ({
    name: resolve(call.childForFieldName('function') ?? call),
    isGiven: argumentsOf(call).length > 0,
  }));
  const isRandom =
    namesIn(candidate).some(name => /(?:^|\.)random\.\w/.test(name)) ||
    called.some(({ name, isGiven }) => lastPart(name) === 'default_rng' && !isGiven);
  const isSeeded = called.some(({ name, isGiven }) => /^(?:seed|Random)$/.test(lastPart(name)) && isGiven);
  return isRandom && !isSeeded ? ['It depends on chance without a seed.'] : [];
}
