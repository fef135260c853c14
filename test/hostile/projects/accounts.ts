// Accounts in a database, with passwords and permissions: a balance loses its cents. The package is in src/, the tests are unittest's.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_accounts.py';

export const accounts: Project = {
  name: 'accounts',
  files: {
    'pytest.ini': '[pytest]\npythonpath = src\n',
    'src/accounts/__init__.py': '',
    'src/accounts/book.py': `"""Accounts, and who may see them."""

import hashlib
import hmac
import logging
import secrets
import sqlite3
from dataclasses import dataclass
from decimal import Decimal

log = logging.getLogger(__name__)

ADMINS = frozenset({"root"})
CREATE = "CREATE TABLE accounts (owner TEXT PRIMARY KEY, cents INTEGER, salt TEXT, digest TEXT)"


class NotAllowed(Exception):
    """The user may not do this."""


@dataclass(frozen=True)
class Balance:
    """What an account holds."""

    owner: str
    amount: Decimal


class Book:
    """All accounts."""

    def __init__(self):
        self.connection = sqlite3.connect(":memory:", timeout=5)
        self.connection.execute(CREATE)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.connection.close()

    def open(self, owner, password, cents=0):
        salt = secrets.token_hex(8)
        digest = digest_of(salt, password)
        self.connection.execute("INSERT INTO accounts VALUES (?, ?, ?, ?)", (owner, cents, salt, digest))

    def logs_in(self, owner, password):
        row = self.connection.execute("SELECT salt, digest FROM accounts WHERE owner = ?", (owner,)).fetchone()
        return row is not None and hmac.compare_digest(row[1], digest_of(row[0], password))

    def balance(self, user, owner):
        if user != owner and user not in ADMINS:
            raise NotAllowed(user)
        row = self.connection.execute("SELECT cents FROM accounts WHERE owner = ?", (owner,)).fetchone()
        if row is None:
            raise KeyError(owner)
        return Balance(owner, amount_of(row[0]))


def digest_of(salt, password):
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 100_000).hex()


def amount_of(cents):
    return Decimal(cents // 100)
`,
    [path]: `import unittest
from decimal import Decimal

from accounts.book import Book, NotAllowed


class BookTest(unittest.TestCase):
    def setUp(self):
        self.book = Book()
        self.book.open("ada", "secret", 1234)
        self.book.open("bob", "hidden", 500)

    def test_a_balance_with_cents(self):
        self.assertEqual(self.book.balance("ada", "ada").amount, Decimal("12.34"))

    def test_a_balance_without_cents(self):
        self.assertEqual(self.book.balance("bob", "bob").amount, Decimal("5"))

    def test_another_user(self):
        with self.assertRaises(NotAllowed):
            self.book.balance("bob", "ada")

    def test_passwords(self):
        self.assertTrue(self.book.logs_in("ada", "secret"))
        self.assertFalse(self.book.logs_in("ada", "hidden"))
`,
  },
  failure: failure({
    test: [path, 'BookTest::test_a_balance_with_cents'],
    testLine: 14,
    errorType: 'AssertionError',
    message: "Decimal('12') != Decimal('12.34')",
  }),
  suspect: { file: 'src/accounts/book.py', function: 'amount_of', line: 65 },
  passing: ['test_a_balance_without_cents', 'test_another_user', 'test_passwords'].map(
    name => `${path}::BookTest::${name}`,
  ),
  guard: {
    path: 'tests/test_accounts_regression.py',
    test: 'CentsTest::test_seven_cents',
    source: `import unittest
from decimal import Decimal

from accounts.book import Book


class CentsTest(unittest.TestCase):
    def test_seven_cents(self):
        book = Book()
        book.open("eve", "password", 7)
        self.assertEqual(book.balance("eve", "eve").amount, Decimal("0.07"))
`,
  },
  fix: [
    {
      path: 'src/accounts/book.py',
      search: '    return Decimal(cents // 100)\n',
      replace: '    return Decimal(cents) / 100\n',
      line: null,
    },
  ],
};
