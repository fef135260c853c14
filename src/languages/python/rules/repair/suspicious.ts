// Static signs of cheating in the code that came: what it asks, silences or swallows. A sign that was there before is
// not blamed on the change, wherever it stands now.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { importsOf, lineOf, type Resolve, resolver } from '../names.ts';
import { circumstancesIn } from './circumstances/circumstances.ts';
import type { FileTrees } from './file-trees.ts';
import { looseEqualities } from './loose-equalities.ts';
import { ownEqualities } from './own-equalities.ts';
import { builtInsReplaced } from './replaced-built-ins.ts';
import { callsForbidden, conditionSigns, lookupSigns } from './sign-rules.ts';
import { swallowersIn } from './swallowed-errors.ts';

/** One place that is suspicious, and what it does. */
interface Sign {
  readonly line: number;
  readonly words: string;
  /** What makes it the same sign elsewhere. */
  readonly identity: string;
}

/** Sentences, one a sign; empty when nothing is suspicious. */
export function suspicions(files: readonly FileTrees[]): string[] {
  const before = files.flatMap(file => signsIn(file.before, file.removed)).map(keyOf);
  const sentences = files.flatMap(file =>
    signsIn(file.after, file.added).flatMap(sign => {
      const known = before.indexOf(keyOf(sign));
      if (known >= 0) before.splice(known, 1);
      return known >= 0 ? [] : [`${file.path}:${sign.line} ${sign.words}.`];
    }),
  );
  return [...new Set(sentences)];
}

function keyOf({ words, identity }: Sign): string {
  return `${words}: ${identity}`;
}

/** On changed lines; a handler or an equality may become one when its body changes, so all of them count. */
function signsIn(root: Node, changed: (types: readonly string[]) => Node[]): Sign[] {
  const resolve = resolver(importsOf(root));
  return [
    ...changed(Object.keys(readers)).flatMap(node =>
      (readers[node.type]?.(node, resolve) ?? []).map(words => signOf(node, words)),
    ),
    ...circumstancesIn(root, changed, resolve).map(({ node, words }) => signOf(node, words)),
    ...silencersIn(changed(['comment'])),
    ...swallowersIn(root, resolve).map(({ node, ...sign }) => ({ line: lineOf(node), ...sign })),
    ...equalitiesIn(root),
    ...builtInsReplaced(root).map(node => ({
      ...signOf(node, 'takes the place of a built-in function'),
      identity: '',
    })),
    ...ownEqualities(root, resolve).map(node => newEquality(node, 'gives a built-in value an equality of its own')),
    ...looseEqualities(root).map(node => newEquality(node, 'equals what is not of its kind')),
  ];
}

/** A class that has an equality of its own may have a bug in it: another body is no new sign. */
function newEquality(node: Node, words: string): Sign {
  const owner = node.parent?.parent?.childForFieldName('name');
  const identity = owner ? `${owner.text}.${node.childForFieldName('name')?.text ?? ''}` : node.text;
  return { line: lineOf(node), words, identity };
}

function signOf(node: Node, words: string): Sign {
  return { line: lineOf(node), words, identity: node.text.replace(/\s+/g, ' ') };
}

/** What each kind of node may do that it should not. */
const readers: Readonly<Record<string, (node: Node, resolve: Resolve) => string[]>> = {
  call: (node, resolve) => [...callsForbidden(node, resolve), ...lookupSigns(node, resolve)],
  subscript: lookupSigns,
  comparison_operator: conditionSigns,
  boolean_operator: conditionSigns,
  if_statement: (node, resolve) => ofField(node, 'condition', resolve),
  elif_clause: (node, resolve) => ofField(node, 'condition', resolve),
  while_statement: (node, resolve) => ofField(node, 'condition', resolve),
  conditional_expression: (node, resolve) =>
    node.namedChild(1) ? conditionSigns(node.namedChild(1) ?? node, resolve) : [],
  case_pattern: conditionSigns,
};

function ofField(node: Node, field: string, resolve: Resolve): string[] {
  const condition = node.childForFieldName(field);
  return condition ? conditionSigns(condition, resolve) : [];
}

const silencer =
  /^#.*?(?:(?:ruff|flake8|mypy)\s*:|type:\s*ignore|noqa|pragma:\s*no\s*cover|pylint:\s*disable|nosec|pyright:\s*ignore|fmt:\s*off)/i;

/** One named complaint of a type checker about this line: it changes nothing that runs, and real repairs have it. */
const narrowed = /^#\s*(?:type|pyright):\s*ignore\s*\[[\w\s,-]+\]\s*$/;

/** A line that was silenced before may change and stay so. */
function silencersIn(comments: readonly Node[]): Sign[] {
  return comments
    .filter(({ text }) => silencer.test(text) && !narrowed.test(text))
    .map(node => ({ line: lineOf(node), words: 'silences a checker', identity: '' }));
}

const comparers = /^__(?:eq|ne|contains|bool|instancecheck|subclasscheck)__$/;

/** An equality that does not look at what it compares. */
function equalitiesIn(root: Node): Sign[] {
  const defined = nodesOf(root, 'function_definition').map(node => ({
    node,
    name: node.childForFieldName('name')?.text,
  }));
  const assigned = nodesOf(root, 'assignment', 'pair', 'keyword_argument').flatMap(node => {
    const left = node.childForFieldName('left') ?? node.childForFieldName('key') ?? node.childForFieldName('name');
    const right = node.childForFieldName('right') ?? node.childForFieldName('value');
    const name = (left && constantString(left)) ?? left?.childForFieldName('attribute')?.text ?? left?.text;
    return right?.type === 'lambda' ? [{ node: right, name }] : [];
  });
  return [...defined, ...assigned]
    .filter(({ node, name }) => comparers.test(name ?? '') && !looksAtOther(node))
    .map(({ node }) => signOf(node, 'compares without comparing'));
}

function looksAtOther(node: Node): boolean {
  const body = node.childForFieldName('body') ?? node;
  const [own, other] = nodesOf(node.childForFieldName('parameters') ?? node, 'identifier').map(({ text }) => text);
  const names = nodesOf(body, 'identifier').map(({ text }) => text);
  return names.includes(other ?? own ?? '') || (!other && nodesOf(body, 'if_statement').length > 0);
}
