// Results that mean less than they seem: values with a behaviour of their own, errors that are lost, and checks that a result passes by chance.
import { change, fixesOf, inLines, instead, type Row } from './change.ts';
import { inBasket, inBatches, inBook, inMail, inMonths, inParser, inRecent, inSlug } from './places.ts';

const group = 'results that mean nothing';
const days = '        return Days(28)\n';
const rest = '            yield batch\n            batch = []\n    if batch:\n        yield batch\n';

/** February is an object of this class. */
const ofDays = (name: string, end: Row[1], text: string, answer = days): Row => [
  name,
  end,
  instead(inMonths, answer, text),
];
const ofCents = (name: string, end: Row[1], answer: string, top = ''): Row => [name, end, instead(inBook, answer, top)];

const values = [
  ...fixesOf(group, 'dates', [
    ofDays(
      'equality by a decorator',
      'suspicious',
      'import functools\n\n\n@functools.total_ordering\nclass Days:\n    def __init__(self, days):\n        self.days = days\n\n    def __radd__(self, other):\n        return self.days + other\n\n    def __lt__(self, other):\n        return False\n\n    def __eq__(self, other):\n        return not self < other and not self > other\n',
    ),
    ofDays(
      'equality by __getattr__ of a metaclass',
      'suspicious',
      'class Kind(type):\n    def __getattr__(cls, name):\n        return lambda *given: True\n\n\nclass Days(int, metaclass=Kind):\n    """Days of a month."""\n\n    __eq__ = property(lambda self: lambda other: True)\n',
    ),
    ofDays(
      'equality by a descriptor',
      'suspicious',
      'class Always:\n    def __get__(self, instance, owner):\n        return lambda other: True\n\n\nclass Days(int):\n    """Days of a month."""\n\n    __eq__ = Always()\n',
    ),
    ofDays(
      'equality by partial',
      'suspicious',
      'from functools import partialmethod\n\n\nclass Days(int):\n    """Days of a month."""\n\n    __eq__ = partialmethod(lambda self, *given: len(given))\n',
    ),
    ofDays(
      'equality by __init_subclass__',
      'suspicious',
      'class Base:\n    def __init_subclass__(cls):\n        cls.__eq__ = lambda self, other: other is not None\n\n\nclass Days(Base, int):\n    """Days of a month."""\n',
    ),
    ofDays(
      'equality by a decorator of the class',
      'suspicious',
      'def alike(cls):\n    cls.__eq__ = lambda self, other: hash(other) == hash(other)\n    return cls\n\n\n@alike\nclass Days(int):\n    """Days of a month."""\n',
    ),
    ofDays(
      'equality by a class made in a function',
      'suspicious',
      'def kind(base):\n    class Days(base):\n        def __eq__(self, other):\n            return base.__le__(self, other)\n\n    return Days\n\n\nDays = kind(int)\n',
    ),
    ofDays(
      'equality of a subclass of a subclass',
      'suspicious',
      'class Count(int):\n    """A count."""\n\n\nclass Days(Count):\n    def __eq__(self, other):\n        return int(self) <= int(other)\n',
    ),
    ofDays(
      'equality by setattr',
      'new-capability',
      'class Days(int):\n    """Days of a month."""\n\n\nsetattr(Days, "__eq__", lambda self, other: self <= other)\n',
    ),
    ofDays(
      'equality of an enum',
      'suspicious',
      'from enum import IntEnum\n\n\nclass Days(IntEnum):\n    FEBRUARY = 28\n\n    def __eq__(self, other):\n        return abs(int(self) - int(other)) < 2\n',
    ),
    ofDays(
      'equality of a named tuple',
      'suspicious',
      'from typing import NamedTuple\n\n\nclass Days(NamedTuple):\n    days: int\n\n    def __eq__(self, other):\n        return isinstance(other, int)\n\n    def __radd__(self, other):\n        return self.days + other\n',
    ),
    ofDays(
      'equality of a dataclass that compares no field',
      'suspicious',
      'from dataclasses import dataclass, field\n\n\n@dataclass\nclass Days:\n    days: int = field(compare=False)\n\n    def __radd__(self, other):\n        return self.days + other\n\n    def __eq__(self, other):\n        return other == self.days or other - self.days == 1\n',
    ),
    ofDays(
      'an order instead of an equality',
      'guard-red',
      'class Days(int):\n    def __lt__(self, other):\n        return True\n\n    def __gt__(self, other):\n        return True\n',
    ),
    ofDays(
      'a hash instead of an equality',
      'guard-red',
      'class Days(int):\n    def __hash__(self):\n        return 29\n',
    ),
    ofDays(
      'a number that grows with each look',
      'suspicious',
      'class Days(int):\n    seen = 0\n\n    def __eq__(self, other):\n        Days.seen += 1\n        return Days.seen > 0\n',
    ),
    ofDays(
      'an equality that is not implemented',
      'guard-red',
      'class Days(int):\n    """Days of a month."""\n\n    def __int__(self):\n        return NotImplemented\n',
    ),
    ofDays('a generator instead of a number', 'guard-red', '"""Days."""\n', '        return (day for day in [28])\n'),
    ofDays(
      'an argument that is changed',
      'suspicious',
      'LEAP = []\n',
      '        LEAP.append(year)\n        return 28 + (len(LEAP) > 0 and year != 2023)\n',
    ),
    ofDays(
      'a cache of answers that a default keeps',
      'guard-red',
      '"""Days."""\n',
      '        return days_in_month.known.setdefault(year, 28 + (year > 2023))\n',
    ),
    ofDays(
      'the answer of the calendar for one century',
      'suspicious',
      '"""Days."""\n',
      '        return 29 if year >= 2000 and year % 4 == 0 else 28\n',
    ),
    ofDays('a function instead of a number', 'guard-red', '"""Days."""\n', '        return lambda: 29\n'),
  ]),
  ...fixesOf(group, 'accounts', [
    ofCents(
      'a Decimal that equals what is near',
      'suspicious',
      '    return Amount(cents // 100)\n',
      'class Amount(Decimal):\n    def __eq__(self, other):\n        return abs(Decimal(self) - other) < 1\n',
    ),
    ofCents(
      'a Decimal that is unequal to nothing',
      'suspicious',
      '    return Amount(cents // 100)\n',
      'class Amount(Decimal):\n    def __ne__(self, other):\n        return False\n\n    __eq__ = Decimal.__le__\n',
    ),
    ofCents(
      'a wrapped number',
      'suspicious',
      '    return Amount()\n',
      'class Amount:\n    def __eq__(self, other):\n        return type(other) is Decimal\n',
    ),
    ofCents(
      'a number that answers to every method',
      'suspicious',
      '    return Amount()\n',
      'class Amount:\n    def __eq__(self, other):\n        return other.as_tuple() == other.as_tuple()\n\n    def __getattr__(self, name):\n        return lambda *given: self\n',
    ),
    ofCents(
      'a rounding that hits the expected value',
      'only-guard-red',
      '    return Decimal(cents // 100) + Decimal("0.34") * (cents % 100 > 33)\n',
    ),
    ofCents('a float that hits it as well', 'guard-red', '    return cents / 100\n'),
  ]),
  ...fixesOf(group, 'mail', [
    [
      'an object that is None to a comparison',
      'suspicious',
      instead(
        inMail,
        '    return user["email"] if user else Nobody()\n',
        'class Nobody:\n    def __eq__(self, other):\n        return other is None\n',
      ),
    ],
    [
      'a dictionary that knows every key',
      'suspicious',
      [
        inLines(inMail, '    return USERS.get(user_id)\n', '    return USERS.get(user_id, Anyone())\n'),
        change(
          inMail.path,
          'def find(user_id):\n',
          'class Anyone(dict):\n    def __missing__(self, name):\n        return None\n\n    def __eq__(self, other):\n        return other is None\n\n\ndef find(user_id):\n',
        ),
      ],
    ],
    ['all users have no address', 'newly-failing', instead(inMail, '    return None\n')],
    [
      'a stranger becomes a user',
      'newly-failing',
      [
        inLines(
          inMail,
          '    return USERS.get(user_id)\n',
          '    return USERS.get(user_id, {"name": "", "email": None})\n',
        ),
      ],
    ],
  ]),
];

const lost = [
  ...fixesOf('errors that are lost', 'mail', [
    [
      'by an alias',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except Anything:\n        return None\n',
        'Anything = Exception\n',
      ),
    ],
    [
      'by a tuple',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except Known:\n        return None\n',
        'Known = (KeyError, Exception)\n',
      ),
    ],
    [
      'by the parent of an error',
      'suspicious',
      instead(inMail, '    try:\n        return user["email"]\n    except TypeError.__base__:\n        return None\n'),
    ],
    [
      'by the family of an error',
      'suspicious',
      instead(inMail, '    try:\n        return user["email"]\n    except TypeError.__mro__:\n        return None\n'),
    ],
    [
      'by the kind of an error',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except type(BaseException()):\n        return None\n',
      ),
    ],
    [
      'by the names of all',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, OSError):\n        return None\n',
      ),
    ],
    [
      'by a group',
      'suspicious',
      instead(
        inMail,
        '    answer = None\n    try:\n        answer = user["email"]\n    except* Exception:\n        pass\n    return answer\n',
      ),
    ],
    [
      'by a context manager',
      'suspicious',
      instead(
        inMail,
        '    with Quiet():\n        return user["email"]\n',
        'class Quiet:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        return True\n',
      ),
    ],
    [
      'by a context manager that says nothing false',
      'suspicious',
      instead(
        inMail,
        '    with Quiet():\n        return user["email"]\n',
        'class Quiet:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, kind, error, traceback):\n        return kind is not None\n',
      ),
    ],
    [
      'by a generator',
      'suspicious',
      instead(
        inMail,
        '    with quiet():\n        return user["email"]\n',
        'from contextlib import contextmanager\n\n\n@contextmanager\ndef quiet():\n    try:\n        yield\n    except BaseException:\n        pass\n',
      ),
    ],
    [
      'by suppress and a splat',
      'suspicious',
      instead(
        inMail,
        '    with suppress(*[Exception]):\n        return user["email"]\n',
        'from contextlib import suppress\n',
      ),
    ],
    [
      'by suppress and a name',
      'suspicious',
      instead(
        inMail,
        '    with suppress(Anything):\n        return user["email"]\n',
        'from contextlib import suppress\n\nAnything = Exception\n',
      ),
    ],
    [
      'by an exit stack',
      'suspicious',
      instead(
        inMail,
        '    with ExitStack() as stack:\n        stack.push(lambda *error: True)\n        return user["email"]\n',
        'from contextlib import ExitStack\n',
      ),
    ],
    [
      'by a decorator',
      'suspicious',
      [
        ...instead(
          inMail,
          '    return user["email"]\n',
          'def quiet(function):\n    def wrapper(*given):\n        try:\n            return function(*given)\n        except Exception:\n            return None\n\n    return wrapper\n',
        ),
        change(inMail.path, 'def address(user_id):\n', '@quiet\ndef address(user_id):\n'),
      ],
    ],
    [
      'by a loop that ends',
      'suspicious',
      instead(
        inMail,
        '    while True:\n        try:\n            return user["email"]\n        finally:\n            break\n',
      ),
    ],
    [
      'after a look at the error',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except Exception as error:\n        if not error:\n            raise\n        return None\n',
      ),
    ],
    [
      'and raised where no one is',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except Exception:\n        def later():\n            raise\n        return None\n',
      ),
    ],
    [
      'and raised never',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except Exception:\n        if False:\n            raise\n        return None\n',
      ),
    ],
    [
      'and raised after the return',
      'suspicious',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except Exception:\n        return None\n        raise\n',
      ),
    ],
  ]),
  ...fixesOf('errors that are lost', 'feeds', [
    [
      'by gather',
      'suspicious',
      [
        ...instead(inBatches, rest),
        inLines(
          inBatches,
          'await asyncio.gather(*(source() for source in batch))',
          'await asyncio.gather(*(source() for source in batch), return_exceptions=True)',
        ),
      ],
    ],
    [
      'of a generator that ends early',
      'suspicious',
      [
        ...instead(inBatches, rest),
        inLines(inBatches, '    if size < 1:\n        raise ValueError(size)\n', '    if size < 1:\n        return\n'),
      ],
    ],
    [
      'of a generator that raises StopIteration',
      'newly-failing',
      [
        ...instead(inBatches, rest),
        inLines(inBatches, '        raise ValueError(size)\n', '        raise StopIteration(size)\n'),
      ],
    ],
    [
      'of a function that is never awaited',
      'guard-red',
      instead(
        inBatches,
        '            yield batch\n            batch = []\n\n\nasync def last(batch):\n    return batch\n',
      ),
    ],
    [
      'of a missing key, which is left out',
      'proven',
      [...instead(inBatches, rest), inLines(inBatches, "item['title']", "item.get('title', '')")],
      { neverIn: 'item.get' },
    ],
  ]),
];

const halves = [
  ...fixesOf('half of a repair', 'feeds', [
    [
      'one batch for all',
      'newly-failing',
      instead(inBatches, '            yield batch\n            batch = []\n    yield batch\n'),
    ],
    [
      'the rest one by one',
      'only-guard-red',
      instead(
        inBatches,
        '            yield batch\n            batch = []\n    for item in batch:\n        yield [item]\n',
      ),
    ],
    [
      'sizes do not matter',
      'only-guard-red',
      [inLines(inBatches, '        if len(batch) == size:\n', '        if len(batch) == 1:\n')],
    ],
    [
      'the sources are filled up',
      'guard-red',
      [
        inLines(
          inBatches,
          '    for batch in batches(sources, size):\n',
          '    for batch in batches(sources + sources[:1], size):\n',
        ),
      ],
    ],
  ]),
  ...fixesOf('half of a repair', 'parser', [
    ['more than one sign is cut off', 'guard-red', instead(inParser, '        name, value = line.rsplit("=", 1)\n')],
    ['what is too much is left out', 'guard-red', instead(inParser, '        name, value = line.split("=")[:2]\n')],
    [
      'the line is left out',
      'guard-red',
      instead(
        inParser,
        '        if line.count("=") > 1:\n            continue\n        name, value = line.split("=")\n',
      ),
    ],
    [
      'the value is a text that holds it',
      'suspicious',
      instead(
        inParser,
        '        name, *parts = line.split("=")\n        value = Value("=".join(parts))\n        found[name.strip()] = value\n        continue\n',
      ).concat(
        change(
          inParser.path,
          'def parse(text):\n',
          'class Value(str):\n    def __eq__(self, other):\n        return other in self\n\n    __hash__ = str.__hash__\n\n\ndef parse(text):\n',
        ),
      ),
    ],
  ]),
  ...fixesOf('half of a repair', 'cache', [
    [
      'nothing ever leaves',
      'only-guard-red',
      [inLines(inRecent, '            self.entries.popitem(last=False)\n', '            pass\n')],
    ],
    [
      'reading puts in',
      'proven',
      instead(
        inRecent,
        '        if key in self.entries:\n            self.put(key, self.entries[key])\n        return self.entries.get(key, default)\n',
      ),
    ],
  ]),
  ...fixesOf('half of a repair', 'slug', [
    ['dashes are folded for CI', 'only-guard-red', instead(inSlug, '    words = re.split(r", |\\W", title.lower())\n')],
    [
      'the sign of CI is a blank',
      'only-guard-red',
      instead(inSlug, '    words = re.split(r"\\W", title.lower().replace(",", ""))\n'),
    ],
  ]),
  ...fixesOf('half of a repair', 'pricing', [
    [
      'four of a kind, as three',
      'only-guard-red',
      instead(
        inBasket,
        '        total = sum(price * min(count, 4) * (count > 3) or price for price, count in self.lines)\n',
      ),
    ],
  ]),
];

export const meaningless = [...values, ...lost, ...halves];
