// What one run has learned about hangs, in the next one.
import { afterAll, expect, test } from '@jest/globals';
import { hangsOf } from '../../../../../src/suite/known-hangs.ts';
import { type Hooked, hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

/** What each test that hung was told, by the end of its id. */
const told = ({ run }: Hooked) =>
  Object.fromEntries(run.failures.map(({ testId, message }) => [testId.split('::').at(-1), message]));

/** Two runs, of which the second knows what the first one showed. `runs` counts them for the tests. */
async function twice(tests: string, command: string, seconds: number): Promise<readonly [Hooked, Hooked]> {
  const files = { 'loop.py': loop, 'test_a.py': tests };
  await container.asRoot(`rm -rf /tmp/runs`);
  const first = await container.run(files, command, { seconds });
  return [first, await container.run(files, command, { seconds, hangs: hangsOf(first.run) })];
}

const loop = `
import os, time

def runs():
    os.makedirs("/tmp/runs", exist_ok=True)
    open(f"/tmp/runs/{time.time()}", "w").close()
    return len(os.listdir("/tmp/runs"))

def spin():
    while True:
        time.sleep(0.01)
`;

test.each([
  ['pytest', 'def test_hangs(): spin()\ndef test_ok(): pass\n'],
  [
    'python -m unittest',
    'import unittest\nclass A(unittest.TestCase):\n  def test_hangs(self): spin()\n  def test_ok(self): pass\n',
  ],
])('`%s`: a test that is again where it hung has failed after a few seconds', async (command, tests) => {
  const [first, second] = await twice(`from loop import spin\n${tests}`, command, 6);
  expect(told(first)).toEqual({ test_hangs: 'still running after 6 s' });
  expect(told(second)).toEqual({ test_hangs: 'still running after 3 s' });
  expect(second.run).toMatchObject({ void: null, outcomes: first.run.outcomes });
  expect(second.run.failures[0]?.frames).toEqual(first.run.failures[0]?.frames);
});

test('a test that is elsewhere than where it hung, or that did not hang, has its whole limit', async () => {
  const tests = `
import time
from loop import runs, spin

count = runs()

def test_slow_now():
    if count == 1: spin()
    time.sleep(5)

def test_hangs_elsewhere():
    if count == 1: spin()
    while True: time.sleep(0.01)

def test_hangs_first_now():
    if count == 2: spin()
`;
  const [first, second] = await twice(tests, 'pytest', 8);
  expect(told(first)).toEqual({
    test_slow_now: 'still running after 8 s',
    test_hangs_elsewhere: 'still running after 2 s',
  });
  expect(second.run.outcomes.get('test_a.py::test_slow_now')).toBe('passed');
  expect(told(second)).toEqual({
    test_hangs_elsewhere: 'still running after 8 s',
    // As any that hangs after another; it has ten times as long as the slowest test too.
    test_hangs_first_now: 'still running after 8 s',
  });
});

test('a recursion, of which no two looks see the same, has failed a little later', async () => {
  const tests = 'def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n\ndef test_fib():\n    fib(90)\n';
  const [first, second] = await twice(tests, 'pytest', 20);
  expect(told(first)).toEqual({ test_fib: 'still running after 20 s' });
  expect(Number(/([\d.]+) s$/.exec(told(second).test_fib ?? '')?.[1])).toBeLessThan(17);
});

test('what hangs when it is imported is known by its file', async () => {
  const [, second] = await twice('from loop import spin\nspin()\n', 'pytest', 8);
  expect(second.run.failures).toMatchObject([{ testId: 'test_a.py', message: 'still running after 3 s' }]);
});

test('alarms of the tests themselves ring while one may hang', async () => {
  const tests = `
import signal
from loop import runs, spin

count = runs()
rung = []

def test_alarm():
    if count == 1: spin()
    signal.signal(signal.SIGALRM, lambda *_: rung.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    signal.pause()
    assert rung == [1]
`;
  const [first, second] = await twice(tests, 'pytest', 5);
  expect(first.run.outcomes.get('test_a.py::test_alarm')).toBe('failed');
  expect(second.run.outcomes.get('test_a.py::test_alarm')).toBe('passed');
});

test('a limit that pytest-timeout keeps by an alarm of its own is no reason to wait for it again', async () => {
  const plugin = `
import signal, types
import pytest

class Specifications:
    @pytest.hookspec(firstresult=True)
    def pytest_timeout_set_timer(item, settings): pass

def pytest_addhooks(pluginmanager):
    pluginmanager.add_hookspecs(Specifications)

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    settings = types.SimpleNamespace(timeout=9, method="signal")
    item.ihook.pytest_timeout_set_timer(item=item, settings=settings)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)

@pytest.hookimpl(trylast=True)
def pytest_timeout_set_timer(item, settings):
    def ring(*_): pytest.fail(f"Timeout >{settings.timeout}.0s")
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, settings.timeout)
`;
  await container.asRoot(`echo '${plugin}' > /usr/local/lib/python3.11/dist-packages/alarms.py`);
  const [first, second] = await twice('from loop import spin\ndef test_hangs(): spin()\n', 'pytest -p alarms', 60);
  expect(told(first)).toEqual({ test_hangs: 'Timeout >9.0s' });
  expect(told(second)).toEqual({ test_hangs: 'still running after 3 s' });
  expect(second.run.failures[0]?.errorType).toBe('Timeout');
});
