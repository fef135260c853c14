"""What one call gives, as plain text: a regression test of ours that always fails, and says the value in its message."""
import itertools
import unittest


class Observation(Exception):
    """Its message is the value, or the kind of error."""


MOST_ITEMS = 200
LONGEST = 900
DEEPEST = 5
# After so many hangs the rest is not tried.
MOST_HANGS = 3
hangs = 0


def observe(call):
    """Twice, for what a call leaves behind may change the next."""
    __tracebackhide__ = True
    global hangs
    if hangs >= MOST_HANGS:
        raise Observation("unknown")
    try:
        first, second = outcome_of(call), outcome_of(call)
    except Exception:
        raise Observation("unknown") from None
    except BaseException:
        hangs += 1
        raise
    raise Observation(first if first == second else "unknown") from None


def outcome_of(call):
    try:
        text = spelled(call(), DEEPEST)
    except (Exception, SystemExit) as error:
        return "raises " + type(error).__name__
    return "unknown" if text is None or len(text) > LONGEST else "gives " + text


def spelled(value, depth):
    """None for what has no text of its own. What compares as equal looks alike: 3 and 3.0, sets and dictionaries in any order."""
    if value is None or isinstance(value, (bool, str, bytes, complex)):
        return repr(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "%.10g" % value
    if depth == 0:
        return None
    if isinstance(value, dict):
        pairs = [[spelled(key, depth - 1), spelled(each, depth - 1)] for key, each in value.items()]
        return joined("{}", in_order([None if None in pair else ": ".join(pair) for pair in pairs]))
    if isinstance(value, (set, frozenset)):
        return joined("{}", in_order([spelled(item, depth - 1) for item in value]))
    if isinstance(value, (list, tuple)):
        return joined("[]" if isinstance(value, list) else "()", [spelled(item, depth - 1) for item in value])
    if hasattr(value, "__next__"):
        return spelled(list(itertools.islice(value, MOST_ITEMS)), depth - 1)
    return spelled_object(value, depth)


def in_order(texts):
    return texts if None in texts else sorted(texts)


def joined(brackets, texts):
    return None if None in texts or len(texts) > MOST_ITEMS else ", ".join(texts).join(brackets)


def spelled_object(value, depth):
    if type(value).__repr__ is not object.__repr__:
        text = repr(value)
        if " at 0x" not in text:
            return text
    fields = getattr(value, "__dict__", None)
    text = spelled(fields, depth - 1) if isinstance(fields, dict) and fields else None
    return None if text is None else type(value).__name__ + text
