import { afterAll, expect, test } from '@jest/globals';
import { type Hooked, hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

const shop = 'def price(count):\n    if count > 3:\n        return count * 2\n    return count\n';
const suite = `
import unittest
import pytest
from shop import price

def test_ok(): assert price(1) == 1
def test_bad(): assert price(5) == 5
@pytest.mark.parametrize("value", ["a b", "c::d"])
def test_values(value): assert price(value != "")
class TestGroup:
    def test_inner(self): pass
class Old(unittest.TestCase):
    def test_old(self): self.assertEqual(price(2), 2)
`;
const files = {
  'shop.py': shop,
  'tests/__init__.py': '',
  'tests/test_a.py': suite,
  'tests/test_b.py': 'def test_other(): pass\n',
  'test.sh': '#!/bin/sh\nset -e\ncd tests\nexec python -m pytest --rootdir=.. -p no:cacheprovider . "$@"\n',
  Makefile: 'test:\n\tPYTHONPATH=. PYTEST_ADDOPTS=-v pytest\n',
};
const all = {
  'tests/test_a.py::test_ok': 'passed',
  'tests/test_a.py::test_bad': 'failed',
  'tests/test_a.py::test_values[a b]': 'passed',
  'tests/test_a.py::test_values[c::d]': 'passed',
  'tests/test_a.py::TestGroup::test_inner': 'passed',
  'tests/test_a.py::Old::test_old': 'passed',
  'tests/test_b.py::test_other': 'passed',
};

const outcomes = ({ run }: Hooked) => Object.fromEntries(run.outcomes);

test.each([
  'python -m pytest',
  'python -m pytest -q tests',
  'pytest --pyargs tests || exit 1',
  'python -m coverage run --branch -m pytest -q tests/',
  'pytest --cov=shop --cov-fail-under=100',
  'python -m coverage run -m pytest && python -m coverage report --fail-under=100',
  'env -i PATH=$PATH PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 python3 -m pytest tests',
  'sh -c "python -sEB -m pytest --import-mode=importlib -p no:cacheprovider"',
  './test.sh',
  'python -c "import sys, pytest; sys.exit(pytest.main([\'tests\']))"',
  'PYTHONPATH=. pytest tests/test_a.py tests/test_b.py::test_other',
])('`%s` reports every test and, narrowed, runs exactly the chosen one', async command => {
  const whole = await container.run(files, command);
  expect(whole.run.void).toBeNull();
  expect(outcomes(whole)).toEqual(all);
  expect(whole.output).not.toMatch(/nightwatch/i);

  const chosen = 'tests/test_a.py::test_values[c::d]';
  const narrowed = await container.run(files, command, { tests: [chosen] });
  expect(narrowed.run.void).toBeNull();
  expect(outcomes(narrowed)).toEqual({ [chosen]: 'passed' });
  expect(narrowed.started).toEqual([chosen]);
});

test.each([
  ['a file', ['tests/test_b.py'], ['tests/test_b.py::test_other']],
  ['a class', ['tests/test_a.py::TestGroup'], ['tests/test_a.py::TestGroup::test_inner']],
  [
    'a test with all of its variants',
    ['tests/test_a.py::test_values'],
    ['tests/test_a.py::test_values[a b]', 'tests/test_a.py::test_values[c::d]'],
  ],
  [
    'tests of several files',
    ['tests/test_a.py::test_ok', 'tests/test_b.py::test_other'],
    ['tests/test_a.py::test_ok', 'tests/test_b.py::test_other'],
  ],
])('%s can be chosen', async (_, tests, expected) => {
  expect((await container.run(files, 'pytest', { tests })).started).toEqual(expected);
});

test("what CI's own options leave out stays out, and the run then collects none", async () => {
  for (const option of ['-k "not ok"', '--ignore=tests/test_a.py', '--deselect tests/test_a.py::test_ok']) {
    const { run, started, sessions } = await container.run(files, `pytest ${option}`, {
      tests: ['tests/test_a.py::test_ok'],
    });
    expect({ void: run.void, started, sessions }).toEqual({ void: null, started: [], sessions: 1 });
  }
});

test('of several calls each runs the chosen tests that it would collect', async () => {
  const command = 'set -e\npytest tests/test_b.py\npytest tests/test_a.py -k "not ok"\npytest tests/test_a.py -k ok';
  const first = await container.run(files, command, { tests: ['tests/test_a.py::test_ok'] });
  expect(first).toMatchObject({ exitCode: 0, sessions: 2, started: ['tests/test_a.py::test_ok'], run: { void: null } });
});

test('a new file beside one that the command names is a test of the same call', async () => {
  const added = 'tests/test_new.py';
  const tree = { ...files, [added]: 'def test_new(): pass\n' };
  const narrowed = await container.run(tree, 'pytest tests/test_b.py', { tests: [added], added: [added] });
  expect(outcomes(narrowed)).toEqual({ 'tests/test_new.py::test_new': 'passed' });
});

test("a new file whose name is not the repository's for test files is a test of the call that names its folder", async () => {
  const added = 'tests/test_regression.py';
  const tree = {
    'pytest.ini': '[pytest]\npython_files = tests.py\n',
    'tests/tests.py': 'def test_old(): pass\n',
    [added]: 'def test_new(): pass\n',
  };
  for (const command of ['pytest', 'pytest tests', 'cd tests && pytest .']) {
    const narrowed = await container.run(tree, command, { tests: [added], added: [added] });
    expect(outcomes(narrowed)).toEqual({ 'tests/test_regression.py::test_new': 'passed' });
  }
});

test('a file of no chosen test is not imported', async () => {
  const broken = { ...files, 'tests/test_c.py': 'import nowhere\n', 'other/test_d.py': 'import nowhere\n' };
  expect(outcomes(await container.run(broken, 'pytest', { tests: ['tests/test_b.py'] }))).toEqual({
    'tests/test_b.py::test_other': 'passed',
  });
});

test('an option that takes a path, and is known to a conftest.py alone, keeps its value', async () => {
  const conftest = 'def pytest_addoption(parser): parser.addoption("--data")\n';
  const reading = 'def test_data(request): assert request.config.getoption("--data") == "tests"\n';
  const tree = { 'tests/conftest.py': conftest, 'tests/test_b.py': reading, 'tests/test_c.py': 'def test_c(): pass\n' };
  const narrowed = await container.run(tree, 'pytest --data tests tests', { tests: ['tests/test_b.py'] });
  expect(outcomes(narrowed)).toEqual({ 'tests/test_b.py::test_data': 'passed' });
});

test('a pytest that a test starts stays silent, in the same process and in one that has lost its variables', async () => {
  const nested = `
import subprocess, sys
import pytest
def test_nested(tmp_path):
    (tmp_path / "test_inner.py").write_text("def test_inner(): assert False")
    assert subprocess.run([sys.executable, "-m", "pytest", str(tmp_path)], env={}).returncode == 1
    assert pytest.main([str(tmp_path)]) == 1
`;
  for (const tests of [undefined, ['test_a.py']]) {
    const { run, sessions } = await container.run({ 'test_a.py': nested }, 'pytest', tests && { tests });
    expect({ sessions, outcomes: Object.fromEntries(run.outcomes), void: run.void }).toEqual({
      sessions: 1,
      outcomes: { 'test_a.py::test_nested': 'passed' },
      void: null,
    });
  }
});

test('two sessions of one process both report', async () => {
  const twice = 'import pytest, sys\nsys.exit(pytest.main(["tests/test_b.py"]) or pytest.main(["tests/test_a.py"]))\n';
  const { run, sessions } = await container.run({ ...files, 'run.py': twice }, 'python run.py');
  expect({ sessions, void: run.void, outcomes: Object.fromEntries(run.outcomes) }).toEqual({
    sessions: 2,
    void: null,
    outcomes: all,
  });
});

test('a test that takes the process down is known as the one that crashed', async () => {
  const crash = 'import os\ndef test_ok(): pass\ndef test_crash(): os.abort()\ndef test_after(): pass\n';
  const { run, started } = await container.run({ 'test_a.py': crash }, 'pytest');
  expect(started.at(-1)).toBe('test_a.py::test_crash');
  expect(Object.fromEntries(run.outcomes)).toEqual({ 'test_a.py::test_crash': 'failed' });
});
