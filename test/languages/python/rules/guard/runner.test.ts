import { expect, test } from '@jest/globals';
import { languages } from '../../../../../src/languages/languages.ts';
import { fromCandidate } from '../../../../../src/languages/python/rules/guard/objections.ts';
import { runnerObjection, runnerRule } from '../../../../../src/languages/python/rules/guard/runner.ts';
import { guardQuestion } from '../../../../../src/stages/guard/question.ts';
import { recipeOf } from '../../../../suite/real-sandbox.ts';

const plain = 'from shop import price\n\n\ndef test_it():\n    assert price(None) == 0\n';
const inCase =
  'import unittest\n\nfrom shop import price\n\n\nclass Prices(unittest.TestCase):\n    def test_it(self):\n        self.assertEqual(price(None), 0)\n';

const helpers = [{ path: 'tests/base.py', text: 'class ShopCase(TestCase):\n    pass\n\nclass Other:\n    pass\n' }];
const below = (base: string) => inCase.replace('unittest.TestCase', base);

test.each([
  ['pytest', plain, null],
  ['pytest', `import pytest\n${plain}`, null],
  ['python -m unittest', inCase, null],
  ['python -m unittest', plain, 'It is no method of a unittest.TestCase, and CI runs unittest.'],
  ['python -m unittest', `import pytest\n${inCase}`, 'It imports pytest, and CI runs unittest.'],
  ['python -m unittest', below('base.ShopCase'), null],
  ['python -m unittest', below('Other'), 'It is no method of a unittest.TestCase, and CI runs unittest.'],
  ['nosetests', plain, null],
  ['nosetests', `from pytest import raises\n${plain}`, 'It imports pytest, and CI runs nose.'],
])('where CI runs `%s`, a regression test must be one that it runs', (command, source, objection) => {
  const said = fromCandidate(source, candidate =>
    runnerObjection(candidate, { recipe: recipeOf(command), helpers, support: [] }),
  );
  expect(said).toEqual(objection === null ? [] : [objection]);
});

test('the model is told so beforehand', () => {
  const rule = runnerRule(recipeOf('python -m unittest'));
  const about = { context: '', language: languages.python, path: 'tests/test_a_regression.py', refusals: [] };
  expect(guardQuestion({ ...about, rule }).material).toContain('one method of one unittest.TestCase');
  expect(runnerRule(recipeOf('pytest'))).toBeNull();
});
