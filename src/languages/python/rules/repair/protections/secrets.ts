// Passwords and the like that a change compares with a constant, compares in part, or writes into a log; and digests that are known to be weak.
import { type Node, nodesOf } from '../../../../syntax.ts';
import { constantString } from '../../../source/literals.ts';
import { constantsIn } from '../../constants/expressions.ts';
import { scopeOf } from '../../constants/scope.ts';
import { argumentsOf, lastPart, lineOf } from '../../names.ts';
import type { Protected } from './protected-file.ts';

const secret =
  /(?:^|_)(?:password|passwd|passphrase|secret|api_?key|credentials?|private_?key|access_?token|auth_?token)s?$/i;
const logging = /^(?:print|(?:self\.)?_?log(?:ger|ging)?\.\w+)$/;

export function revealedSecrets({ file, resolve, resolveBefore }: Protected): string[] {
  const scope = scopeOf(file.after, { resolve, isRead: () => true });
  const isText = (node: Node) => constantsIn(node, scope).some(value => typeof value === 'string' && value !== '');
  const compared = file
    .added(['comparison_operator'])
    .filter(
      node =>
        /[!=]=|\bin\b/.test(node.text) &&
        node.namedChildren.some(isSecret) &&
        node.namedChildren.some(side => side && !isSecret(side) && isText(side)),
    )
    .map(node => ({ node, words: 'compares a secret with a constant' }));
  const calls = file.added(['call']);
  const logged = calls
    .filter(
      node =>
        logging.test(node.childForFieldName('function')?.text ?? '') &&
        argumentsOf(node).some(({ value }) => nodesOf(value, 'identifier', 'attribute').some(isSecret)),
    )
    .map(node => ({ node, words: 'writes a secret into a log' }));
  const inPart = calls
    .filter(
      node =>
        isCompare(node) &&
        argumentsOf(node).some(({ value }) => value.type === 'subscript' && nodesOf(value, 'slice').length > 0),
    )
    .map(node => ({ node, words: 'compares a secret in part' }));
  const known = new Set(nodesOf(file.before, 'call').flatMap(node => weakOf(node, resolveBefore) ?? []));
  const weak = calls.flatMap(node => {
    const name = weakOf(node, resolve);
    return name === null || known.has(name) ? [] : [{ node, words: `uses ${name}, which is known to be weak` }];
  });
  return [...compared, ...logged, ...inPart, ...weak]
    .filter(({ node }) => file.isNew(node))
    .map(({ node, words }) => `${file.path}:${lineOf(node)} ${words}.`);
}

function isSecret(node: Node | null): boolean {
  return node !== null && /^(?:identifier|attribute)$/.test(node.type) && secret.test(lastPart(node.text));
}

function isCompare(call: Node): boolean {
  return /(?:^|[._])compare_digest$|constant_time_compare$/.test(call.childForFieldName('function')?.text ?? '');
}

const algorithms = /^(?:md[245]|sha-?1|des3?|rc[24]|arcfour)$/i;

/** The weak digest or cipher that a call makes or names; null when it is none, or says that it protects nothing. */
function weakOf(call: Node, resolve: Protected['resolve']): string | null {
  const path = resolve(call.childForFieldName('function') ?? call);
  if (!/^(?:hashlib|hmac|Crypto|Cryptodome|cryptography|passlib)\b/.test(path)) return null;
  const given = argumentsOf(call);
  if (given.some(({ keyword, value }) => keyword === 'usedforsecurity' && value.text === 'False')) return null;
  const named = given.flatMap(({ value }) => constantString(value) ?? lastPart(value.text));
  return [lastPart(path), ...named].find(name => algorithms.test(name)) ?? null;
}
