// Safeguards that a change takes away: time limits, escapes, comparisons in constant time, strong digests, decorators that ask for a permission.
import type { Failure } from '../../../../../incident/evidence.ts';
import { type Node, nodesOf } from '../../../../syntax.ts';
import { argumentsOf, lastPart, lineOf, type Resolve } from '../../names.ts';
import type { Protected } from './protected-file.ts';

interface Safeguard {
  readonly kind: string;
  readonly node: Node;
}

const slow = 'a slow digest';

/** What is called, by kind: one of a kind may come in the place of another. */
const calls: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['a comparison in constant time', /(?:^|[._])compare_digest$|constant_time_compare$/],
  ['an escape', /^(?:shlex\.(?:quote|join)|bleach\.clean|xml\.sax\.saxutils\.quoteattr)$/],
  [slow, /(?:^|\.)(?:pbkdf2_hmac|scrypt|bcrypt\.\w+|argon2\.\w+|PasswordHasher|generate_password_hash|make_password)$/],
  ['a strong digest', /^hashlib\.(?:sha(?:224|256|384|512|3_\w+)|blake2\w)$|^hmac\.(?:new|digest)$/],
  ['a secret of chance', /^secrets\.\w+$|^os\.urandom$|SystemRandom\b/],
  ['a loader that is safe', /(?:^|\.)(?:safe_load(?:_all)?|SafeLoader)$|^ast\.literal_eval$|^defusedxml\b/],
  ['a context that checks certificates', /(?:^|\.)create_default_context$/],
];
const asking = /^(?:check|require|ensure|assert|verify|validate|authori[sz]e)/i;
const permission = /permission|access|auth|login|admin|staff|owner|role|scope|csrf|signature/i;
const limit = /^(?:require|limit|rate_?limit|throttle)/i;

/** Sentences, one a kind. What moved to another changed file is not gone. */
export function lostSafeguards(read: readonly Protected[], targets: readonly Failure[]): string[] {
  const before = read.flatMap(({ file, resolveBefore }) =>
    safeguardsIn(file.before, resolveBefore).map(each => ({ ...each, file })),
  );
  const after = read.flatMap(({ file, resolve }) => safeguardsIn(file.after, resolve));
  const count = (kind: string, all: readonly Safeguard[]) => all.filter(each => each.kind === kind).length;
  const lost = before.filter(
    ({ kind, node, file }) =>
      file.isGone(node) && count(kind, after) < count(kind, before) && !isAskedFor(kind, targets),
  );
  const first = [...Map.groupBy(lost, ({ kind }) => kind).values()].flatMap(([one]) => one ?? []);
  const rounds = (all: readonly Safeguard[]) => Math.max(0, ...all.flatMap(roundsOf));
  const faster = before.find(({ kind }) => kind === slow && 0 < rounds(after) && rounds(after) < rounds(before));
  return [
    ...first.map(({ file, node, kind }) => `${file.path}:${lineOf(node)} took ${kind} away.`),
    ...(faster ? [`${faster.file.path}:${lineOf(faster.node)} makes ${slow} faster.`] : []),
  ];
}

function roundsOf({ kind, node }: Safeguard): number[] {
  return kind === slow ? nodesOf(node, 'integer').map(({ text }) => Number(text.replaceAll('_', ''))) : [];
}

function safeguardsIn(root: Node, resolve: Resolve): Safeguard[] {
  return [
    ...nodesOf(root, 'call').flatMap(node => ofCall(node, resolve)),
    ...nodesOf(root, 'decorator').flatMap(node =>
      isProtecting(lastPart(nameOf(node))) ? [{ kind: `the decorator ${nameOf(node)}`, node }] : [],
    ),
  ];
}

function isProtecting(name: string): boolean {
  return permission.test(name) || limit.test(name);
}

function nameOf(node: Node): string {
  return /^@\s*([\w.]+)/.exec(node.text)?.[1] ?? '';
}

function ofCall(node: Node, resolve: Resolve): Safeguard[] {
  const path = resolve(node.childForFieldName('function') ?? node);
  const name = lastPart(path);
  const own = calls.flatMap(([kind, pattern]) => (pattern.test(path) ? [{ kind, node }] : []));
  if (isEscape(path)) own.push({ kind: 'an escape', node });
  if (asking.test(name) && permission.test(name)) own.push({ kind: 'a check of a permission', node });
  return [...own, ...argumentsOf(node).flatMap(given => ofArgument(given, node))];
}

/** `html.escape`, `escape_text`; a pattern that is escaped protects no one. */
function isEscape(path: string): boolean {
  return path !== 're.escape' && /^(?:escape|secure)$/.test(lastPart(path).replace(/^_/, '').split('_')[0] ?? '');
}

/** By the call, so that a call which is gone as a whole takes no safeguard from another. */
function ofArgument({ keyword, value }: ReturnType<typeof argumentsOf>[number], node: Node): Safeguard[] {
  if (keyword === null) return [];
  const isLimit = /^(?:timeout|\w+_timeout)$/.test(keyword) && value.text !== 'None';
  const isCheck = /^(?:check|verify|check_hostname|httponly|secure|autoescape)$/.test(keyword) && value.text === 'True';
  if (!isLimit && !isCheck) return [];
  const called = lastPart(node.childForFieldName('function')?.text ?? '');
  return [{ kind: `${keyword} of ${called}()`, node: value }];
}

/** A text that is escaped twice, and a keyword that is not known, are defects. */
function isAskedFor(kind: string, targets: readonly Failure[]): boolean {
  const [word = ''] = kind.split(' ');
  return targets.some(({ message }) =>
    kind === 'an escape' ? /&(?:amp|lt|gt|quot|#\w+);|%[0-9A-F]{2}|\\'/.test(message) : message.includes(`'${word}'`),
  );
}
