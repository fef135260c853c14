// Conditions on where, when, by whom or how often code runs. An answer for CI's own circumstances is no repair, not even in a file
// that asks for them elsewhere: there no capability is new.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { constantString } from '../../../source/literals.ts';
import type { Resolve } from '../../names.ts';
import { assignedIn, decidingOn, functionAround } from './conditions.ts';
import { type Assigned, isCount } from './counters.ts';

export interface Circumstance {
  readonly node: Node;
  readonly words: string;
}

export function circumstancesIn(
  root: Node,
  changed: (types: readonly string[]) => Node[],
  resolve: Resolve,
): Circumstance[] {
  const { comparisons, truths, keys } = decidingOn(changed);
  if (comparisons.length + truths.length + keys.length === 0) return [];
  const asking: Asking = { resolve, assigned: assignedIn(root) };
  return [
    ...comparisons.flatMap(node => [...ofIdentity(node, asking), ...ofTime(node, asking), ...ofCount(node, asking)]),
    ...[...truths, ...keys].flatMap(node => [...ofIdentity(node, asking), ...ofCount(node, asking)]),
  ];
}

interface Asking {
  readonly resolve: Resolve;
  readonly assigned: Assigned;
}

const identities: readonly (readonly [string, RegExp])[] = [
  [
    'branches on the machine or the user that it runs for',
    /^(?:platform\.(?:node|uname)|socket\.(?:gethostname|getfqdn|gethostbyname)|os\.(?:uname|get(?:uid|euid|gid|egid|login|pid|ppid|groups))|getpass\.getuser|pwd\.\w+|grp\.\w+|uuid\.getnode)$/,
  ],
  ['branches on how it was started', /^(?:__file__|__name__|__package__|__spec__|sys\.(?:orig_argv|executable))$/],
];
const environment = /^os\.(?:environb?|getenvb?)(?:\.|$)/;
const variables: readonly (readonly [string, RegExp])[] = [
  [
    'asks whether it runs in continuous integration',
    /^(?:CI|CONTINUOUS_INTEGRATION|GITHUB_\w+|RUNNER_\w+|ACTIONS_\w+|GITLAB_CI|TRAVIS|CIRCLECI|JENKINS_URL|BUILDKITE|TF_BUILD|APPVEYOR|TOX_\w+|NOX_\w+|PYTEST_\w+)$/,
  ],
  ['branches on the machine or the user that it runs for', /^(?:HOSTNAME|HOST|USER|USERNAME|LOGNAME|COMPUTERNAME)$/],
];

function ofIdentity(node: Node, asking: Asking): Circumstance[] {
  if (isIdiom(node) || isBetweenNames(node, asking)) return [];
  const paths = pathsIn(node, asking);
  const said = paths.some(path => environment.test(path)) ? stringsIn(node, asking) : [];
  return [
    ...identities.filter(([, pattern]) => paths.some(path => pattern.test(path))),
    ...variables.filter(([, pattern]) => said.some(text => pattern.test(text))),
    ...(/\bsys\.argv\[0\]/.test(node.text) ? [identities[1] ?? []] : []),
  ].flatMap(([words]) => (words === undefined ? [] : [{ node, words }]));
}

/** `if __name__ == "__main__":` at the top level. */
function isIdiom(node: Node): boolean {
  return functionAround(node) === null && /^__name__\s*==\s*['"]__main__['"]$/.test(node.text);
}

/** `status.st_uid == os.getuid()` compares two things that are both found out: no case is singled out. */
function isBetweenNames(node: Node, asking: Asking): boolean {
  if (node.type !== 'comparison_operator') return false;
  return node.namedChildren.some(operand => {
    if (!operand || stringsIn(operand, asking).length + nodesOf(operand, 'integer').length > 0) return false;
    const paths = pathsIn(operand, asking);
    return paths.length > 0 && !paths.some(path => isAsked(path) || environment.test(path));
  });
}

function isAsked(path: string): boolean {
  return identities.some(([, pattern]) => pattern.test(path));
}

const clock =
  /^(?:time\.(?:time|time_ns|localtime|gmtime|ctime|asctime|strftime)|datetime\.(?:datetime|date)\.(?:now|utcnow|today)|django\.utils\.timezone\.(?:now|localdate)|(?:pendulum|arrow)\.(?:now|utcnow|today))$/;
/** A day or a moment of its own, not the time of day and not a span. */
const absolute =
  /\.year\b|\bstrftime\b|\bstrptime\b|isoformat\b|\btoordinal\b|\b(?:date|datetime|DateTime)\((?=[\d\s]*\d{4})|\b\d{9,}\b|['"]\d{4}|%/;

/** `date.today() > date(2027, 1, 1)`, but not `time.time() - start > 30`. */
function ofTime(node: Node, asking: Asking): Circumstance[] {
  if (!pathsIn(node, asking).some(path => clock.test(path))) return [];
  const unknown = nodesOf(node, 'identifier').filter(name => isWhole(name) && !isOfTime(name, asking));
  if (unknown.length > 0 || !absolute.test(wordsOf(node, asking))) return [];
  return [{ node, words: 'branches on the date' }];
}

const calling = /^(?:int|float|str|round|abs)$/;

/** A module or class of time, or a name for what only the clock and constants say. */
function isOfTime(name: Node, asking: Asking): boolean {
  const values = asking.assigned.get(name.text) ?? [];
  if (values.length > 0) {
    return values.every(value => nodesOf(value, 'identifier').every(each => !asking.assigned.has(each.text)));
  }
  return (
    calling.test(name.text) || /^(?:time|datetime|django|pendulum|arrow|zoneinfo|calendar)\b/.test(asking.resolve(name))
  );
}

function ofCount(node: Node, { assigned }: Asking): Circumstance[] {
  return isCount(node, assigned) ? [{ node, words: 'branches on how often it has run' }] : [];
}

/** Paths of names in an expression, and in what its names stand for. */
function pathsIn(node: Node, asking: Asking): string[] {
  return expressionsFor(node, asking).flatMap(each => {
    const names = /^(?:identifier|attribute)$/.test(each.type) ? [each] : [];
    return [...names, ...nodesOf(each, 'identifier', 'attribute')].filter(isWhole).map(asking.resolve);
  });
}

/** Not the name of an attribute alone: `__name__` of `type(x).__name__`. */
function isWhole({ id, parent }: Node): boolean {
  return parent?.type !== 'attribute' || parent.childForFieldName('attribute')?.id !== id;
}

function stringsIn(node: Node, asking: Asking): string[] {
  return expressionsFor(node, asking).flatMap(each =>
    [...(each.type === 'string' ? [each] : []), ...nodesOf(each, 'string')].flatMap(text => constantString(text) ?? []),
  );
}

function wordsOf(node: Node, asking: Asking): string {
  return expressionsFor(node, asking)
    .map(({ text }) => text)
    .join('\n');
}

/** Values of a name that are looked at. */
const mostValues = 4;

/** An expression and what its names were given, once over: `host = platform.node()`, then `if host == "…":`. */
function expressionsFor(node: Node, { assigned }: Asking): Node[] {
  const names = node.type === 'identifier' ? [node] : nodesOf(node, 'identifier');
  const values = names.flatMap(({ text }) => (assigned.get(text) ?? []).slice(0, mostValues));
  const further = values.flatMap(value => nodesOf(value, 'identifier')).flatMap(({ text }) => assigned.get(text) ?? []);
  return [node, ...values, ...further.slice(0, mostValues)];
}
