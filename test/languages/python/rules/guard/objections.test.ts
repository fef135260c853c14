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
    ['shop/mail.py', ['tests/test_mail.py'], 'tests/test_mail_regression.py'],
    [null, ['tests/data.json'], 'tests/test_regression.py'],
    [null, ['shop/mail.py'], 'test_regression.py'],
  ])('beside %s, with %j in the tree, is %s', (failing, others, path) => {
    const paths = new Set([...(failing ? [failing] : []), ...others]);
    expect(guardPath(failing, paths)).toBe(path);
  });
});

describe('the static gate', () => {
  const surroundings = {
    path: 'tests/test_mail_regression.py',
    paths: new Set(['shop/__init__.py', 'shop/mail.py', 'shop/users.py', 'tests/test_mail.py']),
    suspects: ['shop/mail.py'],
    support: ['import pytest\n\n\n@pytest.fixture\ndef mailer():\n    return None\n'],
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
    ['too much', `${goodGuard}${'x = 1\n'.repeat(1_000)}`, 'longer than'],
  ])('refuses %s', (_, source, words) => {
    expect(objections(source, surroundings).join(' ')).toContain(words);
  });

  test('never overwrites a file', () => {
    expect(objections(goodGuard, { ...surroundings, path: 'tests/test_mail.py' }).join()).toContain('already');
  });

  test('lets a repository that is itself a network package import itself', () => {
    const paths = new Set(['src/requests/__init__.py', 'src/requests/api.py']);
    const source = 'import requests\n\ndef test_it():\n    assert requests.codes.ok == 200\n';
    expect(objections(source, { ...surroundings, path: 'tests/test_r.py', paths, suspects: [], support: [] })).toEqual(
      [],
    );
  });
});
