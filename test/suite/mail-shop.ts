// A small repository with one real bug, that a stranger has no address, and a regression test for it.
export const files = {
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
  'tests/test_mail.py': `from shop.mail import address, greeting


def test_known_address():
    assert address(1) == "ada@example.com"


def test_unknown_address():
    assert address(2) is None


def test_greeting():
    assert greeting(1) == "Hello Ada"
    assert greeting(2) == "Hello"
`,
};

export const goodGuard = `from shop.mail import address


def test_a_stranger_has_no_address():
    assert address(99) is None
`;
