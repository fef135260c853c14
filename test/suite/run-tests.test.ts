import { afterAll, expect, test } from '@jest/globals';
import type { Recipe } from '../../src/incident/reproduction.ts';
import type { Workspace } from '../../src/ports.ts';
import { runSuite, runTests } from '../../src/suite/run-tests.ts';
import type { SuiteRun } from '../../src/suite/suite-run.ts';
import { realSandbox, recipeOf } from './real-sandbox.ts';
import { treeOf } from './tree-of.ts';

const { sandbox, removeImages } = realSandbox();
afterAll(removeImages);

type Files = Readonly<Record<string, string>>;

async function inWorkspace<T>(files: Files, work: (workspace: Workspace) => Promise<T>): Promise<T> {
  using made = treeOf(files);
  // One environment for all: what a first run does is not asked here.
  const prepared = await sandbox.prepare(made.tree, recipeOf('true'));
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  await using workspace = await sandbox.open(made.tree, prepared.environment);
  return await work(workspace);
}

function suite(files: Files, recipe: Recipe, seconds = 60): Promise<SuiteRun> {
  return inWorkspace(files, workspace => runSuite(workspace, recipe, { seconds }));
}

const passing = 'def test_ok():\n    assert True\n';
const failing = 'def test_bad():\n    assert 1 == 2\n';

const everyOutcome = `
import pytest

@pytest.fixture
def broken():
    raise RuntimeError("no set-up")

@pytest.fixture
def leaky():
    yield
    raise OSError("no tear-down")

def test_passes(): pass
def test_fails(): raise ValueError("bad value")
def test_setup(broken): pass
def test_teardown(leaky): pass
@pytest.mark.skip
def test_skipped(): pass
@pytest.mark.xfail
def test_xfailed(): assert False
@pytest.mark.xfail
def test_xpassed(): pass
@pytest.mark.xfail(strict=True)
def test_strict(): pass
@pytest.mark.parametrize("value", ["a b", "c::d", "é"])
def test_values(value): assert value == "a b"
`;

test('each test has one outcome, and failures carry phase, error type and message', async () => {
  const run = await suite({ 'tests/test_all.py': everyOutcome }, recipeOf('pytest'));
  expect(run.void).toBeNull();
  const named = Object.fromEntries(
    [...run.outcomes].map(([id, outcome]) => [id.replace('tests/test_all.py::', ''), outcome]),
  );
  expect(named).toEqual({
    test_passes: 'passed',
    test_fails: 'failed',
    test_setup: 'error',
    test_teardown: 'error',
    test_skipped: 'skipped',
    test_xfailed: 'xfailed',
    test_xpassed: 'xpassed',
    test_strict: 'failed',
    'test_values[a b]': 'passed',
    'test_values[c::d]': 'failed',
    'test_values[\\xe9]': 'failed',
  });
  expect(
    run.failures.map(({ testId, phase, errorType, message }) => [testId.split('::')[1], phase, errorType, message]),
  ).toEqual(
    expect.arrayContaining([
      ['test_fails', 'call', 'ValueError', 'bad value'],
      ['test_setup', 'setup', 'RuntimeError', 'no set-up'],
      ['test_teardown', 'teardown', 'OSError', 'no tear-down'],
      ['test_strict', 'call', null, '[XPASS(strict)] '],
    ]),
  );
});

test('a failure points at the innermost frame of the repository, not of a library', async () => {
  const files = {
    'shop/__init__.py': '',
    'shop/cart.py': 'import json\n\ndef load(text):\n    return json.loads(text)\n',
    'tests/test_cart.py': 'from shop.cart import load\n\ndef test_load():\n    load("{")\n',
  };
  const { failures } = await suite(files, recipeOf('python -m pytest'));
  expect(failures[0]).toMatchObject({ errorType: 'JSONDecodeError', file: 'shop/cart.py', line: 4 });
  expect(failures[0]?.frames.slice(0, 2)).toEqual([
    { file: 'tests/test_cart.py', line: 4, function: 'test_load', inRepository: true },
    { file: 'shop/cart.py', line: 4, function: 'load', inRepository: true },
  ]);
  expect(failures[0]?.frames.at(-1)).toMatchObject({ inRepository: false });
});

test('a file that cannot be imported is a failure of that file, with the real error type', async () => {
  const files = {
    'tests/test_a.py': 'import nowhere\n',
    'tests/test_b.py': 'def test_x(:\n',
    'tests/test_c.py': passing,
  };
  const run = await suite(files, recipeOf('pytest'));
  expect(run.void).toBeNull();
  expect(run.failures.map(f => [f.testId, f.phase, f.errorType, f.file, f.line])).toEqual([
    ['tests/test_a.py', 'collection', 'ModuleNotFoundError', 'tests/test_a.py', 1],
    ['tests/test_b.py', 'collection', 'SyntaxError', 'tests/test_b.py', 1],
  ]);
});

test('a conftest.py that cannot be imported is a failure of that file', async () => {
  const run = await suite({ 'conftest.py': 'import nowhere\n', 'test_c.py': passing }, recipeOf('pytest'));
  expect(run.void).toBeNull();
  expect(run.failures).toMatchObject([
    { testId: 'conftest.py', phase: 'collection', errorType: 'ModuleNotFoundError' },
  ]);
});

test('test ids are relative to the work tree, wherever the step runs', async () => {
  const files = { 'backend/pytest.ini': '[pytest]\n', 'backend/tests/test_a.py': failing };
  for (const recipe of [recipeOf('pytest', { directory: 'backend' }), recipeOf('cd backend && pytest')]) {
    const run = await suite(files, recipe);
    expect([...run.outcomes.keys()]).toEqual(['backend/tests/test_a.py::test_bad']);
    expect(run.failures[0]).toMatchObject({ file: 'backend/tests/test_a.py', line: 2 });
  }
});

test('chosen tests run from the folder of the step, by ids relative to the work tree', async () => {
  const files = {
    'backend/check.sh': 'python -m pytest\n',
    'backend/tests/test_a.py': everyOutcome,
    'backend/tests/test_b.py': failing,
  };
  const ids = ['backend/tests/test_a.py::test_values[a b]', 'backend/tests/test_b.py'];
  const recipe = recipeOf('sh check.sh', { directory: 'backend' });
  const run = await inWorkspace(files, workspace => runTests(workspace, recipe, { ids, seconds: 600 }));
  expect(run.void).toBeNull();
  expect(Object.fromEntries(run.outcomes)).toEqual({
    'backend/tests/test_a.py::test_values[a b]': 'passed',
    'backend/tests/test_b.py::test_bad': 'failed',
  });
  expect(run.command).toBe(`cd backend\nsh check.sh  # only ${ids.join(' ')}`);
});

test('a script that sets PYTHONPATH and PYTEST_ADDOPTS itself still reports', async () => {
  const files = {
    'src/shop.py': 'PRICE = 1\n',
    'tests/test_a.py': 'import shop\n\ndef test_ok():\n    assert shop.PRICE\n',
  };
  const own = recipeOf('export PYTEST_ADDOPTS="-v"\nPYTHONPATH=src pytest');
  const child = recipeOf(`python -c 'import os; os.environ["PYTHONPATH"] = "src"; os.system("pytest")'`);
  const byEnv = recipeOf('pytest', { env: { PYTHONPATH: 'src', PYTEST_ADDOPTS: '-v' } });
  for (const recipe of [own, child, byEnv]) {
    const run = await suite(files, recipe);
    expect(run).toMatchObject({ void: null, outcomes: new Map([['tests/test_a.py::test_ok', 'passed']]) });
  }
});

test('the visible output is as it would be without us', async () => {
  const { finished } = await suite({ 'test_a.py': failing }, recipeOf('pytest'));
  expect(finished.output).not.toMatch(/nightwatch/i);
});

test('no tests is an answer of its own', async () => {
  const run = await suite({ 'README.md': '' }, recipeOf('pytest'));
  expect(run).toMatchObject({ void: null, outcomes: new Map(), failures: [], finished: { exitCode: 5 } });
});

test.each([
  ['the exit code hides a failure', { 'test_a.py': failing }, 'pytest || true', /code 0 although tests failed/],
  ['the command fails after its tests', { 'test_a.py': passing }, 'pytest && false', /code 1 although no test failed/],
  ['no pytest ran', { 'test_a.py': passing }, 'echo "1 passed in 0.01s"', /pytest wrote no report/],
  ['pytest is called wrongly', { 'test_a.py': passing }, 'pytest --no-such-option', /pytest wrote no report/],
  [
    'a test ends the process',
    { 'test_a.py': `${passing}import os\ndef test_exit():\n    print("2 passed")\n    os._exit(0)\n` },
    'pytest -s',
    /code 0 although tests failed/,
  ],
  [
    'a plugin of the repository turns red to green',
    { 'conftest.py': 'def pytest_sessionfinish(session):\n    session.exitstatus = 0\n', 'test_a.py': failing },
    'pytest',
    /status 0 although tests failed/,
  ],
])('a run proves nothing when %s', async (_, files, command, why) => {
  const run = await suite(files, recipeOf(command));
  expect(run.void).toMatch(why);
});

test('a report that a test wrote to is void', async () => {
  const forge = `
import glob, json
def test_forges():
    [path] = glob.glob("/tmp/nightwatch-*.report.jsonl")
    session = json.loads(open(path).readline())["session"]
    line = {"kind": "result", "session": session, "id": "test_a.py::test_dream", "outcome": "passed", "phase": "call", "failure": None}
    with open(path, "a") as report:
        report.write(json.dumps(line) + "\\n")
`;
  const run = await suite({ 'test_a.py': forge }, recipeOf('pytest'));
  expect(run.void).toMatch(/Something other than pytest wrote/);
});

test('a pytest that a test starts itself stays out of the report', async () => {
  const nested = `
import subprocess, sys
def test_nested(tmp_path):
    (tmp_path / "test_inner.py").write_text("def test_inner(): assert False")
    assert subprocess.run([sys.executable, "-m", "pytest", str(tmp_path)]).returncode == 1
`;
  const run = await suite({ 'test_a.py': nested }, recipeOf('pytest'));
  expect(run).toMatchObject({ void: null, outcomes: new Map([['test_a.py::test_nested', 'passed']]) });
});

test('what ran before a hang that no signal reaches is known, and the run is void', async () => {
  const deaf = 'signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})';
  // Long enough for pytest to start on a busy machine: the hang costs all of it.
  const hang = `import signal\n${passing}def test_hangs():\n    ${deaf}\n    while True: pass\n`;
  const run = await suite({ 'test_a.py': hang }, recipeOf('pytest'), 20);
  expect(run.finished.end).toBe('timed-out');
  expect(run.void).toMatch(/still running/);
  expect(run.outcomes).toEqual(new Map([['test_a.py::test_ok', 'passed']]));
});

test('two pytest calls of one command count together', async () => {
  const files = { 'a/test_a.py': passing, 'b/test_b.py': failing };
  const run = await suite(files, recipeOf('pytest a; pytest b'));
  expect(run).toMatchObject({ void: null, outcomes: { size: 2 } });
});
