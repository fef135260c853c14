import { afterAll, expect, test } from '@jest/globals';
import { type Hooked, hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

const outcomes = ({ run }: Hooked) => Object.fromEntries(run.outcomes);
const told = ({ run }: Hooked) =>
  run.failures.map(({ testId, phase, errorType, file, line }) => [testId, phase, errorType, `${file}:${line}`]);

const everyOutcome = `
import unittest
from shop import price

class Prices(unittest.TestCase):
    def test_ok(self): self.assertEqual(price(1), 1)
    def test_bad(self):
        self.assertEqual(price(5), 5)
    def test_error(self): raise ValueError("bad value")
    @unittest.skip("later")
    def test_skipped(self): pass
    @unittest.expectedFailure
    def test_xfailed(self): self.fail()
    @unittest.expectedFailure
    def test_xpassed(self): pass
    def test_sub(self):
        for count in range(1, 6):
            with self.subTest(count=count): self.assertEqual(price(count), count)

class Async(unittest.IsolatedAsyncioTestCase):
    async def test_waits(self): self.assertEqual(price(2), 2)

if __name__ == "__main__":
    unittest.main()
`;
const files = {
  'shop.py': 'def price(count):\n    if count > 3:\n        return count * 2\n    return count\n',
  'tests/__init__.py': '',
  'tests/test_a.py': everyOutcome,
  'tests/test_b.py': 'import unittest\nclass Other(unittest.TestCase):\n    def test_other(self): pass\n',
  'test.sh': '#!/bin/sh\nset -e\nexec env -i PATH="$PATH" python3 -E -m unittest\n',
  'setup.py': "from setuptools import setup\nsetup(name='shop', py_modules=['shop'], test_suite='tests')\n",
};
const all = {
  'tests/test_a.py::Prices::test_ok': 'passed',
  'tests/test_a.py::Prices::test_bad': 'failed',
  'tests/test_a.py::Prices::test_error': 'failed',
  'tests/test_a.py::Prices::test_skipped': 'skipped',
  'tests/test_a.py::Prices::test_xfailed': 'xfailed',
  'tests/test_a.py::Prices::test_xpassed': 'failed',
  'tests/test_a.py::Prices::test_sub': 'failed',
  'tests/test_a.py::Async::test_waits': 'passed',
};
const other = { 'tests/test_b.py::Other::test_other': 'passed' };

test.each([
  ['python -m unittest', { ...all, ...other }],
  ['python -m unittest discover -s tests -t . -v', { ...all, ...other }],
  ['python -m unittest discover tests', { ...all, ...other }],
  ['python -m coverage run -m unittest tests.test_a', all],
  ['python -m unittest tests/test_a.py tests.test_b.Other.test_other', { ...all, ...other }],
  ['PYTHONPATH=. python tests/test_a.py --buffer', all],
  ['./test.sh', { ...all, ...other }],
  ['python setup.py test', { ...all, ...other }],
])('`%s` reports every test and, narrowed, runs exactly the chosen one', async (command, expected) => {
  const environment = command.includes('discover tests') ? { ...files, 'tests/shop.py': files['shop.py'] } : files;
  const whole = await container.run(environment, command);
  expect(whole.run.void).toBeNull();
  expect(outcomes(whole)).toEqual(expected);
  expect(whole.output).not.toMatch(/nightwatch/i);

  const chosen = 'tests/test_a.py::Prices::test_bad';
  const narrowed = await container.run(environment, command, { tests: [chosen], coverage: true });
  expect(narrowed.run.void).toBeNull();
  expect(outcomes(narrowed)).toEqual({ [chosen]: 'failed' });
  expect(narrowed.started).toEqual([chosen]);
  expect(told(narrowed)).toEqual([[chosen, 'call', 'AssertionError', 'tests/test_a.py:8']]);
  expect([...(narrowed.spectrum?.files.get('tests/test_a.py')?.keys() ?? [])]).toEqual([8]);
});

test('a failure has its error, the place where the repository raised it, and no frames of unittest', async () => {
  const { run } = await container.run(files, 'python -m unittest', { tests: ['tests/test_a.py'] });
  expect(run.failures).toMatchObject([
    { testId: 'tests/test_a.py::Prices::test_bad', errorType: 'AssertionError', message: '10 != 5' },
    { testId: 'tests/test_a.py::Prices::test_error', errorType: 'ValueError', message: 'bad value' },
    { testId: 'tests/test_a.py::Prices::test_sub', errorType: 'AssertionError', message: '8 != 4' },
    { testId: 'tests/test_a.py::Prices::test_sub', errorType: 'AssertionError', message: '10 != 5' },
    { testId: 'tests/test_a.py::Prices::test_xpassed', errorType: null, message: 'Unexpected success' },
  ]);
  expect(run.failures[0]?.frames).toEqual([
    { file: 'tests/test_a.py', line: 8, function: 'test_bad', inRepository: true },
  ]);
});

const fixtures = `
import unittest
class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise OSError("no class")
    def test_never(self): pass
class Leaky(unittest.TestCase):
    @classmethod
    def tearDownClass(cls): raise OSError("no end")
    def test_ok(self): pass
class Skipped(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise unittest.SkipTest("not here")
    def test_skipped(self): pass
`;
const module =
  'import unittest\ndef setUpModule(): raise OSError("no module")\nclass A(unittest.TestCase):\n    def test_a(self): pass\n';

test('a class, a module and a file that cannot be set up are failures of their own', async () => {
  const broken = {
    'test_f.py': fixtures,
    'test_m.py': module,
    'test_i.py': 'import nowhere\n',
    'test_s.py': 'def x(:\n',
  };
  const whole = await container.run(broken, 'python -m unittest');
  expect(whole.run.void).toBeNull();
  expect(told(whole)).toEqual([
    ['test_f.py::Broken', 'setup', 'OSError', 'test_f.py:5'],
    ['test_f.py::Leaky', 'teardown', 'OSError', 'test_f.py:9'],
    ['test_i.py', 'collection', 'ModuleNotFoundError', 'test_i.py:1'],
    ['test_m.py', 'setup', 'OSError', 'test_m.py:2'],
    ['test_s.py', 'collection', 'SyntaxError', 'test_s.py:1'],
  ]);
  expect(outcomes(whole)).toMatchObject({
    'test_f.py::Leaky::test_ok': 'passed',
    'test_f.py::Skipped::test_skipped': 'skipped',
  });

  const skipped = await container.run(broken, 'python -m unittest', { tests: ['test_f.py::Skipped::test_skipped'] });
  expect(skipped).toMatchObject({ exitCode: 0, run: { void: null, failures: [] } });
  const file = await container.run(broken, 'python -m unittest', { tests: ['test_i.py::Some::test_in_it'] });
  expect(outcomes(file)).toEqual({ 'test_i.py': 'error' });
});

test('what hangs is stopped where it hangs: a test, a coroutine, a class, a file, and a thread that outlives it', async () => {
  const hanging = `
import asyncio, threading, time, unittest
class Slow(unittest.TestCase):
    def test_loop(self):
        while True: time.sleep(0.01)
    def test_swallows(self):
        try: time.sleep(100)
        except: pass
    def test_thread(self):
        thread = threading.Thread(target=time.sleep, args=(1000,))
        thread.start()
        thread.join()
    def test_x_ok(self): pass
class SlowClass(unittest.TestCase):
    @classmethod
    def setUpClass(cls): time.sleep(100)
    def test_never(self): pass
class Coroutine(unittest.IsolatedAsyncioTestCase):
    async def test_waits(self):
        await asyncio.sleep(100)
`;
  const tree = { 'test_h.py': hanging, 'test_i.py': 'import time\ntime.sleep(100)\n' };
  const whole = await container.run(tree, 'python -m unittest', { seconds: 3 });
  expect(whole.run.void).toBeNull();
  expect(told(whole).sort()).toEqual([
    ['test_h.py::Coroutine::test_waits', 'call', 'Timeout', 'test_h.py:20'],
    ['test_h.py::Slow::test_loop', 'call', 'Timeout', 'test_h.py:5'],
    ['test_h.py::Slow::test_swallows', 'call', 'Timeout', 'test_h.py:7'],
    ['test_h.py::Slow::test_thread', 'call', 'Timeout', 'test_h.py:12'],
    ['test_h.py::SlowClass', 'setup', 'Timeout', 'test_h.py:16'],
    ['test_i.py', 'collection', 'Timeout', 'test_i.py:2'],
  ]);
  expect(whole.run.outcomes.get('test_h.py::Slow::test_x_ok')).toBe('passed');
});

test('tests that a test runs within itself, or in a process of its own, stay silent', async () => {
  const nested = `
import subprocess, sys, unittest
class Inner(unittest.TestCase):
    def test_inner(self): self.fail()
class Outer(unittest.TestCase):
    def test_within(self):
        result = unittest.TestResult()
        unittest.defaultTestLoader.loadTestsFromTestCase(Inner)(result)
        self.assertEqual(len(result.failures), 1)
    def test_process(self):
        self.assertEqual(subprocess.run([sys.executable, "-m", "unittest", "test_a.Inner"], env={}).returncode, 1)
`;
  const { run, sessions } = await container.run({ 'test_a.py': nested }, 'python -m unittest test_a.Outer');
  expect({ sessions, void: run.void, outcomes: Object.fromEntries(run.outcomes) }).toEqual({
    sessions: 1,
    void: null,
    outcomes: { 'test_a.py::Outer::test_within': 'passed', 'test_a.py::Outer::test_process': 'passed' },
  });
});

test('several calls count together, and one without a chosen test ends well and says nothing', async () => {
  const command = 'python -m unittest tests.test_b\npython -m unittest tests.test_a';
  const narrowed = await container.run(files, command, { tests: ['tests/test_a.py::Prices::test_ok'] });
  expect(narrowed).toMatchObject({ exitCode: 0, sessions: 1, run: { void: null } });
  expect((await container.run(files, 'python -m unittest -k nothing')).run).toMatchObject({
    void: null,
    outcomes: new Map(),
  });
});

test('a new file beside one that the command names is a test of the same call', async () => {
  const added = 'import unittest\nclass New(unittest.TestCase):\n    def test_new(self): pass\n';
  const tests = ['tests/test_new.py', 'tests/test_b.py'];
  for (const command of ['python -m unittest tests.test_b', 'python tests/test_b.py']) {
    const main = 'if __name__ == "__main__": unittest.main()\n';
    const tree = { ...files, 'tests/test_b.py': `${files['tests/test_b.py']}${main}`, 'tests/test_new.py': added };
    const narrowed = await container.run(tree, command, { tests, added: ['tests/test_new.py'] });
    expect(outcomes(narrowed)).toEqual({ ...other, 'tests/test_new.py::New::test_new': 'passed' });
  }
});

test('a test that takes the process down is known as the one that crashed', async () => {
  const crash =
    'import os, unittest\nclass A(unittest.TestCase):\n    def test_a(self): pass\n    def test_crash(self): os.abort()\n';
  const { run, started } = await container.run({ 'test_a.py': crash }, 'python -m unittest');
  expect(started.at(-1)).toBe('test_a.py::A::test_crash');
  expect(run.failures).toMatchObject([{ testId: 'test_a.py::A::test_crash', errorType: 'Crash' }]);
});

test('doctests have the ids that pytest gives them, whoever runs them', async () => {
  const calc = `"""
>>> double(1)
2
"""
def double(n):
    """
    >>> double(2)
    5
    """
    return n * 2
if __name__ == "__main__":
    import doctest, sys
    sys.exit(doctest.testmod()[0])
`;
  const loading = `import doctest, calc
def load_tests(loader, tests, pattern):
    tests.addTests(doctest.DocTestSuite(calc))
    tests.addTests(doctest.DocFileSuite("README.md"))
    return tests
`;
  const tree = { 'calc.py': calc, 'README.md': '# Calc\n\n>>> 1 + 1\n3\n', 'test_docs.py': loading };
  const byCalc = { 'calc.py::calc': 'passed', 'calc.py::calc.double': 'failed' };
  const byFile = { 'README.md::README.md': 'failed' };
  for (const [command, expected, places] of [
    ['pytest --doctest-modules --doctest-glob="*.md"', { ...byCalc, ...byFile }, ['README.md:3', 'calc.py:7']],
    ['python -m unittest', { ...byCalc, ...byFile }, ['README.md:3', 'calc.py:7']],
    ['python calc.py', byCalc, ['calc.py:7']],
    ['python -m doctest README.md', byFile, ['README.md:3']],
  ] as const) {
    const whole = await container.run(tree, command);
    expect([command, whole.run.void, outcomes(whole)]).toEqual([command, null, expected]);
    expect(whole.run.failures.map(({ file, line }) => `${file}:${line}`).sort()).toEqual(places);
  }
});

test('of several examples that fail in one docstring, pytest reports the first', async () => {
  const calc =
    'def double(n):\n    """\n    >>> double(2)\n    5\n    >>> double(None)\n    0\n    """\n    return n * 2\n';
  for (const option of ['', '--doctest-continue-on-failure']) {
    const { run } = await container.run({ 'calc.py': calc }, `pytest --doctest-modules ${option}`);
    expect(run.failures).toMatchObject([
      { testId: 'calc.py::calc.double', errorType: 'DocTestFailure', file: 'calc.py', line: 3 },
    ]);
  }
});
