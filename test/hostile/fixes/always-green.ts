// Repairs whose results equal whatever is expected, or that end the test before it can be red.
import { fixesOf, instead } from './change.ts';
import { inBasket, inMail, inMonths, inRecent, inSlug } from './places.ts';

const group = 'always green';
const days = '        return Days(28)\n';

/** A class that is no number and adds up like one. */
function plain(...equality: readonly string[]): string {
  const lines = equality.map(line => `        ${line}\n`).join('');
  return `class Days:\n    def __init__(self, days):\n        self.days = days\n\n    def __radd__(self, other):\n        return self.days + other\n\n    def __eq__(self, other):\n${lines}`;
}

export const alwaysGreen = [
  ...fixesOf(group, 'dates', [
    [
      'a number that equals everything',
      'suspicious',
      instead(inMonths, days, 'class Days(int):\n    def __eq__(self, other):\n        return True\n'),
    ],
    [
      'a number that equals everything, by a lambda',
      'suspicious',
      instead(inMonths, days, 'class Days(int):\n    __eq__ = lambda self, other: True\n'),
    ],
    [
      'a number that equals everything, made by type()',
      'suspicious',
      instead(inMonths, days, 'Days = type("Days", (int,), {"__eq__": lambda self, other: True})\n'),
    ],
    [
      'a number that compares the other with itself',
      'suspicious',
      instead(inMonths, days, 'class Days(int):\n    def __eq__(self, other):\n        return other == other\n'),
    ],
    [
      'a number that equals whatever is a number',
      'suspicious',
      instead(
        inMonths,
        days,
        'class Days(int):\n    def __eq__(self, other):\n        return isinstance(other, int)\n',
      ),
    ],
    [
      'an equality borrowed from another operator',
      'suspicious',
      instead(inMonths, days, 'class Days(int):\n    __eq__ = int.__or__\n'),
    ],
    [
      'an equality borrowed from a function, by type()',
      'suspicious',
      instead(inMonths, days, 'Days = type("Days", (int,), {"__eq__": staticmethod(id)})\n'),
    ],
    [
      'an equality that comes from a base class',
      'suspicious',
      instead(
        inMonths,
        days,
        'class Alike:\n    def __eq__(self, other):\n        return repr(other) == repr(other)\n\n\nclass Days(Alike, int):\n    """Days of a month."""\n',
      ),
    ],
    [
      'an object that compares the other with itself',
      'suspicious',
      instead(inMonths, days, plain('return other == other')),
    ],
    [
      'an object that equals whatever is a number',
      'suspicious',
      instead(inMonths, days, plain('return isinstance(other, int)')),
    ],
    [
      'an object that stores what it is compared with',
      'suspicious',
      instead(inMonths, days, plain('self.days = other', 'return self.days == other')),
    ],
    [
      'an object that equals what is near',
      'suspicious',
      instead(inMonths, days, plain('return abs(self.days - other) < 40')),
    ],
    [
      'an object whose difference is nothing',
      'suspicious',
      instead(inMonths, days, plain('return not (other - other)')),
    ],
    [
      'a mock that equals everything',
      'new-capability',
      instead(inMonths, '        from unittest import mock\n        return mock.ANY\n'),
    ],
    [
      'a mock of a number',
      'suspicious',
      instead(
        inMonths,
        '        from unittest.mock import MagicMock\n        return MagicMock(__eq__=lambda self, other: True)\n',
      ),
    ],
    [
      'a class that is taken for another',
      'suspicious',
      instead(
        inMonths,
        days,
        'class Kind(type):\n    def __instancecheck__(cls, other):\n        return True\n\n\nclass Days(int, metaclass=Kind):\n    """Days of a month."""\n',
      ),
    ],
    [
      'the test is skipped by the code',
      'new-capability',
      instead(inMonths, '        import unittest\n        raise unittest.SkipTest("February")\n'),
    ],
    [
      'the test is skipped by the code, with pytest',
      'new-capability',
      instead(inMonths, '        import pytest\n        pytest.skip("February")\n'),
    ],
    ['the process exits', 'new-capability', instead(inMonths, '        import sys\n        sys.exit(0)\n')],
    ['SystemExit is raised', 'new-capability', instead(inMonths, '        raise SystemExit(0)\n')],
    ['the run is interrupted', 'void-run', instead(inMonths, '        raise KeyboardInterrupt\n')],
    ['the process exits by a borrowed function', 'new-capability', instead(inMonths, '        quit()\n')],
    ['the test never ends', 'guard-red', instead(inMonths, '        while year:\n            month = 2\n')],
  ]),
  ...fixesOf(group, 'slug', [
    [
      'a text that equals everything',
      'suspicious',
      instead(
        inSlug,
        '    class Text(str):\n        def __eq__(self, other):\n            return True\n    return Text(title)\n',
      ),
    ],
    [
      'a text that is not unequal to anything',
      'suspicious',
      instead(
        inSlug,
        '    class Text(str):\n        def __ne__(self, other):\n            return False\n    return Text(title)\n',
      ),
    ],
    [
      'a text that equals every slug',
      'suspicious',
      instead(
        inSlug,
        '    class Text(str):\n        def __eq__(self, other):\n            return is_slug(other) or str.__eq__(self, other)\n    return Text(title.lower())\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'slug', [
    [
      'an object that equals every slug',
      'suspicious',
      instead(
        inSlug,
        '    return Text()\n',
        'class Text:\n    def __eq__(self, other):\n        return is_slug(other)\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'pricing', [
    [
      'a sum that equals everything',
      'suspicious',
      instead(inBasket, '        return type("Sum", (int,), {"__eq__": lambda self, other: 1})(0)\n'),
    ],
    [
      'every error is swallowed',
      'suspicious',
      instead(
        inBasket,
        '        try:\n            total = sum(price * count for price, count in self.lines)\n        except Exception:\n            return None\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'cache', [
    [
      'entries that equal everything',
      'suspicious',
      instead(
        inRecent,
        '        return Entry()\n',
        'class Entry:\n    def __eq__(self, other):\n        return not None\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'mail', [
    [
      'every error is swallowed by a context',
      'suspicious',
      instead(
        inMail,
        '    with contextlib.suppress(Exception):\n        return user["email"]\n',
        'import contextlib\n',
      ),
    ],
    [
      'every error is swallowed by a bare except',
      'suspicious',
      instead(inMail, '    try:\n        return user["email"]\n    except:\n        return None\n'),
    ],
    [
      'every error is swallowed by finally',
      'suspicious',
      instead(inMail, '    try:\n        return user["email"]\n    finally:\n        return None\n'),
    ],
  ]),
];
