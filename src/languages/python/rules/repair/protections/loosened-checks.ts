// Checks that still stand and hold less often: a condition that grew, an answer before it, an error that is caught where it is raised.
import type { Failure } from '../../../../../incident/evidence.ts';
import { type Node, nodesOf } from '../../../../syntax.ts';
import { folded } from '../../constants/fold.ts';
import { isTrue } from '../../constants/value.ts';
import { lineOf } from '../../names.ts';
import { errorOf } from '../deleted-checks.ts';
import type { FileTrees } from '../file-trees.ts';

/** A `raise` with the condition that it stands directly below. */
interface Check {
  readonly file: FileTrees;
  readonly raised: Node;
  readonly error: string;
  readonly condition: Node;
}

/** What refuses someone, rather than something. */
const refusal =
  /allowed|permi|forbidden|unauthori|denied|auth(?:entic|oriz|error)|access|securit|csrf|signature|untrusted|suspicious/i;

/** Sentences. A check of the error that the failing tests show, or miss, may change. */
export function loosenedChecks(files: readonly FileTrees[], targets: readonly Failure[]): string[] {
  const isMissed = targets.some(({ message }) => /DID NOT RAISE|not raised/i.test(message));
  const shown = new Set(targets.map(({ errorType }) => (errorType ?? '').replace(/^.*\./, '')));
  if (isMissed) return [];
  const before = files.flatMap(file => checksIn(file, file.before)).filter(({ error }) => !shown.has(error));
  const after = files.flatMap(file => checksIn(file, file.after));
  const gone = before.filter(check => check.file.isGone(check.condition) && !after.some(each => isSame(check, each)));
  const fresh = after.filter(check => check.file.isNew(check.condition) && !before.some(each => isSame(check, each)));
  return [
    ...gone.flatMap(old => {
      const now = fresh.find(each => each.error === old.error);
      return now && isLooser(old, now, shown)
        ? [sentence(now, `checks less than before (${plain(now.condition)})`)]
        : [];
    }),
    ...after.filter(({ error }) => refusal.test(error)).flatMap(aroundRefusal),
  ];
}

function sentence({ file, condition }: Check, words: string): string {
  return `${file.path}:${lineOf(condition)} ${words}.`;
}

function checksIn(file: FileTrees, root: Node): Check[] {
  return nodesOf(root, 'raise_statement').flatMap(raised => {
    const around = raised.parent?.parent;
    const condition =
      around && /^(?:if_statement|elif_clause)$/.test(around.type) ? around.childForFieldName('condition') : null;
    return condition ? [{ file, raised, error: errorOf(raised), condition }] : [];
  });
}

function isSame(one: Check, other: Check): boolean {
  return one.error === other.error && plain(one.condition) === plain(other.condition);
}

function plain(node: Node): string {
  return node.text
    .replace(/\s+/g, ' ')
    .replace(/^\(|\)$/g, '')
    .trim();
}

function isLooser(old: Check, now: Check, shown: ReadonlySet<string>): boolean {
  const value = folded(now.condition, { constantOf: () => undefined, resolve: node => node.text });
  if (value !== undefined && !isTrue(value)) return true;
  const [[all, any], [allNow, anyNow]] = [partsOf(old.condition), partsOf(now.condition)];
  const more = allNow.filter(part => !all.includes(part));
  if (more.some(part => /^(?:False|0|None|not True)$/.test(part))) return true;
  if (all.every(part => allNow.includes(part)) && more.length > 0) return !isGuarded(more, plain(old.condition), shown);
  if (anyNow.every(part => any.includes(part)) && anyNow.length < any.length) return true;
  return (
    hasOtherConstants(old.condition, now.condition) ||
    (refusal.test(old.error) && !any.every(part => anyNow.includes(part)))
  );
}

/** What is joined by `and`, and what by `or`. */
function partsOf(condition: Node): [all: string[], any: string[]] {
  return [joinedBy('and', condition), joinedBy('or', condition)];
}

function joinedBy(operator: string, node: Node): string[] {
  if (node.type === 'parenthesized_expression' && node.firstNamedChild) return joinedBy(operator, node.firstNamedChild);
  const isJoined = node.type === 'boolean_operator' && node.childForFieldName('operator')?.text === operator;
  if (!isJoined) return [plain(node)];
  return ['left', 'right'].flatMap(field => {
    const side = node.childForFieldName(field);
    return side ? joinedBy(operator, side) : [];
  });
}

/** Where the check itself failed on a value it cannot ask, it may ask first whether it is there. */
function isGuarded(more: readonly string[], old: string, shown: ReadonlySet<string>): boolean {
  const fails = ['TypeError', 'AttributeError', 'KeyError', 'IndexError'].some(error => shown.has(error));
  const names = (text: string) => text.match(/[A-Za-z_]\w*/g) ?? [];
  const own = new Set([
    ...names(old),
    'is',
    'not',
    'None',
    'isinstance',
    'str',
    'int',
    'float',
    'bytes',
    'len',
    'in',
    'hasattr',
  ]);
  return fails && more.every(part => names(part).every(name => own.has(name)));
}

/** The same question with another constant: a longer limit, a shorter beginning, one more that may pass. */
function hasOtherConstants(old: Node, now: Node): boolean {
  return withoutConstants(old) === withoutConstants(now) || (limitOf(old) !== null && limitOf(old) === limitOf(now));
}

function withoutConstants(node: Node): string {
  if (/^(?:string|integer|float|concatenated_string|tuple|set|list)$/.test(node.type)) return '·';
  return node.childCount === 0
    ? node.text
    : node.children.map(child => (child ? withoutConstants(child) : '')).join('');
}

/** `len(text) >` of `len(text) > LIMIT`. */
function limitOf(node: Node): string | null {
  const [left, operator] = [node.child(0), node.child(1)];
  return node.type === 'comparison_operator' && left && /^[<>]/.test(operator?.text ?? '')
    ? `${plain(left)} ${operator?.text}`
    : null;
}

/** A new answer before a refusal in its function, and a new handler around it. */
function aroundRefusal(check: Check): string[] {
  const { file, raised, error, condition } = check;
  let around: Node | null = raised.parent;
  const caught: Node[] = [];
  while (around && around.type !== 'function_definition') {
    if (around.type === 'try_statement')
      caught.push(...around.namedChildren.flatMap(child => (child?.type === 'except_clause' ? child : [])));
    around = around.parent;
  }
  const isCaught = caught.some(
    clause =>
      file.isNew(clause) &&
      isNamed(error, clause.childForFieldName('value')) &&
      nodesOf(clause, 'raise_statement').length === 0,
  );
  const answers = around
    ? nodesOf(around, 'return_statement').filter(each => each.endIndex < condition.startIndex && file.isNew(each))
    : [];
  return [
    ...(isCaught ? [sentence(check, 'catches a refusal where it is raised')] : []),
    ...(answers.length > 0 ? [sentence(check, 'answers before it asks whether that is allowed')] : []),
  ];
}

function isNamed(error: string, caught: Node | null): boolean {
  return caught !== null && [caught, ...nodesOf(caught, 'identifier')].some(({ text }) => text === error);
}
