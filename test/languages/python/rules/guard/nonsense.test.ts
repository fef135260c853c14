// Which regression tests need no further run, and what the others become: results are nonsense in them.
import { describe, expect, test } from '@jest/globals';
import { allNonsense, withNonsense } from '../../../../../src/languages/python/rules/guard/nonsense.ts';

const paths = new Set(['shop/__init__.py', 'shop/mail.py', 'shop/basket.py', 'tests/help.py', 'tests/test_mail.py']);
const top = 'from shop.mail import address\nfrom shop.basket import Basket\nimport shop.basket\n';
const testOf = (...body: readonly string[]) =>
  `${top}\n\ndef test_it():\n${body.map(line => `    ${line}\n`).join('')}`;

describe('a test that says plainly what a result is needs no run', () => {
  test.each([
    ['a value', ['assert address(1) == "ada@example.com"']],
    ['the value first', ['assert "ada@example.com" == address(1)']],
    ['None', ['assert address(99) is None']],
    ['a message', ['assert address(99) is None, "no address"']],
    ['a name for the result', ['found = address(1)', 'assert found == "ada@example.com"']],
    ['a method', ['basket = Basket()', 'basket.add(70, 3)', 'assert basket.total() == 210']],
    ['a method of a new object', ['assert Basket().total() == 0']],
    ['a path', ['assert shop.basket.price("tea") == 7']],
    ['a collection', ['assert address([1]) == ["ada@example.com", None]']],
    ['other assertions beside it', ['assert address(1)', 'assert address(99) is None']],
  ])('%s', (_, body) => {
    expect(withNonsense(testOf(...body), paths)).toBeNull();
  });

  test('a method of unittest', () => {
    const head = `${top}import unittest\n\n\nclass MailTest(unittest.TestCase):\n    def test_it(self):\n`;
    expect(withNonsense(`${head}        self.assertEqual(address(1), "ada@example.com")\n`, paths)).toBeNull();
    expect(withNonsense(`${head}        self.assertIsNone(address(99))\n`, paths)).toBeNull();
    expect(withNonsense(`${head}        self.assertTrue(address(1))\n`, paths)).not.toBeNull();
  });
});

describe('in any other test results are nonsense', () => {
  test.each([
    ['what a value is not', ['assert address(1) != "x"']],
    ['the answer of a comparison', ['assert (address(1) != "x") == True']],
    ['a value of its own', ['address(1)', 'count = 1', 'assert count == 1']],
    ['a name that is bound twice', ['found = address(1)', 'found = 3', 'assert found == 3']],
    ['a name of the repository that is bound again', ['address = str', 'assert address(1) == "1"']],
    ['a condition', ['if address(1) == "x":', '    assert address(1) == "ada@example.com"']],
    ['a way out', ['if address(1):', '    return', 'assert address(1) == "ada@example.com"']],
    ['an error that is caught', ['try:', '    pass', 'finally:', '    pass', 'assert address(1) == "x"']],
    ['a function in it', ['def check():', '    pass', 'assert address(1) == "x"']],
    ['something built in', ['assert len([address(1)]) == 1']],
    ['a method of a result', ['assert address(1).count("@") == 1']],
    ['a method that is an operator', ['assert Basket().__len__() == 0']],
    ['what is near', ['assert address(1) == pytest.approx(1, abs=1e9)']],
    ['a chain', ['assert address(1) == "x" == address(1)']],
    ['an object', ['assert address(1) == Basket()']],
  ])('%s', (_, body) => {
    const changed = withNonsense(testOf(...body), paths);
    expect(changed).toContain('from shop.mail import address; address = _nightwatch_nonsense(address)\n');
    expect(changed).toContain('import shop.basket; shop = _nightwatch_nonsense(shop)\n');
  });

  test('what is not of the repository, and its tests, stay', () => {
    const source = 'import json\nfrom tests.help import check\n\n\ndef test_it():\n    assert check(json)\n';
    expect(allNonsense(source, paths)).toBeNull();
  });

  test('what has to come first in a file does', () => {
    const changed = allNonsense(
      `"""Mail."""\nfrom __future__ import annotations\n${testOf('assert address(1)')}`,
      paths,
    );
    expect(changed).toMatch(/^"""Mail\."""\nfrom __future__ import annotations\ndef _nightwatch_nonsense\(/);
  });

  test('an import in a function', () => {
    const source = 'def test_it():\n    from shop.mail import (\n        address,\n    )\n    assert address(1)\n';
    expect(allNonsense(source, paths)).toContain('    ); address = _nightwatch_nonsense(address)\n');
  });
});
