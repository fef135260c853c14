// The regression test again, with nonsense for every result of the repository's code: one that passes even so says nothing of the code.
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { isDocstring } from '../../source/docstrings.ts';
import { importsIn } from '../names.ts';
import { fromCandidate } from './objections.ts';
import { isOwnCode } from './repository-part.ts';
import { saysPlainly } from './says-plainly.ts';

/** Null where the test says plainly what a result is, or takes nothing from the repository by name. */
export function withNonsense(source: string, paths: ReadonlySet<string>): string | null {
  const isPlain = fromCandidate(source, candidate => saysPlainly(candidate, paths)) ?? true;
  return isPlain ? null : allNonsense(source, paths);
}

/** As `withNonsense`, of any test file. */
export function allNonsense(source: string, paths: ReadonlySet<string>): string | null {
  return fromSyntax('python', source, root => {
    const edits = nodesOf(root, 'import_statement', 'import_from_statement').flatMap(statement => {
      const names = ownNamesIn(statement, paths).map(name => `; ${name} = _nightwatch_nonsense(${name})`);
      return names.length === 0 ? [] : [{ at: statement.endIndex, text: names.join('') }];
    });
    if (edits.length === 0) return null;
    const ordered = [...edits, { at: startOf(root), text: nonsense }].toSorted((a, b) => b.at - a.at);
    return ordered.reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), source);
  });
}

function ownNamesIn(statement: Node, paths: ReadonlySet<string>): string[] {
  const own = importsIn(statement).filter(({ path, name }) => name !== '*' && isOwnCode(path, paths));
  return [...new Set(own.map(({ name }) => name))];
}

/** After what has to come first in a file. */
function startOf(root: Node): number {
  const first = root.namedChildren.find(
    node => node && node.type !== 'comment' && node.type !== 'future_import_statement' && !isDocstring(node),
  );
  return first?.startIndex ?? 0;
}

/**
 * Functions and methods run, and what they return is replaced by something of the same kind that no code returns, another one each time;
 * a call that is made twice in a row returns the same. What they raise is swallowed. What is neither true nor false has no truth. Where a test does more than this can stand in for, it is red.
 */
const nonsense = `def _nightwatch_nonsense(thing, last={}):
    import functools
    import inspect
    import itertools

    class Nonsense(object):
        def __bool__(self):
            raise ValueError("nonsense is neither true nor false")

        def __len__(self):
            return 7654321

    count = itertools.count(7654321987)

    def instead(found):
        kind = type(found)
        if kind in (int, float):
            return kind(next(count)) ** 2
        if kind in (str, bytes):
            text = "nonsense %d, which no code returns" % next(count)
            return text if kind is str else text.encode()
        if kind in (list, tuple, set, frozenset):
            return kind(Nonsense() for _ in range(7))
        if kind is dict:
            return {Nonsense(): Nonsense() for _ in range(7)}
        if inspect.isgenerator(found):
            return iter([Nonsense()] * 7)
        return found if hasattr(found, "__enter__") else Nonsense()

    async def awaited(found):
        try:
            return instead(await found)
        except Exception:
            return Nonsense()

    def calling(function, result=instead):
        @functools.wraps(function, updated=())
        def call(*given, **named):
            key = repr((function, given, named))
            try:
                found = function(*given, **named)
            except Exception:
                found, made = None, Nonsense()
            else:
                made = awaited(found) if inspect.iscoroutine(found) else result(found)
            if result is not instead or inspect.iscoroutine(found) or key not in last:
                last.clear()
            return last.setdefault(key, made)

        return call

    class Around(object):
        def __init__(self, thing, part):
            self.__dict__.update(_thing=thing, _part=part)

        def __getattr__(self, name):
            return self._part(getattr(self._thing, name))

        def __setattr__(self, name, value):
            setattr(self._thing, name, value)

        def __eq__(self, other):
            return Nonsense()

        __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
        __hash__ = object.__hash__

    def of_instance(part):
        return calling(part) if callable(part) else instead(part)

    def of_class(part):
        return calling(part) if inspect.isroutine(part) else part

    class Class(Around):
        def __call__(self, *given, **named):
            return calling(self._thing, lambda made: Around(made, of_instance))(*given, **named)

    if inspect.ismodule(thing):
        return Around(thing, _nightwatch_nonsense)
    if inspect.isclass(thing):
        return thing if issubclass(thing, BaseException) else Class(thing, of_class)
    return calling(thing) if inspect.isroutine(thing) or hasattr(thing, "__wrapped__") else thing


`;
