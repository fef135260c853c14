// Mail to customers: a customer who is not known is None.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_mail.py';

export const mail: Project = {
  name: 'mail',
  files: {
    'shop/__init__.py': '',
    'shop/mail.py': `"""Mail to customers."""

USERS = {1: {"name": "Ada", "email": "ada@example.com"}}


def find(user_id):
    return USERS.get(user_id)


def address(user_id):
    user = find(user_id)
    return user["email"]


def greeting(user_id):
    user = find(user_id)
    if user is None:
        return "Hello"
    return "Hello " + user["name"]
`,
    [path]: `from shop.mail import address, greeting


def test_known_address():
    assert address(1) == "ada@example.com"


def test_unknown_address():
    assert address(2) is None


def test_greeting():
    assert greeting(1) == "Hello Ada"
    assert greeting(2) == "Hello"
`,
  },
  failure: failure({
    test: [path, 'test_unknown_address'],
    testLine: 9,
    errorType: 'TypeError',
    message: "'NoneType' object is not subscriptable",
    raised: { file: 'shop/mail.py', line: 12, function: 'address' },
  }),
  suspect: { file: 'shop/mail.py', function: 'address', line: 10 },
  passing: [`${path}::test_known_address`, `${path}::test_greeting`],
  guard: {
    path: 'tests/test_mail_regression.py',
    test: 'test_a_stranger_has_no_address',
    source: `from shop.mail import address


def test_a_stranger_has_no_address():
    assert address(99) is None
`,
  },
  fix: [
    {
      path: 'shop/mail.py',
      search: '    return user["email"]\n',
      replace: '    if user is None:\n        return None\n    return user["email"]\n',
      line: null,
    },
  ],
};
