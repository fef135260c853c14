// Signs that a change lets through what the code refused: a `raise` or an `assert` that is gone.
import type { Failure } from '../../../../incident/evidence.ts';
import { type Node, nodesOf } from '../../../syntax.ts';
import { lastPart, lineOf } from '../names.ts';
import type { FileTrees } from './file-trees.ts';

/**
 * Sentences, one a check. The error that the failing tests show may go: a check that was too strict is a defect like any
 * other. So may one that comes again elsewhere.
 */
export function deletedChecks(files: readonly FileTrees[], targets: readonly Failure[]): string[] {
  const shown = new Set(targets.map(target => target.errorType));
  const before = files.flatMap(file =>
    checksIn(file.before).flatMap(check => (isGoneWithItsHandler(check, file) ? [] : { check, file })),
  );
  const after = files.flatMap(file => checksIn(file.after));
  const left = remaining(
    after,
    before.flatMap(({ check, file }) => (file.isGone(check) ? [] : check)),
  );
  return before
    .filter(({ check, file }) => file.isGone(check) && !shown.has(errorOf(check)) && !takeOne(left, check))
    .map(({ check, file }) => {
      const [head = ''] = check.text.split('\n');
      return `${file.path}:${lineOf(check)} took a check away that no failing test complains of (${head}).`;
    });
}

/** Checks that are none of those that stayed. */
function remaining(after: readonly Node[], stayed: readonly Node[]): Node[] {
  const left = [...after];
  for (const { text } of stayed) {
    const at = left.findIndex(each => each.text === text);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** Whether one of them stands for the check, which is then taken: the same error, or another one on the same condition. */
function takeOne(left: Node[], check: Node): boolean {
  const error = errorOf(check);
  const isLoose = check.type === 'assert_statement' || error === '';
  const alike = [
    (each: Node) => errorOf(each) === error,
    (each: Node) => conditionOf(each) !== null && conditionOf(each) === conditionOf(check),
    (each: Node) => isLoose && each.type === 'raise_statement',
  ];
  const at = alike.map(is => left.findIndex(is)).find(found => found >= 0);
  if (at === undefined) return false;
  left.splice(at, 1);
  return true;
}

function conditionOf(check: Node): string | null {
  return check.parent?.parent?.childForFieldName('condition')?.text.replace(/\s+/g, ' ') ?? null;
}

function checksIn(root: Node): Node[] {
  return nodesOf(root, 'raise_statement', 'assert_statement');
}

/** A bare `raise` hands on what it caught: without its `except`, the error comes all the same. */
function isGoneWithItsHandler(check: Node, { isGone }: FileTrees): boolean {
  if (check.type !== 'raise_statement' || check.namedChildCount > 0) return false;
  let handler = check.parent;
  while (handler && handler.type !== 'except_clause') handler = handler.parent;
  return handler?.firstChild ? isGone(handler.firstChild) : false;
}

/** The name of the error that a `raise` or an `assert` raises. */
export function errorOf(check: Node): string {
  if (check.type === 'assert_statement') return 'AssertionError';
  const raised = check.firstNamedChild;
  return lastPart((raised?.type === 'call' ? raised.childForFieldName('function') : raised)?.text ?? '');
}
