import { describe, expect, test } from '@jest/globals';
import { languages } from '../../../../../src/languages/languages.ts';
import { objections } from '../../../../../src/languages/python/rules/guard/objections.ts';
import { guardPath } from '../../../../../src/languages/python/rules/guard/placement.ts';
import { candidatesIn } from '../../../../../src/stages/guard/candidates.ts';
import { goodGuard } from '../../../../stages/repair/fixtures.ts';
import { recipeOf } from '../../../../suite/real-sandbox.ts';

describe('an answer', () => {
  const fence = (source: string, info = 'python tests/test_x.py') => `\`\`\`${info}\n${source}\`\`\`\n`;

  test.each([
    ['a fence', `Here:\n${fence('x = 1\n')}`, ['x = 1\n']],
    ['a fence without words', fence('x = 1\n', ''), ['x = 1\n']],
    ['a fence of tildes', '~~~py\nx = 1\n~~~', ['x = 1\n']],
    ['a long fence round a short one', '````python\n"""\n```\n"""\n````', ['"""\n```\n"""\n']],
    ['two fences', fence('x = 1\n') + fence('y = 2\n'), ['x = 1\n', 'y = 2\n']],
    [
      'more than three, of which three are read',
      ['a', 'b', 'c', 'd'].map(name => fence(`${name}\n`)).join(''),
      ['a\n', 'b\n', 'c\n'],
    ],
    ['a fence of something else before it', fence('$ pytest\n', 'bash') + fence('x = 1\n'), ['x = 1\n']],
    ['JSON', '{"candidates": [{"path": "t.py", "source": "x = 1"}]}', ['x = 1\n']],
    ['JSON in a fence', '```json\n{"candidates": [{"source": "x = 1"}]}\n```', ['x = 1\n']],
    ['windows line ends', '```python\r\nx = 1\r\n```\r\n', ['x = 1\n']],
  ])('with %s is read', (_, text, sources) => {
    expect(candidatesIn(text, languages.python).map(candidate => candidate.source)).toEqual(sources);
  });

  test.each([
    '',
    'I cannot.',
    '```python\nx = 1',
    '````python\n```python\nx = 1\n```',
    '```bash\nls\n```',
    '{"candidates": []}',
    '{"candidates": [}',
    '```python\n```',
  ])('without a complete file is nonsense: %j', text => {
    expect(() => candidatesIn(text, languages.python)).toThrow();
  });
});

describe('the place', () => {
  test.each([
    ['tests/test_mail.py', [], 'tests/test_mail_regression.py'],
    ['tests/mail_test.py', [], 'tests/mail_regression_test.py'],
    ['test_mail.py', [], 'test_mail_regression.py'],
    ['shop/tests.py', [], 'shop/test_regression.py'],
    ['tests/test_mail.py', ['tests/test_mail_regression.py'], 'tests/test_mail_regression_2.py'],
    // Without packages pytest refuses two modules of one name, wherever they stand.
    ['tests/unit/test_mail.py', ['tests/web/test_mail_regression.py'], 'tests/unit/test_mail_regression_2.py'],
    ['tests/tests_mail.py', ['test_other.py'], 'tests/tests_mail_regression.py'],
    ['tests/mail_tests.py', [], 'tests/mail_regression_tests.py'],
    ['spec/mail_spec.py', ['test_other.py'], 'spec/mail_regression_spec.py'],
    ['tests/conftest.py', ['tests/test_mail.py'], 'tests/test_mail_regression.py'],
    [null, ['tests/test_mail.py', 'shop/mail.py'], 'tests/test_mail_regression.py'],
    [null, ['tests/data.json'], 'tests/test_regression.py'],
    [null, ['shop/mail.py'], 'test_regression.py'],
  ])('beside %s, with %j in the tree, is %s', (failing, others, path) => {
    const paths = new Set([...(failing ? [failing] : []), ...others]);
    expect(guardPath(failing ? [failing] : [], paths)).toBe(path);
  });
});

describe('the static gate', () => {
  const surroundings = {
    path: 'tests/test_mail_regression.py',
    paths: new Set(['shop/__init__.py', 'shop/mail.py', 'shop/users.py', 'tests/test_mail.py']),
    suspects: [
      {
        path: 'shop/mail.py',
        text: 'import smtplib\n\nfrom .users import find_user\n\n\ndef find(user_id):\n    return find_user(user_id)\n',
      },
    ],
    helpers: [],
    support: ['import pytest\n\n\n@pytest.fixture\ndef mailer():\n    return None\n'],
    failing: { targets: [], texts: [] },
    recipe: recipeOf('pytest'),
  };
  const body = (lines: string, head = 'from shop.mail import address') =>
    `${head}\n\n\ndef test_it(monkeypatch):\n    ${lines}\n`;

  test.each([
    ['the plain test', goodGuard],
    [
      'a class around it',
      'import unittest\nfrom shop.mail import address\n\nclass T(unittest.TestCase):\n    def test_it(self):\n        self.assertIsNone(address(2))\n',
    ],
    [
      'an expected exception',
      body('with pytest.raises(KeyError):\n        address(2)', 'import pytest\nfrom shop.mail import address'),
    ],
    [
      'seeded chance',
      body(
        'random.seed(1)\n    assert address(random.randint(5, 9)) is None',
        'import random\nfrom shop.mail import address',
      ),
    ],
    ['words in comments and docstrings', `"""It must not sleep() or skip."""\n${goodGuard}# xfail, time.time()\n`],
    [
      'a patch of something else',
      body(
        'monkeypatch.setattr(users, "find", None)\n    assert address(2) is None',
        'from shop import users\nfrom shop.mail import address',
      ),
    ],
    [
      'a patch of a module whose name only ends like the suspect',
      body('monkeypatch.setattr("ail", None)\n    assert address(2) is None'),
    ],
    ['what it is not beside what it is', body('assert address(2) != "a"\n    assert address(1) == "b"')],
    ['that there is something', body('assert address(2) is not None')],
    ['what is not in it', body('assert "x" not in address(2)')],
    ['a pattern', body('assert re.compile("a").match(address(2))', 'import re\nfrom shop.mail import address')],
    ['a file in a temporary folder', body('address(tmp_path)\n    assert (tmp_path / "a.txt").exists()')],
    [
      'a file that the code names',
      body('assert os.path.exists(address(2))', 'import os\nfrom shop.mail import address'),
    ],
    ['an attribute of a result', body('assert not hasattr(address(2), "x")')],
    [
      'a parameter of a fixture of the repository',
      'def test_it(request, mailer):\n    assert mailer.address(request.param) is None\n',
    ],
    ['a dictionary that is changed', body('found = address(2)\n    found.update(a=1)\n    assert found == {"a": 1}')],
    ['a value from a queue', body('assert address(2).queue.get() == 1')],
    ['a mark of an asynchronous test', `import pytest\n\n\n@pytest.mark.asyncio\n${goodGuard}`],
    ['a module in a temporary folder', body('assert address((tmp_path / "a.py").read_text()) is None')],
    ['words in messages', body('assert address(2) is None, "it must not skip"')],
    ['a keyword that is called so', body('assert address(2, skip=True) is None')],
    ['a fixture of the repository', 'def test_it(tmp_path, mailer):\n    assert mailer.address(2) is None\n'],
    ['an import inside the test', 'def test_it():\n    from shop.mail import address\n    assert address(2) is None\n'],
  ])('lets pass: %s', (_, source) => {
    expect(objections(source, surroundings)).toEqual([]);
  });

  test.each([
    ['no test', 'from shop.mail import address\nassert address(1)\n', '0 test functions'],
    ['two tests', `${goodGuard}\n\ndef test_more():\n    assert True is not None\n`, '2 test functions'],
    ['no assertion', body('address(2)'), 'asserts nothing'],
    ['what is always so', body('found = address(2)\n    assert found or not found'), 'always so'],
    [
      'the cache of the runner',
      body('assert address(request.config.cache.get("n", 1)) is None'),
      'asks about the tests',
    ],
    ['a mark that repeats', `import pytest\n\n\n@pytest.mark.flaky(reruns=3)\n${goodGuard}`, 'asks about the tests'],
    [
      'a signature',
      body('assert "x" in inspect.signature(address).parameters', 'import inspect\nfrom shop.mail import address'),
      'how the code is written',
    ],
    ['a docstring', body('assert "x" in mail.__doc__', 'from shop import mail'), 'how the code is written'],
    ['a name of a module', body('assert hasattr(mail, "find")', 'from shop import mail'), 'how the code is written'],
    ['a file that is there', body('assert Path("shop/mail.py").exists() and address(2) is None'), 'looks at files'],
    ['a wait', body('event.wait(2)\n    assert address(2) is None'), 'It waits'],
    [
      'a test that is called',
      body(
        'test_mail.test_x()\n    assert address(2) is None',
        'from tests import test_mail\nfrom shop.mail import address',
      ),
      'a test that exists already',
    ],
    [
      'parameters of a fixture',
      `import pytest\n\n\n@pytest.fixture(params=[1, 2])\ndef number(request):\n    return request.param\n\n\n${goodGuard}`,
      'parametrized',
    ],
    ['made-up examples', `from hypothesis import given\n\n\n@given(numbers)\n${goodGuard}`, 'parametrized'],
    [
      'vars() that are updated',
      body('vars(mail).update(find=None)\n    assert mail.address(2)', 'from shop import mail'),
      'replaces',
    ],
    [
      'object.__setattr__',
      body('object.__setattr__(mail, "find", None)\n    assert mail.address(2)', 'from shop import mail'),
      'replaces',
    ],
    ['a test of nothing here', 'def test_it():\n    assert 1 + 1 == 3\n', 'imports nothing of the repository'],
    [
      'only another test imported',
      'from tests.test_mail import test_greeting\n\ndef test_it():\n    assert test_greeting\n',
      'imports nothing',
    ],
    ['a constant', body('assert False'), 'fails by itself'],
    ['a constant with words', body('assert 0, address(1)'), 'fails by itself'],
    ['pytest.fail', body('pytest.fail("no")\n    assert address(1)'), 'fails by itself'],
    ['a sleep', body('time.sleep(1)\n    assert address(2) is None'), 'sleeps'],
    ['the clock', body('assert address(2) == datetime.now()'), 'clock'],
    ['chance', body('assert address(random.randint(1, 2)) is None'), 'chance'],
    ['a random id', body('assert address(uuid.uuid4()) is None'), 'chance'],
    [
      'the network',
      body('assert requests.get(address(1))', 'import requests\nfrom shop.mail import address'),
      'network (requests)',
    ],
    ['a skip', body('pytest.skip("later")\n    assert address(1)'), 'skips'],
    ['xfail', `import pytest\n@pytest.mark.xfail\n${goodGuard}`, 'skips'],
    ['parameters', `@pytest.mark.parametrize("x", [1])\n${goodGuard}`, 'parametrized'],
    [
      'a patch of the suspect by its path',
      body('mocker.patch("shop.mail.find")\n    assert address(2) is None'),
      'replaces',
    ],
    [
      'a patch of the suspect module',
      body('monkeypatch.setattr(mail, "find", None)\n    assert mail.address(2)', 'from shop import mail'),
      'replaces',
    ],
    [
      'a patch of a name from the suspect',
      body(
        'with mock.patch.object(Mailer, "send"):\n        assert Mailer()',
        'from shop.mail import (\n    Mailer,\n)',
      ),
      'replaces',
    ],
    [
      'an overwritten suspect',
      body('mail.find = lambda _: None\n    assert mail.address(2)', 'import shop.mail as mail'),
      'replaces',
    ],
    ['an assertion in words only', body('address("raises()")'), 'asserts nothing'],
    ['a constant in brackets', body('assert (\n        False\n    ), address(1)'), 'fails by itself'],
    ['two constants', body('assert 1 == 2, address(1)'), 'fails by itself'],
    [
      'pytest.fail by its bare name',
      body('fail("no")\n    assert address(1)', 'from pytest import fail\nfrom shop.mail import address'),
      'fails by itself',
    ],
    [
      'the clock by another name',
      body('assert address(t.time())', 'import time as t\nfrom shop.mail import address'),
      'clock',
    ],
    [
      'the network beside another import',
      body('assert requests.get(address(1))', 'import os, requests\nfrom shop.mail import address'),
      'network (requests)',
    ],
    [
      'a patch of the suspect by the end of its path',
      body('mocker.patch.dict("mail", {})\n    assert address(2) is None'),
      'replaces',
    ],
    [
      'a patch by a keyword',
      body('mock.patch(target="shop.mail.find").start()\n    assert address(2) is None'),
      'replaces',
    ],
    [
      'a patch by another name',
      body(
        'with replace("shop.mail.find"):\n        assert address(2) is None',
        'from unittest.mock import patch as replace\nfrom shop.mail import address',
      ),
      'replaces',
    ],
    [
      'a patch by an aliased module',
      body(
        'm.patch.object(mod, "find").start()\n    assert mod.address(2)',
        'import unittest.mock as m\nimport shop.mail as mod',
      ),
      'replaces',
    ],
    [
      'a patch by the plugin',
      body('mocker.patch.object(mod, "f")\n    assert mod.address(2)', 'import shop.mail as mod'),
      'replaces',
    ],
    [
      'a patch by a decorator',
      'from unittest.mock import patch\nfrom shop.mail import address\n\n@patch("shop" ".mail.find")\ndef test_it(find):\n    assert address(2)\n',
      'replaces',
    ],
    [
      'a suspect overwritten beside others',
      body('x, mail.find = 1, None\n    assert mail.address(2)', 'from shop import mail'),
      'replaces',
    ],
    ['only what it is not', body('assert address(2) != "a"'), 'what a value is not'],
    ['only what it is not, in words', body('assert not address(2) == "a"'), 'what a value is not'],
    ['only what it is not, twice', body('assert address(2) is not None and address(2) != "a"'), 'what a value is not'],
    [
      'source text',
      body('assert "x" in inspect.getsource(address)', 'import inspect\nfrom shop.mail import address'),
      'source text',
    ],
    ['an opened module', body('assert address(open("shop/mail.py").read())'), 'source text'],
    ['a read module', body('assert address(Path("shop/mail.py").read_text())'), 'source text'],
    ['the file of a module', body('assert open(mail.__file__).read()', 'from shop import mail'), 'source text'],
    [
      'an import by name',
      body('m = import_module("shop.mail")\n    assert m.address(2)', 'from importlib import import_module'),
      'by name',
    ],
    [
      'a process',
      body('assert address(subprocess.run(["ls"]))', 'import subprocess\nfrom shop.mail import address'),
      'executes',
    ],
    ['exec', body('exec("x = 1")\n    assert address(2)'), 'executes'],
    [
      'vars() of the suspect',
      body('vars(mail)["find"] = None\n    assert mail.address(2)', 'from shop import mail'),
      'replaces',
    ],
    [
      '__dict__ of the suspect',
      body('mail.__dict__["find"] = None\n    assert mail.address(2)', 'from shop import mail'),
      'replaces',
    ],
    ['setattr', body('setattr(mail, "find", None)\n    assert mail.address(2)', 'from shop import mail'), 'replaces'],
    [
      'a comparison with anything',
      body('assert address(2) == ANY', 'from unittest.mock import ANY\nfrom shop.mail import address'),
      'equals everything',
    ],
    [
      'a comparison with anything by its module',
      body('assert m.ANY == address(2)', 'import unittest.mock as m\nfrom shop.mail import address'),
      'equals everything',
    ],
    ['too much', `${goodGuard}${'x = 1\n'.repeat(1_000)}`, 'longer than'],
  ])('refuses %s', (_, source, words) => {
    expect(objections(source, surroundings).join(' ')).toContain(words);
  });

  test('lets pass what is not equal where equality is suspect', () => {
    const source = body('assert address(2) != "a"');
    const suspects = [{ path: 'shop/mail.py', text: 'class A:\n    def __eq__(self, other):\n        return True\n' }];
    expect(objections(source, { ...surroundings, suspects })).toEqual([]);
  });

  test('lets pass what CI runs itself: a process', () => {
    const text = 'import subprocess\n\ndef test_a():\n    assert subprocess.run(["shop"]) == 0\n';
    const source = body('assert address(run(["shop"]))', 'from subprocess import run\nfrom shop.mail import address');
    expect(objections(source, surroundings).join()).toContain('executes');
    expect(objections(source, { ...surroundings, failing: { targets: [], texts: [text] } })).toEqual([]);
  });

  test('never overwrites a file', () => {
    expect(objections(goodGuard, { ...surroundings, path: 'tests/test_mail.py' }).join()).toContain('already');
  });

  const helper = (text: string) => ({ ...surroundings, helpers: [{ path: 'tests/helpers.py', text }] });

  test('lets pass a candidate that imports the repository by way of a test helper, and only such a one', () => {
    const source = 'from tests.helpers import client\n\ndef test_it():\n    assert client() is None\n';
    const imported = 'from shop.mail import client\n';
    expect(objections(source, helper(imported))).toEqual([]);
    expect(objections(source, helper('import os\n')).join()).toContain('imports nothing of the repository');
  });

  test.each([
    ['by a function', 'def check(x):\n    assert x\n', 'check(address(2))'],
    ['by a method', 'class Case:\n    def check(self, x):\n        self.assertTrue(x)\n', 'self.check(address(2))'],
    ['by nothing', 'def check(x):\n    return x\n', 'check(address(2))', 'asserts nothing'],
    ['by another function', 'def other(x):\n    assert x\n', 'check(address(2))', 'asserts nothing'],
  ])('looks for the assertion in what a test helper does: %s', (_, text, call, refusal = '') => {
    const source = body(call, 'from shop.mail import address\nfrom tests.helpers import check, Case');
    expect(objections(source, helper(text)).join(' ')).toContain(refusal);
    expect(objections(source, helper(text))).toHaveLength(refusal === '' ? 0 : 1);
  });

  test('lets pass a fixture that returns a function which asserts', () => {
    const support = ['@pytest.fixture\ndef check():\n    def it(x):\n        assert x\n    return it\n'];
    const source = 'from shop.mail import address\n\ndef test_it(check):\n    check(address(2))\n';
    expect(objections(source, { ...surroundings, support })).toEqual([]);
  });

  test.each([
    ['by a path', 'mocker.patch("shop.mail.find_user")'],
    ['by an attribute', 'monkeypatch.setattr(mail, "find_user", None)'],
    ['by an assignment', 'mail.find_user = None'],
    ['of a library', 'mocker.patch("shop.mail.smtplib.SMTP")'],
    ['through the module', 'monkeypatch.setattr(mail.smtplib, "SMTP", None)'],
    ['several at once', 'mock.patch.multiple("shop.mail", smtplib=None, find_user=None)'],
  ])('lets pass a patch of what the suspect only imports: %s', (_, patch) => {
    const source = body(`${patch}\n    assert mail.address(2)`, 'from shop import mail');
    expect(objections(source, surroundings)).toEqual([]);
    const users = { path: 'shop/users.py', text: 'def find_user(): ...\n' };
    const isOfUsers = patch.includes('find_user');
    const both = { ...surroundings, suspects: [...surroundings.suspects, users] };
    expect(objections(source, both)).toHaveLength(isOfUsers ? 1 : 0);
  });

  test('refuses a patch of several names of which one is defined by the suspect', () => {
    const source = body(
      'mock.patch.multiple("shop.mail", smtplib=None, find=None)\n    assert mail.address(2)',
      'from shop import mail',
    );
    expect(objections(source, surroundings).join()).toContain('replaces');
  });

  test("lets pass what CI's failing test patches itself, and nothing that only another test patches", () => {
    const text = `from unittest import mock
from shop import mail

class TestMail:
    def setup_method(self):
        mail.LIMIT = 1

    @mock.patch("shop.mail.find")
    def test_a(self, find):
        mock.patch.object(mail, COMPUTED)

    def test_b(self, monkeypatch):
        monkeypatch.setattr(mail, "other", None)
`;
    const target = { testId: 'tests/test_mail.py::TestMail::test_a', phase: 'call' as const, errorType: null };
    const place = { message: '', file: null, line: null, frames: [] };
    const inCi = { ...surroundings, failing: { targets: [{ ...target, ...place }], texts: [text] } };
    const patching = (line: string) => body(`${line}\n    assert mail.address(2)`, 'from shop import mail');
    expect(objections(patching('monkeypatch.setattr(mail, "find", None)'), inCi)).toEqual([]);
    expect(objections(patching('mail.LIMIT = 2'), inCi)).toEqual([]);
    expect(objections(patching('monkeypatch.setattr(mail, "other", None)'), inCi).join()).toContain('replaces');
    expect(objections(patching('monkeypatch.setattr(mail, "find", None)'), surroundings).join()).toContain('replaces');
  });

  test('lets pass an object that is only called like the suspect', () => {
    expect(objections(body('mail = address(2)\n    mail.sent = 1\n    assert mail'), surroundings)).toEqual([]);
  });

  test.each([
    ['asyncio.sleep(0)', 'import asyncio', ''],
    ['sleep(0)', 'from time import sleep', ''],
    ['asyncio.sleep(0.1)', 'import asyncio', 'sleeps'],
    ['sleep(0, 5)', 'from time import sleep', 'sleeps'],
    ['sleep()', 'from time import sleep', 'sleeps'],
    ['monotonic()', 'from time import monotonic', 'clock'],
  ])('judges %s', (call, head, refusal) => {
    const source = body(`${call}\n    assert address(2)`, `${head}\nfrom shop.mail import address`);
    expect(objections(source, surroundings).join(' ')).toContain(refusal);
    expect(objections(source, surroundings)).toHaveLength(refusal === '' ? 0 : 1);
  });

  test('lets a repository that is itself a network package import itself', () => {
    const paths = new Set(['src/requests/__init__.py', 'src/requests/api.py']);
    const source = 'import requests\n\ndef test_it():\n    assert requests.codes.ok == 200\n';
    expect(objections(source, { ...surroundings, path: 'tests/test_r.py', paths, suspects: [], support: [] })).toEqual(
      [],
    );
  });
});
