import { afterAll, expect, test } from '@jest/globals';
import { runSuite } from '../../../../../src/suite/run-tests.ts';
import type { SuiteRun } from '../../../../../src/suite/suite-run.ts';
import { realSandbox, recipeOf } from '../../../../suite/real-sandbox.ts';
import { treeOf } from '../../../../suite/tree-of.ts';

const { sandbox, removeImages } = realSandbox();
afterAll(removeImages);

/** The whole suite, with a limit for each test. */
async function suite(files: Readonly<Record<string, string>>, limit = 5): Promise<SuiteRun> {
  using made = treeOf(files);
  // Nothing but these runs is to meet a hang.
  const prepared = await sandbox.prepare(made.tree, recipeOf('true'));
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  await using workspace = await sandbox.open(made.tree, prepared.environment);
  return await runSuite(workspace, recipeOf('pytest'), { seconds: 600, testSeconds: limit });
}

const told = (run: SuiteRun) =>
  run.failures.map(({ testId, phase, errorType, file, line }) => [testId, phase, errorType, `${file}:${line}`]);

const loop = 'def spin():\n    n = 1\n    while n:\n        n = n + 0\n';

test('a test that hangs fails where it hung, and those around it have their outcomes', async () => {
  const tests = `
from loop import spin

def test_before(): pass
def test_hangs(): spin()
def test_after(): pass
`;
  const run = await suite({ 'loop.py': loop, 'test_a.py': tests });
  expect(run.void).toBeNull();
  expect(told(run)).toEqual([['test_a.py::test_hangs', 'call', 'Timeout', expect.stringMatching(/^loop.py:[34]$/)]]);
  expect(run.failures[0]?.frames[0]).toEqual({
    file: 'test_a.py',
    line: 5,
    function: 'test_hangs',
    inRepository: true,
  });
  expect(run.failures[0]?.message).toBe('still running after 5 s');
  expect([...run.outcomes.values()]).toEqual(['passed', 'failed', 'passed']);
  expect(run.finished.output).not.toMatch(/nightwatch/i);
});

test('fixtures, unittest, bare excepts, coroutines, children and locks are no way out of the limit', async () => {
  const tests = `
import asyncio, subprocess, threading, time, unittest
import pytest
from loop import spin

@pytest.fixture
def slow_start(): spin()

@pytest.fixture
def slow_end():
    yield
    spin()

def test_setup(slow_start): pass
def test_teardown(slow_end): pass

class Old(unittest.TestCase):
    def test_old(self): spin()

def test_swallows():
    try:
        spin()
    except:
        pass

def test_swallows_for_ever():
    while True:
        try:
            time.sleep(0.01)
        except:
            pass

def test_coroutine(): asyncio.run(asyncio.sleep(100))
def test_child(): subprocess.run(["sleep", "100"])
def test_lock():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
def test_passes(): pass
`;
  const run = await suite({ 'loop.py': loop, 'test_a.py': tests });
  expect(run.void).toBeNull();
  const named = run.failures.map(
    ({ testId, phase, errorType }) => `${testId.split('::').at(-1)} ${phase} ${errorType}`,
  );
  expect(named).toEqual([
    'test_setup setup Timeout',
    'test_teardown teardown Timeout',
    'test_old call Timeout',
    'test_swallows call Timeout',
    'test_swallows_for_ever call Timeout',
    'test_coroutine call Timeout',
    'test_child call Timeout',
    'test_lock call Timeout',
  ]);
  expect(run.outcomes.get('test_a.py::test_passes')).toBe('passed');
});

test('a file that hangs when it is imported is a failure of that file', async () => {
  const run = await suite({
    'loop.py': `${loop}\nspin()\n`,
    'test_a.py': 'import loop\n',
    'test_b.py': 'def test_ok(): pass\n',
  });
  expect(run.void).toBeNull();
  expect(told(run)).toEqual([['test_a.py', 'collection', 'Timeout', expect.stringMatching(/^loop.py:[34]$/)]]);
});

test('alarms of the tests themselves ring as they would without us', async () => {
  const tests = `
import os, signal, time
import pytest

rung = []

def on_alarm(signum, frame):
    rung.append(signum)

@pytest.fixture
def alarm():
    old = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, old)

def test_across_phases(alarm):
    time.sleep(0.5)
    assert len(rung) == 1

def test_within():
    old = signal.signal(signal.SIGALRM, on_alarm)
    signal.alarm(1)
    time.sleep(1.2)
    signal.signal(signal.SIGALRM, old)
    assert len(rung) == 2

def test_fork():
    child = os.fork()
    if child == 0:
        signal.alarm(1)
        time.sleep(5)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGALRM

def test_hangs():
    while True: time.sleep(0.1)
`;
  const run = await suite({ 'test_a.py': tests }, 15);
  expect(run.void).toBeNull();
  expect(Object.fromEntries([...run.outcomes].map(([id, outcome]) => [id.split('::')[1], outcome]))).toEqual({
    test_across_phases: 'passed',
    test_within: 'passed',
    test_fork: 'passed',
    test_hangs: 'failed',
  });
});

test('a thread that hangs for ever does not keep pytest from ending', async () => {
  const tests = `
import threading
from loop import spin

def test_joins():
    thread = threading.Thread(target=spin)
    thread.start()
    thread.join()
`;
  const run = await suite({ 'loop.py': loop, 'test_a.py': tests });
  expect(run).toMatchObject({ void: null, finished: { end: 'exited', exitCode: 1 } });
  expect(run.finished.output).toContain('1 failed');
  expect(told(run)).toEqual([['test_a.py::test_joins', 'call', 'Timeout', 'test_a.py:8']]);
});

test('the more tests hang, the less time each gets', async () => {
  const tests = `
import pytest

@pytest.mark.parametrize("n", range(3))
def test_hangs(n):
    while True: pass
`;
  const run = await suite({ 'test_a.py': tests }, 9);
  const messages = run.failures.map(failure => failure.message);
  expect(messages.map(message => Number(/([\d.]+) s$/.exec(message)?.[1]))).toEqual([9, 2.25, 2]);
});
