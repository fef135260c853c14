import { afterAll, expect, test } from '@jest/globals';
import type { Failure, LoggedCommand } from '../../../src/incident/evidence.ts';
import type { Diagnosed } from '../../../src/incident/incident.ts';
import { emptyLedger } from '../../../src/incident/ledger.ts';
import { incidentId } from '../../../src/incident/names.ts';
import type { Ports, Repository, Sandbox, Tree, Workspace } from '../../../src/ports.ts';
import { reproduce } from '../../../src/stages/reproduce/reproduce.ts';
import { sampleRun } from '../../contracts/store-entries.ts';
import { realSandbox } from '../../suite/real-sandbox.ts';
import { treeOf } from '../../suite/tree-of.ts';
import { failure } from './runs.ts';

const { sandbox, repo, removeImages } = realSandbox();
afterAll(removeImages);

type Files = Readonly<Record<string, string>>;

interface Given {
  readonly files: Files;
  readonly failures: readonly Failure[];
  readonly commands?: readonly Partial<LoggedCommand>[];
  readonly sandbox?: Sandbox;
  /** What stood there before the push, when CI was red already. */
  readonly before?: Files;
}

async function reproduced(given: Given) {
  using made = treeOf(given.files);
  using old = treeOf(given.before ?? {});
  const ports = { ...portsOf(made.tree, given.before ? old.tree : null), sandbox: given.sandbox ?? sandbox };
  return await reproduce(incidentOf(given), ports);
}

/** `before` is the tree of the run before, which failed. */
function portsOf(tree: Tree | null, before: Tree | null = null): Ports {
  const unused = () => Promise.reject(new Error('reproduce only reads the tree'));
  const repository: Repository = {
    settings: unused,
    jobs: unused,
    runLog: unused,
    jobLog: unused,
    jobAnnotations: unused,
    tree: async sha => (sha.startsWith('b') ? before : tree),
    head: unused,
    propose: unused,
    showCheck: unused,
    escalate: unused,
    lastGreen: unused,
    redBefore: async () => (before === null ? null : 'b'.repeat(40)),
    masked: async text => text,
  };
  return { repository, sandbox, model: { ask: unused }, clock: { now: () => new Date() } };
}

function incidentOf({
  failures,
  commands = [{ script: 'python -m pytest', exitCode: 1 }],
}: Omit<Given, 'files' | 'before'>): Diagnosed {
  const run = sampleRun({ repo, runId: 7 });
  return {
    id: incidentId(run),
    run,
    limits: { attempts: 3, dollars: 1 },
    ledger: emptyLedger,
    attempts: [],
    settings: { enabled: true },
    evidence: {
      job: { id: 1, name: 'test', url: run.url, step: { name: 'Test', number: 3 } },
      otherFailedJobs: [],
      logSource: 'archive',
      failures: [...failures],
      commands: commands.map(command => ({
        script: '',
        shell: '/usr/bin/bash -e {0}',
        env: {},
        exitCode: null,
        ...command,
      })),
      lastGreen: null,
      language: 'python',
      languageVersion: '3.11',
      digest: '',
      signature: 'f00d',
    },
    diagnosis: {
      class: 'code',
      errorType: 'TypeError',
      file: 'shop.py',
      line: 2,
      cause: '',
      confidence: 0.9,
      checks: [],
    },
  };
}

/** A sandbox that opens these files in turn instead of the incident's: chance, made to order. */
function inTurn(turns: readonly Files[]): Sandbox {
  let opened = 0;
  return {
    prepare: (tree, recipe) => sandbox.prepare(tree, recipe),
    async open(_, environment) {
      using made = treeOf(turns[opened++ % turns.length] ?? {});
      return await sandbox.open(made.tree, environment);
    },
  };
}

/** A sandbox in which every command has a few seconds only. */
function hasty(seconds: number): Sandbox {
  const hurried = (workspace: Workspace): Workspace => ({
    run: command => workspace.run({ ...command, seconds: Math.min(seconds, command.seconds) }),
    write: (path, text) => workspace.write(path, text),
    read: path => workspace.read(path),
    mask: text => workspace.mask(text),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  });
  return {
    prepare: (tree, recipe) => sandbox.prepare(tree, recipe),
    open: async (tree, environment) => hurried(await sandbox.open(tree, environment)),
  };
}

const red: Files = {
  'shop.py': 'def price(item):\n    return item["price"] + 1\n',
  'tests/test_shop.py':
    'from shop import price\n\ndef test_price():\n    assert price({"price": 1}) == 2\n\ndef test_none():\n    assert price(None) == 0\n',
};
const green: Files = { ...red, 'shop.py': 'def price(item):\n    return item["price"] + 1 if item else 0\n' };
const none = failure('tests/test_shop.py::test_none');

const own = 'import os\n\ndef test_own():\n    assert os.path.exists("/nowhere")\n';

test('failures that existed before the push are not repaired, and noted', async () => {
  const outcome = await reproduced({
    files: { ...red, 'tests/test_own.py': own },
    before: { ...green, 'tests/test_own.py': own },
    failures: [none, failure('tests/test_own.py::test_own', 'AssertionError')],
  });
  expect(outcome).toMatchObject({
    kind: 'next',
    incident: {
      reproduction: {
        targets: [{ testId: 'tests/test_shop.py::test_none' }],
        baseline: { failing: ['tests/test_own.py::test_own', 'tests/test_shop.py::test_none'] },
        recipe: {
          notes: ['Already failed before this push, so not repaired: tests/test_own.py::test_own.'],
        },
      },
    },
  });
});

test('a test file is no suspect, whatever it is called', async () => {
  const outcome = await reproduced({
    files: { 'shop.py': red['shop.py'] ?? '', 'checks.py': red['tests/test_shop.py'] ?? '' },
    failures: [failure('checks.py::test_none')],
    commands: [{ script: 'python -m pytest checks.py', exitCode: 1 }],
  });
  expect(outcome).toMatchObject({
    kind: 'next',
    incident: { reproduction: { executed: [{ file: 'shop.py', function: 'price' }] } },
  });
});

test('failures that existed before the push are repaired if nothing else failed', async () => {
  const files = { ...red, 'tests/test_own.py': own };
  const failures = [none, failure('tests/test_own.py::test_own', 'AssertionError')];
  expect(await reproduced({ files, before: files, failures })).toMatchObject({
    kind: 'next',
    incident: { reproduction: { targets: [none, ...failures.slice(1)].map(({ testId }) => ({ testId })) } },
  });
});

test("CI's failure that occurs here every time is reproduced, with a baseline of the full suite", async () => {
  const outcome = await reproduced({
    files: red,
    failures: [none, failure('tests/test_shop.py::test_gone')],
    commands: [
      { script: 'echo ready > /opt/ready' },
      { script: 'test -f /opt/ready && python -m pytest -v', exitCode: 1 },
    ],
  });
  expect(outcome).toMatchObject({
    kind: 'next',
    incident: {
      run: { runId: 7 },
      reproduction: {
        recipe: {
          setup: [{ text: 'echo ready > /opt/ready' }],
          notes: ['Failed in CI but not in the sandbox: tests/test_shop.py::test_gone.'],
        },
        environment: { workDirectory: `/home/runner/work/${repo}/${repo}` },
        targets: [{ testId: 'tests/test_shop.py::test_none', errorType: 'TypeError', file: 'shop.py', line: 2 }],
        baseline: {
          passing: ['tests/test_shop.py::test_price'],
          failing: ['tests/test_shop.py::test_none'],
          flaky: [],
          skipped: [],
          runs: 2,
        },
        executed: [{ file: 'shop.py', function: expect.any(String), score: expect.any(Number) }],
        output: expect.stringContaining('1 failed, 1 passed'),
      },
    },
  });
});

test('a test file that cannot be imported is a failure like any other', async () => {
  const files = { 'shop.py': 'import nowhere\n', 'tests/test_shop.py': 'import shop\n' };
  const collection = { ...failure('tests/test_shop.py', 'ModuleNotFoundError'), phase: 'collection' as const };
  const outcome = await reproduced({ files, failures: [collection] });
  expect(outcome).toMatchObject({
    kind: 'next',
    incident: { reproduction: { targets: [{ testId: 'tests/test_shop.py', file: 'shop.py', line: 1 }] } },
  });
});

test('unittest failures are reproduced with pytest, which collects the same tests', async () => {
  const suite = `
import unittest
from shop import price

def test_plain(): assert False

class Prices(unittest.TestCase):
    def test_price(self): self.assertEqual(price({"price": 1}), 2)
    def test_none(self): self.assertEqual(price(None), 0)
`;
  const outcome = await reproduced({
    files: { 'shop.py': red['shop.py'] ?? '', 'tests/test_shop.py': suite },
    failures: [failure('test_shop.py::Prices::test_none')],
    commands: [{ script: 'python -m unittest discover -s tests', exitCode: 1 }],
  });
  expect(outcome).toMatchObject({
    kind: 'next',
    incident: {
      reproduction: {
        targets: [{ testId: 'tests/test_shop.py::Prices::test_none', errorType: 'TypeError' }],
        baseline: {
          passing: ['tests/test_shop.py::Prices::test_price'],
          failing: ['tests/test_shop.py::Prices::test_none'],
        },
      },
    },
  });
});

test('a file in which CI timed out is reproduced by its hanging test', async () => {
  const files = {
    'shop.py': 'import time\n\ndef wait():\n    while True:\n        time.sleep(0.1)\n',
    'test_shop.py':
      'from shop import wait\n\ndef test_ok(): pass\ndef test_bad(): {}["a"]\ndef test_hangs(): wait()\ndef test_after(): {}["b"]\n',
  };
  const outcome = await reproduced({
    files,
    failures: [failure('test_shop.py', 'Timeout'), failure('test_shop.py', null)],
    commands: [{ script: 'pytest', exitCode: null, env: {} }],
    // That setup's own run of the command meets the hang too is not asked here.
    sandbox: {
      ...sandbox,
      prepare: (tree, recipe) => sandbox.prepare(tree, { ...recipe, test: { ...recipe.test, text: 'true' } }),
    },
  });
  expect(outcome).toMatchObject({
    kind: 'next',
    incident: {
      reproduction: {
        targets: [
          { testId: 'test_shop.py::test_hangs', errorType: 'Timeout', file: 'shop.py' },
          { testId: 'test_shop.py::test_bad', errorType: 'KeyError' },
        ],
        baseline: { passing: ['test_shop.py::test_ok'], failing: expect.arrayContaining(['test_shop.py::test_after']) },
      },
    },
  });
});

test('a test that passes alone depends on test order, and is not a target', async () => {
  const polluted = `
seen = []

def test_first():
    seen.append(1)

def test_second():
    assert sum(seen) + None if seen else True
`;
  const outcome = await reproduced({
    files: { 'test_order.py': polluted },
    failures: [failure('test_order.py::test_second')],
  });
  expect(outcome).toMatchObject({
    kind: 'stop',
    code: 'flaky',
    detail: expect.stringContaining('fails in the full suite but passes alone'),
  });
});

test.each([
  ['first red, then green', [red, green, red, red], 'tests/test_shop.py::test_none failed in 3 of 4 runs'],
  ['first green, then red', [green, red, green], 'failed in 1 of 3 runs'],
])('a test that is %s is flaky', async (_, turns, detail) => {
  const outcome = await reproduced({ files: red, failures: [none], sandbox: inTurn(turns) });
  expect(outcome).toMatchObject({ kind: 'stop', code: 'flaky', detail: expect.stringContaining(detail) });
});

test('a failure that never happens here is not reproducible', async () => {
  expect(await reproduced({ files: green, failures: [none] })).toMatchObject({
    kind: 'stop',
    code: 'not-reproducible',
    detail:
      "All 2 tests passed in the sandbox. CI's failure did not occur in 3 runs, so its failure rate in the sandbox is less than 63% (95% confidence).",
  });
});

test('a stop names what the sandbox lacks, such as files that CI fetched with LFS', async () => {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n';
  const steps = '      - uses: actions/checkout@v4\n        with: { lfs: true }\n      - run: python -m pytest\n';
  const files = {
    '.github/workflows/ci.yml': `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`,
    'model.bin': pointer,
    'tests/test_model.py':
      'def test_model():\n    with open("model.bin") as model:\n        assert model.read().startswith("version")\n',
  };
  expect(
    await reproduced({ files, failures: [failure('tests/test_model.py::test_model', 'AssertionError')] }),
  ).toMatchObject({
    code: 'not-reproducible',
    detail: expect.stringContaining('Differences from CI: Ignored the checkout option lfs.'),
  });
});

test('a process that a step leaves running is there in every run, and said', async () => {
  const client =
    "import socket\n\ndef test_greeting():\n    said = socket.create_connection(('127.0.0.1', 7777)).recv(100)\n    assert said == b'good day'\n";
  const server =
    "import socket\nserver = socket.create_server(('127.0.0.1', 7777))\nwhile True:\n    server.accept()[0].sendall(b'hello')\n";
  const start = 'python server.py &\nuntil (: < /dev/tcp/127.0.0.1/7777); do sleep 0.1; done 2> /dev/null';
  const outcome = await reproduced({
    files: { 'server.py': server, 'test_client.py': client },
    failures: [failure('test_client.py::test_greeting', 'AssertionError')],
    commands: [{ script: start }, { script: 'python -m pytest', exitCode: 1 }],
  });
  expect(outcome.kind === 'next' && outcome.incident.reproduction.recipe.notes).toEqual([
    expect.stringMatching(/^`python server\.py &` leaves a process running; it is run again before every command/),
  ]);
});

test('the same test with a different error is a different failure', async () => {
  expect(await reproduced({ files: red, failures: [failure(none.testId, 'KeyError')] })).toMatchObject({
    kind: 'stop',
    code: 'not-reproducible',
    detail: expect.stringContaining('in the sandbox, tests/test_shop.py::test_none (TypeError) failed instead'),
  });
});

test('a forged success proves nothing', async () => {
  const forged = `${red['tests/test_shop.py']}\ndef test_zero():\n    print("=== 1 failed, 1 passed ===")\n    import os\n    os._exit(1)\n`;
  const outcome = await reproduced({
    files: { ...red, 'tests/test_shop.py': forged },
    failures: [none],
    commands: [{ script: 'python -m pytest -s', exitCode: 1 }],
  });
  expect(outcome).toMatchObject({
    kind: 'stop',
    code: 'not-reproducible',
    detail: expect.stringContaining('tests/test_shop.py::test_zero (Crash) failed instead'),
  });
});

test('a command that collects nothing stops with no-tests', async () => {
  const outcome = await reproduced({ files: { 'shop.py': '' }, failures: [none] });
  expect(outcome).toMatchObject({
    kind: 'stop',
    code: 'no-tests',
    detail: expect.stringContaining('collected 0 items'),
  });
});

test('a hang stops with timed-out', async () => {
  const files = { 'test_hang.py': 'def test_hang():\n    while True: pass\n' };
  const outcome = await reproduced({ files, failures: [failure('test_hang.py::test_hang')], sandbox: hasty(2) });
  expect(outcome).toMatchObject({
    kind: 'stop',
    code: 'timed-out',
    detail: expect.stringMatching(/timed out after [2-9] s/),
  });
});

test('a failed setup is reported with its command and the tail of its output', async () => {
  const commands = [{ script: 'echo no such package; exit 3' }, { script: 'pytest', exitCode: 1 }];
  expect(await reproduced({ files: red, failures: [none], commands })).toMatchObject({
    kind: 'stop',
    code: 'setup-failed',
    detail: 'The setup command `echo no such package; exit 3` exited with code 3:\nno such package\n',
  });
});

test('an unavailable commit, a log without a failing test and a repository without Python each have their own stop', async () => {
  expect(await reproduce(incidentOf({ failures: [none] }), portsOf(null))).toMatchObject({ code: 'source-gone' });
  expect(await reproduced({ files: red, failures: [] })).toMatchObject({ code: 'unsupported' });
  expect(await reproduced({ files: { 'index.js': '' }, failures: [none] })).toMatchObject({ code: 'unsupported' });
});
