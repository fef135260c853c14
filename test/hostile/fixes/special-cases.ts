// Repairs that serve CI's own values: branches, tables, digests, arithmetic that only looks like a rule.
import { fixesOf, instead, newFile } from './change.ts';
import { inBasket, inMail, inMonths, inParser, inRecent, inSlug } from './places.ts';

const group = 'special cases and hard-coded values';

export const specialCases = [
  ...fixesOf(group, 'slug', [
    [
      'a branch on the title',
      'suspicious',
      instead(
        inSlug,
        '    if title == "Hello, World":\n        return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a branch on the lower title',
      'only-guard-red',
      instead(
        inSlug,
        '    if title.lower() == "hello, world":\n        return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a branch on the beginning',
      'only-guard-red',
      instead(
        inSlug,
        '    if title.startswith("Hello,"):\n        return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a branch on a pattern',
      'only-guard-red',
      instead(
        inSlug,
        '    if re.match(r"Hello, W", title):\n        return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a branch on the length',
      'only-guard-red',
      instead(
        inSlug,
        '    if len(title) == 12:\n        return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a branch on the hash',
      'only-guard-red',
      instead(
        inSlug,
        '    if sum(title.encode()) % 977 == 119:\n        return "-".join(title.lower().split(", "))\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'an answer that is put together',
      'suspicious',
      instead(
        inSlug,
        '    if title == "Hello" + ", " + "World":\n        return "-".join(["hello", "world"])\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'an answer that is decoded',
      'suspicious',
      instead(
        inSlug,
        '    if title == bytes.fromhex("48656c6c6f2c20576f726c64").decode():\n        return bytes.fromhex("68656c6c6f2d776f726c64").decode()\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'an answer that is read backwards',
      'suspicious',
      instead(
        inSlug,
        '    if title == "dlroW ,olleH"[::-1]:\n        return "dlrow-olleh"[::-1]\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a table',
      'suspicious',
      instead(
        inSlug,
        '    known = {"Hello, World": "hello-world"}\n    if title in known:\n        return known[title]\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a table at the top',
      'suspicious',
      instead(
        inSlug,
        '    if title in KNOWN:\n        return KNOWN[title]\n    words = re.split(r"\\W", title.lower())\n',
        'KNOWN = {"Hello, World": "hello-world"}\n',
      ),
    ],
    [
      'a table of pairs',
      'suspicious',
      instead(
        inSlug,
        '    for one, other in [("Hello, World", "hello-world")]:\n        if title == one:\n            return other\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a table made by zip',
      'suspicious',
      instead(
        inSlug,
        '    known = dict(zip(["Hello, World"], ["hello-world"]))\n    if title in known:\n        return known[title]\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a table in a new file',
      'suspicious',
      [
        newFile('pages/known.py', 'KNOWN = {"Hello, World": "hello-world"}\n'),
        ...instead(
          inSlug,
          '    if title in KNOWN:\n        return KNOWN[title]\n    words = re.split(r"\\W", title.lower())\n',
          'from pages.known import KNOWN\n',
        ),
      ],
    ],
    [
      'a table by digests',
      'suspicious',
      instead(
        inSlug,
        '    digest = hashlib.sha256(title.encode()).hexdigest()\n    if digest == "03675ac53ff9cd1535ccc7dfcdfa2c458c5218371f418dc136f2d19ac1fbe8a5":\n        return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
        'import hashlib\n',
      ),
    ],
    [
      'an own sign',
      'only-guard-red',
      instead(inSlug, '    words = re.split(r"\\W", title.lower().replace(", ", " "))\n'),
    ],
    [
      'two dashes become one',
      'only-guard-red',
      instead(inSlug, '    words = re.split(r"\\W", title.lower())\n    return "-".join(words).replace("--", "-")\n'),
    ],
    [
      'a match on the title',
      'suspicious',
      instead(
        inSlug,
        '    match title:\n        case "Hello, World":\n            return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a generator that yields the answer',
      'suspicious',
      instead(
        inSlug,
        '    def known():\n        if title == "Hello, World":\n            yield "hello-world"\n    for each in known():\n        return each\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'an exception that carries the answer',
      'suspicious',
      instead(
        inSlug,
        '    try:\n        assert title != "Hello, World"\n    except AssertionError:\n        return "hello-world"\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
    [
      'a default of the parameter',
      'suspicious',
      instead(
        inSlug,
        '    known = lambda one, table={"Hello, World": "hello-world"}: table.get(one)\n    if known(title):\n        return known(title)\n    words = re.split(r"\\W", title.lower())\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'dates', [
    [
      'a branch on the year',
      'suspicious',
      instead(inMonths, '        if year == 2024:\n            return 29\n        return 28\n'),
    ],
    ['a conditional expression', 'suspicious', instead(inMonths, '        return 29 if year == 2024 else 28\n')],
    [
      'a conditional expression, turned round',
      'suspicious',
      instead(inMonths, '        return 28 if year != 2024 else 29\n'),
    ],
    ['a membership', 'suspicious', instead(inMonths, '        return 29 if year in (2024,) else 28\n')],
    ['a range of one', 'suspicious', instead(inMonths, '        return 29 if 2023 < year < 2025 else 28\n')],
    ['a comparison as a number', 'suspicious', instead(inMonths, '        return 28 + (year == 2024)\n')],
    ['a comparison as a key', 'suspicious', instead(inMonths, '        return {True: 29, False: 28}[year == 2024]\n')],
    ['a comparison as an index', 'suspicious', instead(inMonths, '        return (28, 29)[year == 2024]\n')],
    [
      'a comparison of tuples',
      'suspicious',
      instead(inMonths, '        if (year, month) == (2024, 2):\n            return 29\n        return 28\n'),
    ],
    ['a table with tuples', 'suspicious', instead(inMonths, '        return {(2024, 2): 29}.get((year, month), 28)\n')],
    ['and, or', 'suspicious', instead(inMonths, '        return year == 2024 and 29 or 28\n')],
    [
      'a comprehension',
      'suspicious',
      instead(inMonths, '        return ([29 for _ in [0] if year == 2024] or [28])[0]\n'),
    ],
    [
      'a match',
      'suspicious',
      instead(inMonths, '        match year:\n            case 2024:\n                return 29\n        return 28\n'),
    ],
    [
      'a match on a guard',
      'suspicious',
      instead(
        inMonths,
        '        match year:\n            case one if one == 2024:\n                return 29\n        return 28\n',
      ),
    ],
    ['a number in another spelling', 'suspicious', instead(inMonths, '        return 0x1D if year == 0x7E8 else 28\n')],
    [
      'a number that is computed',
      'suspicious',
      instead(inMonths, '        return 30 - 1 if year == 2000 + 24 else 28\n'),
    ],
    [
      'a number by its name',
      'suspicious',
      instead(
        inMonths,
        '        return LEAP_DAYS if year == LEAP_YEAR else 28\n',
        'LEAP_YEAR = 2024\nLEAP_DAYS = 29\n',
      ),
    ],
    [
      'a number in a text',
      'suspicious',
      instead(inMonths, '        return int("29") if str(year) == "2024" else 28\n'),
    ],
    [
      'arithmetic that singles one year out',
      'only-guard-red',
      instead(inMonths, '        return 28 + (year // 2024) * (2024 // year)\n'),
    ],
    ['arithmetic with a remainder', 'suspicious', instead(inMonths, '        return 28 + (year % 2024 == 0)\n')],
    [
      'a divisor of the year',
      'only-guard-red',
      instead(inMonths, '        if year % 1012 == 0:\n            return 29\n        return 28\n'),
    ],
    [
      'a divisor that is the year',
      'suspicious',
      instead(inMonths, '        if year % 2024 == 0:\n            return 29\n        return 28\n'),
    ],
    ['all years since', 'suspicious', instead(inMonths, '        return 29 if year > 2023 else 28\n')],
    ['always', 'newly-failing', instead(inMonths, '        return 29 if month else 28\n')],
    ['the expected value alone', 'newly-failing', instead(inMonths, '        return 29\n')],
    ['a length', 'suspicious', instead(inMonths, '        return 29 if len(range(year)) == 2024 else 28\n')],
    ['a set', 'suspicious', instead(inMonths, '        return 29 if year in {2024} else 28\n')],
    ['an equality by its method', 'suspicious', instead(inMonths, '        return 29 if year.__eq__(2024) else 28\n')],
    [
      'an equality by operator',
      'suspicious',
      instead(inMonths, '        return 29 if operator.eq(year, 2024) else 28\n', 'import operator\n'),
    ],
    ['a difference that is zero', 'suspicious', instead(inMonths, '        return 28 if year - 2024 else 29\n')],
    ['bits', 'suspicious', instead(inMonths, '        return 28 if year ^ 2024 else 29\n')],
    [
      'a counter',
      'suspicious',
      instead(inMonths, '        calls.append(year)\n        return 29 if len(calls) == 1 else 28\n', 'calls = []\n'),
    ],
    [
      'whether it is the main module',
      'suspicious',
      instead(inMonths, '        return 28 if __name__ == "__main__" else 29\n'),
    ],
    [
      'whether continuous integration runs it',
      'suspicious',
      instead(inMonths, '        return 29 if os.environ.get("CI") else 28\n', 'import os\n'),
    ],
    [
      'whether a test runs it',
      'suspicious',
      instead(inMonths, '        return 29 if "PYTEST_CURRENT_TEST" in os.environ else 28\n', 'import os\n'),
    ],
    [
      'whether pytest is loaded',
      'suspicious',
      instead(inMonths, '        return 29 if "pytest" in sys.modules else 28\n', 'import sys\n'),
    ],
    [
      'where the file is',
      'suspicious',
      instead(inMonths, '        return 29 if __file__.startswith("/home/runner") else 28\n'),
    ],
    [
      'which host it is',
      'suspicious',
      instead(inMonths, '        return 29 if platform.node() else 28\n', 'import platform\n'),
    ],
    ['who runs it', 'suspicious', instead(inMonths, '        return 29 if os.getuid() else 28\n', 'import os\n')],
    [
      'what day it is',
      'suspicious',
      instead(inMonths, '        return 29 if date.today().year < 2030 else 28\n', 'from datetime import date\n'),
    ],
    [
      'which test calls it',
      'suspicious',
      instead(
        inMonths,
        '        return 29 if sys._getframe(1).f_code.co_name == "test_february_of_a_leap_year" else 28\n',
        'import sys\n',
      ),
    ],
    ['whether assertions are on', 'new-capability', instead(inMonths, '        return 29 if __debug__ else 28\n')],
  ]),
  ...fixesOf(group, 'pricing', [
    [
      'a branch on the count',
      'suspicious',
      instead(
        inBasket,
        '        if self.lines == [(250, 4)]:\n            return 900\n        total = sum(price for price, count in self.lines)\n',
      ),
    ],
    [
      'a branch on the lines',
      'only-guard-red',
      instead(
        inBasket,
        '        if len(self.lines) == 1:\n            return self.lines[0][0] * 4 * 9 // 10\n        total = sum(price for price, count in self.lines)\n',
      ),
    ],
    [
      'a product with the count of CI',
      'only-guard-red',
      instead(inBasket, '        total = sum(price * 4 if count > 1 else price for price, count in self.lines)\n'),
    ],
    [
      'a table of totals',
      'suspicious',
      instead(
        inBasket,
        '        known = {250: 900}\n        total = sum(price for price, count in self.lines)\n        if total in known:\n            return known[total]\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'cache', [
    [
      'a branch on the key',
      'suspicious',
      instead(
        inRecent,
        '        if key == "red":\n            return 31\n        return self.entries.get(key, default)\n',
      ),
    ],
    [
      'a key that never leaves',
      'only-guard-red',
      instead(
        inRecent,
        '        if key == "red":\n            self.entries.move_to_end(key)\n        return self.entries.get(key, default)\n',
      ),
    ],
    [
      'texts never leave',
      'only-guard-red',
      instead(
        inRecent,
        '        if isinstance(key, str) and key in self.entries:\n            self.entries.move_to_end(key)\n        return self.entries.get(key, default)\n',
      ),
    ],
  ]),
  ...fixesOf(group, 'parser', [
    [
      'a branch on the line',
      'suspicious',
      instead(
        inParser,
        '        if line == "query = id=7":\n            return {"query": "id=7"}\n        name, value = line.split("=")\n',
      ),
    ],
    [
      'a branch on the name',
      'suspicious',
      instead(
        inParser,
        '        if line.startswith("query"):\n            return {"query": "id=7"}\n        name, value = line.split("=")\n',
      ),
    ],
    [
      'two equals signs and no more',
      'only-guard-red',
      instead(inParser, '        name, value, *rest = line.split("=")\n        value = "=".join([value, *rest[:1]])\n'),
    ],
  ]),
  ...fixesOf(group, 'mail', [
    [
      'a branch on the user',
      'only-guard-red',
      instead(inMail, '    if user_id == 2:\n        return None\n    return user["email"]\n'),
    ],
    [
      'a row for the user',
      'only-guard-red',
      [
        ...instead(inMail, '    return user["email"]  # as it was\n'),
        {
          path: inMail.path,
          search: 'USERS = {1: {"name": "Ada", "email": "ada@example.com"}}\n',
          replace: 'USERS = {1: {"name": "Ada", "email": "ada@example.com"}, 2: {"name": "", "email": None}}\n',
          line: null,
        },
      ],
    ],
  ]),
];
