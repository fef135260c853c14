import { afterAll, expect, test } from '@jest/globals';
import { type Covered, runCovered } from '../../../../../src/suite/run-tests.ts';
import { readSpectrum } from '../../../../../src/suite/spectrum.ts';
import { realSandbox, recipeOf } from '../../../../suite/real-sandbox.ts';
import { treeOf } from '../../../../suite/tree-of.ts';

const { sandbox, removeImages } = realSandbox();
afterAll(removeImages);

async function covered(files: Readonly<Record<string, string>>, seconds = 600): Promise<Covered> {
  using made = treeOf(files);
  const prepared = await sandbox.prepare(made.tree, recipeOf('true'));
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  await using workspace = await sandbox.open(made.tree, prepared.environment);
  return await runCovered(workspace, recipeOf('python -m pytest'), { ids: ['tests/test_shop.py'], seconds });
}

const shop = `LIMIT = 3


def price(count):
    if count > LIMIT:
        return count * 2
    return count


def unused():
    return 0
`;

test('tells how many failing and passing tests ran each line, fixtures and threads included', async () => {
  const { run, spectrum } = await covered({
    'shop.py': shop,
    'tests/test_shop.py': `import threading
import pytest
from shop import price

@pytest.fixture
def many():
    return price(5)

def test_many(many): assert many == 5
def test_few(): assert price(1) == 1
def test_thread():
    thread = threading.Thread(target=price, args=(2,))
    thread.start()
    thread.join()
`,
  });
  expect(run.void).toBeNull();
  expect(spectrum).toMatchObject({ failed: 1, passed: 2 });
  expect(Object.fromEntries(spectrum?.files.get('shop.py') ?? [])).toEqual({
    5: { failed: 1, passed: 2 },
    6: { failed: 1, passed: 0 },
    7: { failed: 0, passed: 2 },
  });
});

test('leaves a tracer of the repository where it was, and tells nothing of a run that was killed', async () => {
  const tracing = `import sys
def seen(frame, event, arg): return None
sys.settrace(seen)
def test_it(): pass
def test_later(): assert sys.gettrace().__module__ != __name__
`;
  const after =
    'import sys, pytest\n\n@pytest.hookimpl(trylast=True)\ndef pytest_sessionfinish():\n    print("tracer", sys.gettrace().__name__)\n';
  const { run, spectrum } = await covered({ 'tests/test_shop.py': tracing, 'tests/conftest.py': after });
  expect(run.void).toBeNull();
  expect(run.finished.output).toContain('tracer seen');
  expect(spectrum).toMatchObject({ failed: 0, passed: 2 });

  const deaf = 'signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})';
  const hanging = `import signal, time\ndef test_it():\n    ${deaf}\n    time.sleep(3600)\n`;
  expect((await covered({ 'tests/test_shop.py': hanging }, 2)).spectrum).toBeNull();
});

test('parts of several processes are added up, and broken lines are no part', () => {
  const part = '{"failed": 1, "passed": 2, "files": {"a.py": {"3": [1, 0]}}, "loaded": {"a.py": [1]}}';
  const other =
    '{"failed": 0, "passed": 4, "files": {"a.py": {"3": [0, 4], "4": [0, 1]}}, "loaded": {"a.py": [5], "b.py": []}}';
  const spectrum = readSpectrum(`${part}\n${other}\n{"failed": 1, "pas\n{"failed": -1}\n`);
  expect(spectrum).toMatchObject({ failed: 1, passed: 6 });
  expect(spectrum?.loaded).toEqual(
    new Map([
      ['a.py', new Set([1, 5])],
      ['b.py', new Set()],
    ]),
  );
  expect(readSpectrum(`${part}\n{"failed": 0, "passed": 1, "files": {}, "loaded": null}\n`)?.loaded).toBeNull();
  expect([...(spectrum?.files.get('a.py') ?? [])]).toEqual([
    [3, { failed: 1, passed: 4 }],
    [4, { failed: 0, passed: 1 }],
  ]);
  expect(readSpectrum('')).toBeNull();
  expect(readSpectrum(null)).toBeNull();
});
