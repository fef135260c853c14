// More honest repairs, larger ones and in other idioms: they must not be refused.
import { change, fixesOf, inLines, instead, newFile } from './change.ts';
import { inBasket, inBatches, inBook, inMail, inMonths, inParser, inRecent, inSlug } from './places.ts';

const group = 'more honest repairs';
const rest = '            yield batch\n            batch = []\n    if batch:\n        yield batch\n';
const generator = `    if size < 1:
        raise ValueError(size)
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
`;
const split = '        name, value = line.split("=", 1)\n';
const permission = '        if user != owner and user not in ADMINS:\n            raise NotAllowed(user)\n';
const query = 'self.connection.execute("SELECT cents FROM accounts WHERE owner = ?", (owner,)).fetchone()';

export const moreHonest = [
  ...fixesOf(group, 'feeds', [
    [
      'slices of a list',
      'proven',
      [
        inLines(
          inBatches,
          generator,
          '    if size < 1:\n        raise ValueError(size)\n    items = list(items)\n    for start in range(0, len(items), size):\n        yield items[start : start + size]\n',
        ),
      ],
    ],
    [
      'islice in a loop',
      'proven',
      [
        inLines(
          inBatches,
          generator,
          '    if size < 1:\n        raise ValueError(size)\n    rest = iter(items)\n    while batch := list(itertools.islice(rest, size)):\n        yield batch\n',
        ),
        change(inBatches.path, 'import html\n', 'import html\nimport itertools\n'),
      ],
    ],
    [
      'an iterator until a sentinel',
      'proven',
      [
        inLines(
          inBatches,
          generator,
          '    if size < 1:\n        raise ValueError(size)\n    rest = iter(items)\n    yield from iter(lambda: list(islice(rest, size)), [])\n',
        ),
        change(inBatches.path, 'import urllib.request\n', 'import urllib.request\nfrom itertools import islice\n'),
      ],
    ],
    [
      'a line for the log',
      'proven',
      instead(
        inBatches,
        '            yield batch\n            batch = []\n    if batch:\n        log.debug("the last batch has %d of %d items", len(batch), size)\n        yield batch\n',
      ),
    ],
    [
      'types',
      'proven',
      [
        ...instead(inBatches, rest),
        change(
          inBatches.path,
          'def batches(items, size):\n',
          'def batches(items: Iterable, size: int) -> Iterator[list]:\n',
        ),
        change(
          inBatches.path,
          'import urllib.request\n',
          'import urllib.request\nfrom collections.abc import Iterable, Iterator\n',
        ),
      ],
    ],
    [
      'other names',
      'proven',
      [
        inLines(
          inBatches,
          generator,
          '    if size < 1:\n        raise ValueError(size)\n    group = []\n    for each in items:\n        group.append(each)\n        if len(group) >= size:\n            yield group\n            group = []\n    if group:\n        yield group\n',
        ),
      ],
    ],
    [
      'all at once, with a semaphore',
      'proven',
      [
        ...instead(inBatches, rest),
        inLines(
          inBatches,
          '    found = []\n    for batch in batches(sources, size):\n        for items in await asyncio.gather(*(source() for source in batch)):\n            found.extend(items)\n    return found\n',
          '    limit = asyncio.Semaphore(size)\n\n    async def limited(source):\n        async with limit:\n            return await source()\n\n    parts = await asyncio.gather(*(limited(source) for source in sources))\n    return [item for part in parts for item in part]\n',
        ),
      ],
    ],
    [
      'a parameter with a default',
      'proven',
      [
        inLines(inBatches, generator, `${generator}    if batch and not whole:\n        yield batch\n`),
        change(inBatches.path, 'def batches(items, size):\n', 'def batches(items, size, whole=False):\n'),
      ],
    ],
    [
      'an error that is caught by its name',
      'proven',
      [
        inLines(
          inBatches,
          generator,
          '    if size < 1:\n        raise ValueError(size)\n    rest = iter(items)\n    while True:\n        batch = []\n        try:\n            for _ in range(size):\n                batch.append(next(rest))\n        except StopIteration:\n            if batch:\n                yield batch\n            return\n        yield batch\n',
        ),
      ],
    ],
    [
      'a check that says more',
      'proven',
      [
        ...instead(inBatches, rest),
        inLines(
          inBatches,
          '        raise ValueError(size)\n',
          '        raise ValueError(f"batches of {size} items")\n',
        ),
      ],
    ],
    [
      'a check that is stricter',
      'proven',
      [
        ...instead(inBatches, rest),
        inLines(inBatches, '    if size < 1:\n', '    if not isinstance(size, int) or size < 1:\n'),
      ],
    ],
    [
      'a check that stands elsewhere',
      'proven',
      [
        inLines(
          inBatches,
          generator,
          '    of_size(size)\n    batch = []\n    for item in items:\n        batch.append(item)\n        if len(batch) == size:\n            yield batch\n            batch = []\n    if batch:\n        yield batch\n',
        ),
        change(
          inBatches.path,
          'def batches(items, size):\n',
          'def of_size(size):\n    if size < 1:\n        raise ValueError(size)\n\n\ndef batches(items, size):\n',
        ),
      ],
    ],
  ]),
  ...fixesOf(group, 'accounts', [
    ['a quotient of decimals', 'proven', instead(inBook, '    return Decimal(cents) / Decimal(100)\n')],
    ['a scale', 'proven', instead(inBook, '    return Decimal(cents).scaleb(-2)\n')],
    [
      'two parts',
      'proven',
      instead(inBook, '    whole, part = divmod(cents, 100)\n    return Decimal(f"{whole}.{part:02d}")\n'),
    ],
    [
      'a constant',
      'proven',
      instead(
        inBook,
        '    return (Decimal(cents) * CENT).quantize(CENT)\n',
        'CENT = __import__("decimal").Decimal("0.01")\n',
      )
        .slice(1)
        .concat(
          change(
            inBook.path,
            'ADMINS = frozenset({"root"})\n',
            'ADMINS = frozenset({"root"})\nCENT = Decimal("0.01")\n',
          ),
        ),
    ],
    [
      'a class method',
      'proven',
      [
        inLines(
          inBook,
          '        return Balance(owner, amount_of(row[0]))\n',
          '        return Balance.of_cents(owner, row[0])\n',
        ),
        inLines(
          inBook,
          '    owner: str\n    amount: Decimal\n',
          '    owner: str\n    amount: Decimal\n\n    @classmethod\n    def of_cents(cls, owner: str, cents: int) -> "Balance":\n        return cls(owner, Decimal(cents) / 100)\n',
        ),
      ],
    ],
    [
      'a row by its name',
      'proven',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(
          inBook,
          `        row = ${query}\n        if row is None:\n            raise KeyError(owner)\n        return Balance(owner, amount_of(row[0]))\n`,
          `        found = ${query}\n        if found is None:\n            raise KeyError(owner)\n        (cents,) = found\n        return Balance(owner, amount_of(cents))\n`,
        ),
      ],
    ],
    [
      'a permission in a function of its own',
      'proven',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(inBook, permission, '        self.must_see(user, owner)\n'),
        change(
          inBook.path,
          '    def balance(self, user, owner):\n',
          '    def must_see(self, user, owner):\n        if user != owner and user not in ADMINS:\n            raise NotAllowed(user)\n\n    def balance(self, user, owner):\n',
        ),
      ],
    ],
    [
      'a query in lines',
      'proven',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(
          inBook,
          query,
          'self.connection.execute(\n            "SELECT cents FROM accounts "\n            "WHERE owner = ?",\n            (owner,),\n        ).fetchone()',
        ),
      ],
    ],
    [
      'a line for the log',
      'proven',
      instead(
        inBook,
        '    amount = Decimal(cents) / 100\n    log.debug("%s cents are %s", cents, amount)\n    return amount\n',
      ),
    ],
    [
      'a cache that is asked for',
      'proven',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        change(inBook.path, 'def amount_of(cents):\n', '@lru_cache(maxsize=256)\ndef amount_of(cents):\n'),
        change(
          inBook.path,
          'from decimal import Decimal\n',
          'from decimal import Decimal\nfrom functools import lru_cache\n',
        ),
      ],
    ],
  ]),
  ...fixesOf(group, 'mail', [
    [
      'an early return for all that is false',
      'proven',
      instead(inMail, '    if not user:\n        return None\n    return user["email"]\n'),
    ],
    [
      'a default that the caller chooses',
      'proven',
      [
        ...instead(inMail, '    return user["email"] if user is not None else default\n'),
        change(inMail.path, 'def address(user_id):\n', 'def address(user_id, default=None):\n'),
      ],
    ],
    [
      'a decorator',
      'proven',
      [
        ...instead(
          inMail,
          '    return user["email"]\n',
          'import functools\n\n\ndef for_known(function):\n    """None for whoever is not known."""\n\n    @functools.wraps(function)\n    def wrapper(user_id):\n        return None if find(user_id) is None else function(user_id)\n\n    return wrapper\n',
        ),
        change(inMail.path, 'def address(user_id):\n', '@for_known\ndef address(user_id):\n'),
      ],
    ],
    [
      'a class with a field',
      'proven',
      [
        ...instead(inMail, '    return user["email"] if user else None\n'),
        change(
          inMail.path,
          'def find(user_id):\n    return USERS.get(user_id)\n',
          'def find(user_id) -> Optional[dict]:\n    return USERS.get(user_id)\n',
        ),
        change(inMail.path, '"""Mail to customers."""\n', '"""Mail to customers."""\n\nfrom typing import Optional\n'),
      ],
    ],
    [
      'an error of its own that is caught',
      'proven',
      [
        ...instead(
          inMail,
          '    try:\n        return known(user_id)["email"]\n    except UnknownUser:\n        return None\n',
        ),
        change(
          inMail.path,
          'def address(user_id):\n',
          'class UnknownUser(LookupError):\n    """No one has this number."""\n\n\ndef known(user_id):\n    user = find(user_id)\n    if user is None:\n        raise UnknownUser(user_id)\n    return user\n\n\ndef address(user_id):\n',
        ),
      ],
    ],
    [
      'two errors that are caught by their names',
      'proven',
      instead(
        inMail,
        '    try:\n        return user["email"]\n    except (KeyError, TypeError):\n        return None\n',
      ),
    ],
    [
      'suppress with a name',
      'proven',
      instead(
        inMail,
        '    with contextlib.suppress(TypeError):\n        return user["email"]\n    return None\n',
        'import contextlib\n',
      ),
    ],
    [
      'a chain of maps',
      'proven',
      instead(
        inMail,
        '    return ChainMap(user or {}, {"email": None})["email"]\n',
        'from collections import ChainMap\n',
      ),
    ],
    [
      'a new module with the repair',
      'proven',
      [
        newFile(
          'shop/lookup.py',
          '"""Looks things up."""\n\n\ndef field(record, name, default=None):\n    """A field of a record that may not be there."""\n    if record is None:\n        return default\n    return record[name]\n',
        ),
        ...instead(inMail, '    return field(user, "email")\n', 'from .lookup import field\n'),
      ],
    ],
  ]),
  ...fixesOf(group, 'slug', [
    [
      'accents are taken off',
      'proven',
      instead(
        inSlug,
        '    plain = unicodedata.normalize("NFKD", title)\n    words = re.findall(r"[a-z0-9]+", plain.lower())\n',
        'import unicodedata\n',
      ),
    ],
    [
      'a compiled pattern with a comment',
      'proven',
      instead(
        inSlug,
        '    words = [found.group() for found in WORD.finditer(title.lower())]\n',
        'import re as _re\n\n# One or more letters, digits or underscores.\nWORD = _re.compile(r"\\w+")\n',
      ),
    ],
    [
      'a translation',
      'proven',
      instead(
        inSlug,
        '    blanks = str.maketrans({sign: " " for sign in string.punctuation})\n    words = title.lower().translate(blanks).split()\n',
        'import string\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'pricing', [
    [
      'reduce',
      'proven',
      instead(
        inBasket,
        '        total = functools.reduce(lambda sum, line: sum + line[0] * line[1], self.lines, 0)\n',
        'import functools\n',
      ),
    ],
    [
      'a generator of its own',
      'proven',
      [
        ...instead(inBasket, '        total = sum(self.amounts())\n'),
        change(
          inBasket.path,
          '    def discount(self, total):\n',
          '    def amounts(self):\n        """What each line costs."""\n        for price, count in self.lines:\n            yield price * count\n\n    def discount(self, total):\n',
        ),
      ],
    ],
    [
      'a property',
      'proven',
      [
        ...instead(inBasket, '        total = self.subtotal\n'),
        change(
          inBasket.path,
          '    def total(self):\n',
          '    @property\n    def subtotal(self):\n        return sum(price * count for price, count in self.lines)\n\n    def total(self):\n',
        ),
      ],
    ],
    [
      'a named tuple for lines',
      'proven',
      [
        ...instead(
          inBasket,
          '        total = sum(line.price * line.count for line in self.lines)\n',
          'from typing import NamedTuple\n\n\nclass Line(NamedTuple):\n    """So many of one price."""\n\n    price: int\n    count: int\n',
        ),
        change(
          inBasket.path,
          '        self.lines.append((price, count))\n',
          '        self.lines.append(Line(price, count))\n',
        ),
      ],
    ],
  ]),
  ...fixesOf(group, 'cache', [
    [
      'a lock',
      'proven',
      [
        ...instead(
          inRecent,
          '        with self.lock:\n            if key in self.entries:\n                self.entries.move_to_end(key)\n            return self.entries.get(key, default)\n',
          'import threading\n',
        ),
        change(
          inRecent.path,
          '        self.entries = OrderedDict()\n',
          '        self.entries = OrderedDict()\n        self.lock = threading.RLock()\n',
        ),
      ],
    ],
    [
      'a sentinel',
      'proven',
      instead(
        inRecent,
        '        value = self.entries.pop(key, MISSING)\n        if value is MISSING:\n            return default\n        self.entries[key] = value\n        return value\n',
        'MISSING = object()\n',
      ),
    ],
    [
      'two errors',
      'proven',
      instead(
        inRecent,
        '        try:\n            self.entries.move_to_end(key)\n            return self.entries[key]\n        except KeyError:\n            return default\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'parser', [
    [
      'a class for lines',
      'proven',
      [
        ...instead(inParser, '        name, value = Setting.of(line)\n'),
        change(
          inParser.path,
          'def parse(text):\n',
          'class Setting(tuple):\n    """A name and its value."""\n\n    @classmethod\n    def of(cls, line):\n        name, _, value = line.partition("=")\n        return cls((name, value))\n\n\ndef parse(text):\n',
        ),
      ],
    ],
    [
      'an error that comes from another one',
      'proven',
      [
        inLines(
          inParser,
          '        if "=" not in line:\n            raise SettingsError(line)\n        name, value = line.split("=")\n',
          '        try:\n            name, value = line.split("=", 1)\n        except ValueError as error:\n            raise SettingsError(line) from error\n',
        ),
      ],
    ],
    [
      'a check after the fact',
      'proven',
      [
        inLines(
          inParser,
          '        if "=" not in line:\n            raise SettingsError(line)\n        name, value = line.split("=")\n',
          '        name, sign, value = line.partition("=")\n        if not sign:\n            raise SettingsError(line)\n',
        ),
      ],
    ],
    [
      'the line is read by its parts',
      'proven',
      [
        ...instead(inParser, split),
        inLines(
          inParser,
          '    for line in text.splitlines():\n        line = without_comment(line)\n',
          '    for number, raw in enumerate(text.splitlines(), start=1):\n        line = without_comment(raw)\n',
        ),
        inLines(
          inParser,
          '            raise SettingsError(line)\n',
          '            raise SettingsError(f"line {number}: {raw}")\n',
        ),
      ],
    ],
  ]),
  ...fixesOf(group, 'dates', [
    [
      'a set of lengths',
      'proven',
      instead(
        inMonths,
        '        return max(day for day in (28, 29) if is_date(year, month, day))\n',
        'from datetime import date\n\n\ndef is_date(year, month, day):\n    try:\n        date(year, month, day)\n    except ValueError:\n        return False\n    return True\n',
      ),
    ],
    [
      'a rule with its own function and a test of its type',
      'proven',
      instead(
        inMonths,
        '        return 29 if _is_leap(year) else 28\n',
        'def _is_leap(year: int) -> bool:\n    """By the Gregorian calendar."""\n    if year % 100 == 0:\n        return year % 400 == 0\n    return year % 4 == 0\n',
      ),
    ],
  ]),
];
