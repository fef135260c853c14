// Runners and tools from the package index, as CI gets them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PackageIndex, startPackageIndex } from '../../../../../src/standins/package-index/package-index.ts';
import { packageIndexObstacle } from '../../../../../src/standins/package-index/prepare-package-index.ts';
import { type Hooked, type HookedContainer, hookedContainer } from './hooked-container.ts';

const obstacle = packageIndexObstacle();
const describeHere = obstacle === undefined ? describe : describe.skip;

const outcomes = ({ run }: Hooked) => Object.fromEntries(run.outcomes);
const places = ({ run }: Hooked) => run.failures.map(failure => `${failure.errorType} ${failure.file}:${failure.line}`);

const unitTests = `
import unittest
class Sums(unittest.TestCase):
    def test_ok(self): self.assertEqual(1 + 1, 2)
    def test_bad(self):
        self.assertEqual(1 + 1, 3)
`;
const sums = { 'tests/test_sums.py::Sums::test_ok': 'passed', 'tests/test_sums.py::Sums::test_bad': 'failed' };
const bad = 'tests/test_sums.py::Sums::test_bad';

const plain = { 'tests/__init__.py': '', 'tests/test_sums.py': unitTests };
const runnerOfTox = '[tox]\nskipsdist = true\n[testenv]\ndeps = pytest\ncommands = pytest {posargs}\n';
const noxfile = `import nox
@nox.session
def tests(session):
    session.install("pytest")
    session.run("pytest", "-q")
`;

const manage = `import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`;
const database = '{"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}';
const django = {
  'manage.py': manage,
  'settings.py': `SECRET_KEY = "x"\nINSTALLED_APPS = ["shop"]\nDATABASES = ${database}\nDEFAULT_AUTO_FIELD = "django.db.models.AutoField"\n`,
  'shop/__init__.py': '',
  'shop/models.py': `from django.db import models
class Item(models.Model):
    name = models.CharField(max_length=9)
    def twice(self):
        return self.name * 3
`,
  'shop/tests.py': `from django.test import SimpleTestCase, TestCase
from shop.models import Item
class Items(TestCase):
    @classmethod
    def setUpTestData(cls): cls.item = Item.objects.create(name="a")
    def test_count(self): self.assertEqual(Item.objects.count(), 1)
    def test_twice(self):
        self.assertEqual(self.item.twice(), "aa")
class Simple(SimpleTestCase):
    def test_simple(self): pass
`,
};
const trial = `from twisted.internet import defer, reactor
from twisted.internet.task import deferLater
from twisted.trial import unittest
class Late(unittest.TestCase):
    def test_ok(self): return deferLater(reactor, 0, lambda: None)
    def test_bad(self): return deferLater(reactor, 0, self.boom)
    def boom(self):
        raise ValueError("late")
    def test_hangs(self): return defer.Deferred()
    def test_todo(self): self.fail("x")
    test_todo.todo = "later"
`;
const functions = `from nose2.tools import params
def test_function(): assert 1 == 2
@params("a", "b")
def test_params(value): assert value == "a"
`;

describeHere(`runners from the package index${obstacle === undefined ? '' : ` (${obstacle})`}`, () => {
  let index: PackageIndex;
  let container: HookedContainer;

  beforeAll(async () => {
    index = await startPackageIndex();
    container = await hookedContainer(index);
    await container.asRoot('pip install -q Django Twisted nose2 pytest-xdist tox nox 2>&1');
    await container.install();
  });

  afterAll(async () => {
    await container[Symbol.asyncDispose]();
    await index[Symbol.asyncDispose]();
  });

  test.each([
    ['pytest -n 2', {}],
    ['tox', { 'tox.ini': runnerOfTox }],
    ['nox -s tests', { 'noxfile.py': noxfile }],
    ['python -m venv --without-pip v && . v/bin/activate && python -m unittest', {}],
    ['python -m virtualenv -q v && v/bin/python -m unittest', {}],
    ['python -m twisted.trial tests', {}],
    ['nose2', {}],
  ])('`%s` reports every test and, narrowed, runs exactly the chosen one', async (command, files) => {
    const whole = await container.run({ ...plain, ...files }, command);
    expect([whole.run.void, outcomes(whole)]).toEqual([null, sums]);
    expect(places(whole)).toEqual([expect.stringMatching(/^(?:AssertionError|FailTest) tests\/test_sums.py:6$/)]);
    const narrowed = await container.run({ ...plain, ...files }, command, { tests: [bad] });
    expect([narrowed.run.void, narrowed.started, outcomes(narrowed)]).toEqual([null, [bad], { [bad]: 'failed' }]);
  });

  test.each(['python manage.py test', 'python manage.py test --parallel 2'])(
    '`%s`, with the lines it ran',
    async command => {
      const whole = await container.run(django, command, { coverage: true });
      expect(whole.run.void).toBeNull();
      expect(outcomes(whole)).toEqual({
        'shop/tests.py::Items::test_count': 'passed',
        'shop/tests.py::Items::test_twice': 'failed',
        'shop/tests.py::Simple::test_simple': 'passed',
      });
      expect(places(whole)).toEqual(['AssertionError shop/tests.py:8']);
      expect(whole.spectrum).toMatchObject({ failed: 1, passed: 2 });
      expect(whole.spectrum?.files.get('shop/models.py')?.get(5)).toEqual({ failed: 1, passed: 0 });
      const narrowed = await container.run(django, command, { tests: ['shop/tests.py::Items::test_count'] });
      expect(outcomes(narrowed)).toEqual({ 'shop/tests.py::Items::test_count': 'passed' });
    },
  );

  test('trial’s deferreds fail where they fail, end when they hang, and have their module’s import error', async () => {
    const files = { 'test_late.py': trial, 'test_broken.py': 'import nowhere\n' };
    const whole = await container.run(files, 'python -m twisted.trial test_late test_broken', { seconds: 5 });
    expect(whole.run.void).toBeNull();
    expect(outcomes(whole)).toEqual({
      'test_late.py::Late::test_ok': 'passed',
      'test_late.py::Late::test_bad': 'failed',
      'test_late.py::Late::test_hangs': 'failed',
      'test_late.py::Late::test_todo': 'xfailed',
      'test_broken.py': 'error',
    });
    expect(places(whole)).toEqual([
      'ValueError test_late.py:8',
      'TimeoutError null:null',
      'ModuleNotFoundError test_broken.py:1',
    ]);
  });

  test('a test that takes its worker of xdist down is a crash, like any other', async () => {
    const files = { 'test_a.py': 'import os\ndef test_ok(): pass\ndef test_crash(): os._exit(3)\n' };
    const { run } = await container.run(files, 'python -m pytest -n 2');
    expect(run.void).toBeNull();
    expect(run.failures).toMatchObject([
      {
        testId: 'test_a.py::test_crash',
        phase: 'call',
        errorType: 'Crash',
        message: expect.stringContaining('crashed'),
      },
    ]);
  });

  test('nose2’s functions and parameters are tests, and a module that cannot be imported is a failure of its file', async () => {
    const files = { 'test_functions.py': functions, 'test_broken.py': 'import nowhere\n' };
    const whole = await container.run(files, 'nose2');
    expect(whole.run.void).toBeNull();
    expect(outcomes(whole)).toEqual({
      'test_functions.py::test_function': 'failed',
      'test_functions.py::test_functions.test_params:1': 'passed',
      'test_functions.py::test_functions.test_params:2': 'failed',
      'test_broken.py': 'error',
    });
    expect(places(whole).sort()).toEqual([
      'AssertionError test_functions.py:2',
      'AssertionError test_functions.py:4',
      'ModuleNotFoundError test_broken.py:1',
    ]);
  });
});
