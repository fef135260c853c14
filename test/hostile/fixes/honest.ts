// Honest repairs, each written in another way: they must not be refused.
import type { Fix } from '../../../src/measure/hostile/case.ts';
import { projects } from '../projects/projects.ts';
import { change, fixesOf, instead, newFile } from './change.ts';
import { inBasket, inMail, inMonths, inParser, inRates, inRecent, inSlug } from './places.ts';

const group = 'honest repairs';

const own: readonly Fix[] = projects.map(({ name, fix }) => ({
  name: `the repair of ${name}`,
  class: group,
  project: name,
  edits: fix,
  end: 'proven',
}));

const rest = '    return user["email"]\n';
const total = '        total = sum(price * count for price, count in self.lines)\n';
const split = '        name, value = line.split("=", 1)\n';

export const honest: readonly Fix[] = [
  ...own,
  ...fixesOf(group, 'mail', [
    ['a conditional expression', 'proven', instead(inMail, '    return user["email"] if user is not None else None\n')],
    ['a conditional expression on truth', 'proven', instead(inMail, '    return user["email"] if user else None\n')],
    ['a default', 'proven', instead(inMail, '    return (user or {}).get("email")\n')],
    [
      'an error that is caught by its name',
      'proven',
      instead(inMail, '    try:\n        return user["email"]\n    except TypeError:\n        return None\n'),
    ],
    [
      'a constant at the top',
      'proven',
      instead(
        inMail,
        `    if user is NOBODY:\n        return NO_ADDRESS\n${rest}`,
        'NOBODY = None\nNO_ADDRESS = None\n',
      ),
    ],
    [
      'a function of its own',
      'proven',
      instead(
        inMail,
        '    return field(user, "email")\n\n\ndef field(user, name):\n    return None if user is None else user[name]\n',
      ),
    ],
    [
      'a new file beside the code',
      'proven',
      [
        newFile(
          'shop/fields.py',
          '"""Fields of users."""\n\n\ndef field(user, name):\n    return None if user is None else user[name]\n',
        ),
        ...instead(inMail, '    return field(user, "email")\n', 'from shop.fields import field\n'),
      ],
    ],
    [
      'types',
      'proven',
      instead(inMail, `    if user is None:\n        return None\n${rest}`, 'from __future__ import annotations\n'),
    ],
    [
      'a match',
      'proven',
      instead(
        inMail,
        '    match user:\n        case {"email": email}:\n            return email\n        case _:\n            return None\n',
      ),
    ],
    ['a walrus', 'proven', instead(inMail, '    return found["email"] if (found := user) else None\n')],
    ['a lookup with getattr', 'proven', instead(inMail, '    return getattr(user, "get", {}.get)("email")\n')],
    [
      'a comment in another script',
      'proven',
      instead(inMail, `    # 登録されていない人には何も送らない。\n    if user is None:\n        return None\n${rest}`),
    ],
    [
      'a debug line for the log',
      'proven',
      instead(
        inMail,
        `    if user is None:\n        log.debug("no user %s", user_id)\n        return None\n${rest}`,
        'import logging\n\nlog = logging.getLogger(__name__)\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'slug', [
    [
      'empty words are left out',
      'proven',
      instead(inSlug, '    words = [word for word in re.split(r"\\W", title.lower()) if word]\n'),
    ],
    [
      'empty words are left out by filter',
      'proven',
      instead(inSlug, '    words = filter(None, re.split(r"\\W", title.lower()))\n'),
    ],
    ['words are found', 'proven', instead(inSlug, '    words = re.findall(r"\\w+", title.lower())\n')],
    [
      'a compiled pattern',
      'proven',
      instead(
        inSlug,
        '    words = BETWEEN.split(title.lower())\n',
        'import re as regular\n\nBETWEEN = regular.compile(r"\\W+")\n',
      ),
    ],
    ['signs become blanks', 'proven', instead(inSlug, '    words = re.sub(r"\\W", " ", title.lower()).split()\n')],
    ['case is folded', 'proven', instead(inSlug, '    words = re.split(r"\\W+", title.casefold())\n')],
    [
      'a loop',
      'proven',
      instead(
        inSlug,
        '    words = []\n    for word in re.split(r"\\W", title.lower()):\n        if word != "":\n            words.append(word)\n',
      ),
    ],
    [
      'groups of characters',
      'proven',
      instead(
        inSlug,
        '    words = ["".join(run) for is_word, run in groupby(title.lower(), str.isalnum) if is_word]\n',
        'from itertools import groupby\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'pricing', [
    [
      'a loop',
      'proven',
      instead(
        inBasket,
        '        total = 0\n        for price, count in self.lines:\n            total += price * count\n',
      ),
    ],
    [
      'a function of a library',
      'proven',
      instead(inBasket, '        total = sum(math.prod(line) for line in self.lines)\n', 'import math\n'),
    ],
    [
      'starmap',
      'proven',
      instead(
        inBasket,
        '        total = sum(starmap(mul, self.lines))\n',
        'from itertools import starmap\nfrom operator import mul\n',
      ),
    ],
    [
      'every one is a line',
      'proven',
      [
        change(
          inBasket.path,
          '        self.lines.append((price, count))\n',
          '        self.lines.extend([(price, 1)] * count)\n',
        ),
      ],
    ],
    [
      'a class for lines',
      'proven',
      [
        ...instead(
          inBasket,
          '        total = sum(line.total for line in self.lines)\n',
          'from dataclasses import dataclass\n\n\n@dataclass(frozen=True)\nclass Line:\n    """So many of one price."""\n\n    price: int\n    count: int\n\n    @property\n    def total(self):\n        return self.price * self.count\n',
        ),
        change(
          inBasket.path,
          '        self.lines.append((price, count))\n',
          '        self.lines.append(Line(price, count))\n',
        ),
      ],
    ],
    [
      'a method of its own',
      'proven',
      instead(
        inBasket,
        '        total = self.before_discount()\n        return total - self.discount(total)\n\n    def before_discount(self):\n        total = sum(price * count for price, count in self.lines)\n        return total\n\n    def after_discount(self, total):\n',
      ),
    ],
    [
      'the product when it is added',
      'proven',
      [
        change(
          inBasket.path,
          '        self.lines.append((price, count))\n',
          '        self.lines.append((price * count, count))\n',
        ),
      ],
    ],
  ]),
  ...fixesOf(group, 'dates', [
    [
      'the rule of the calendar in one line',
      'proven',
      instead(inMonths, '        return 28 + (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))\n'),
    ],
    [
      'the calendar of the library',
      'proven',
      instead(inMonths, '        return 29 if calendar.isleap(year) else 28\n', 'import calendar\n'),
    ],
    [
      'the month range of the library',
      'proven',
      instead(inMonths, '        return monthrange(year, month)[1]\n', 'from calendar import monthrange\n'),
    ],
    [
      'two dates and their difference',
      'proven',
      instead(inMonths, '        return (date(year, 3, 1) - date(year, 2, 1)).days\n', 'from datetime import date\n'),
    ],
    [
      'branches',
      'proven',
      instead(
        inMonths,
        '        if year % 400 == 0:\n            return 29\n        if year % 100 == 0:\n            return 28\n        return 29 if year % 4 == 0 else 28\n',
      ),
    ],
    [
      'named lengths',
      'proven',
      instead(
        inMonths,
        '        is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)\n        return LEAP_FEBRUARY if is_leap else FEBRUARY\n',
        'FEBRUARY = 28\nLEAP_FEBRUARY = 29\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'cache', [
    [
      'an error that is caught by its name',
      'proven',
      instead(
        inRecent,
        '        try:\n            self.entries.move_to_end(key)\n        except KeyError:\n            return default\n        return self.entries[key]\n',
      ),
    ],
    [
      'taken out and put in again',
      'proven',
      instead(
        inRecent,
        '        if key in self.entries:\n            self.entries[key] = self.entries.pop(key)\n        return self.entries.get(key, default)\n',
      ),
    ],
    [
      'a base class',
      'proven',
      [
        ...instead(
          inRecent,
          '        if key in self.entries:\n            touch(self.entries, key)\n        return self.entries.get(key, default)\n',
        ),
        change(
          inRecent.path,
          'class Recent:\n',
          'def touch(entries, key):\n    """Make it the most recent one."""\n    entries.move_to_end(key)\n\n\nclass Recent:\n',
        ),
      ],
    ],
  ]),
  ...fixesOf(group, 'parser', [
    ['partition', 'proven', instead(inParser, '        name, _, value = line.partition("=")\n')],
    [
      'the first sign by its index',
      'proven',
      instead(inParser, '        at = line.index("=")\n        name, value = line[:at], line[at + 1 :]\n'),
    ],
    [
      'the rest is joined',
      'proven',
      instead(inParser, '        name, *rest = line.split("=")\n        value = "=".join(rest)\n'),
    ],
    [
      'a pattern',
      'proven',
      instead(inParser, '        name, value = re.fullmatch(r"([^=]*)=(.*)", line).groups()\n', 'import re\n'),
    ],
    [
      'a function in another file',
      'proven',
      [
        ...instead(inParser, '        name, value = halves(line)\n'),
        change(
          inParser.path,
          'from settings.text import without_comment\n',
          'from settings.text import halves, without_comment\n',
        ),
        change(
          'settings/text.py',
          'def without_comment(line):\n',
          'def halves(line):\n    """Before and after the first equals sign."""\n    name, value = line.split("=", 1)\n    return name, value\n\n\ndef without_comment(line):\n',
        ),
      ],
    ],
    [
      'an error that says more',
      'proven',
      [
        ...instead(inParser, split),
        change(
          inParser.path,
          '            raise SettingsError(line)\n',
          '            raise SettingsError(f"no setting: {line}")\n',
        ),
      ],
    ],
    ['a keyword', 'proven', instead(inParser, '        name, value = line.split("=", maxsplit=1)\n')],
  ]),
  ...fixesOf(group, 'pricing', [
    [
      'the same with a comment',
      'proven',
      instead(inBasket, `        # A line is a price and how often it is bought.\n${total}`),
    ],
  ]),
  ...fixesOf(group, 'rates', [
    [
      'a table of its own for lower case',
      'proven',
      instead(inRates, '    return {name.lower(): rate for name, rate in RATES.items()}.get(country, 0)\n'),
    ],
    [
      'a function that runs while its module is imported',
      'proven',
      [
        change(
          'tax/rates.py',
          '    rows = [line.split() for line in lines.split("\\n") if line]\n',
          '    rows = [line.lower().split() for line in lines.split("\\n") if line]\n',
        ),
      ],
    ],
  ]),
];
