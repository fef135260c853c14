// A failure that the run at the end of setup shows, which has network: whether it is put down to the network. Without an engine.
import { expect, test } from '@jest/globals';
import type { Ports, Sandbox, Tree } from '../../../src/ports.ts';
import { reproduce } from '../../../src/stages/reproduce/reproduce.ts';
import { sampleEntries, sampleRun } from '../../contracts/store-entries.ts';
import { type Reported, scriptedSandbox } from '../../suite/scripted-sandbox.ts';
import { treeOf } from '../../suite/tree-of.ts';

const { incident } = sampleEntries(sampleRun()).diagnosed;
const [inCi] = incident.evidence.failures;
const testId = 'tests/test_user_service.py::test_unknown_user';

const red: Reported = {
  outcomes: new Map([[testId, 'failed']]),
  failures: inCi === undefined ? [] : [inCi],
};
const green: Reported = { outcomes: new Map([[testId, 'passed']]), failures: [] };

const online = `=========================== short test summary info ============================
FAILED ${testId} - TypeError: 'NoneType' object is not subscriptable
============================== 1 failed in 0.02s ===============================
`;

test.each([
  [
    'never without it needs it',
    [green, green, green],
    'not-reproducible',
    `${testId} (TypeError) failed as in CI while the network was available, at the end of setup, but not without it. The tests need the network, and Nightwatch runs untrusted code without.`,
  ],
  [
    'in the second run without it, too, is flaky',
    [green, red, green],
    'flaky',
    expect.stringContaining('failed in 1 of 3 runs'),
  ],
  [
    'in the third run without it, too, is flaky',
    [green, green, red],
    'flaky',
    expect.stringContaining('failed in 1 of 3 runs'),
  ],
])('a test that fails with network and %s', async (_, offline, code, detail) => {
  using made = treeOf({ 'pyproject.toml': '', 'user_service.py': '' });
  const { sandbox, runs } = scriptedSandbox(run => offline[run - 1] ?? green);
  const outcome = await reproduce(incident, portsOf(made.tree, preparedWith(sandbox, online)));
  expect(outcome).toMatchObject({ kind: 'stop', code, detail });
  expect(runs).toHaveLength(3);
});

test('a failed setup is reported with what it was refused', async () => {
  using made = treeOf({ 'pyproject.toml': '', 'user_service.py': '' });
  const { sandbox } = scriptedSandbox(() => green);
  const finished = { end: 'exited', exitCode: 22, output: 'curl: (22) 403\n', seconds: 1 } as const;
  const notes = ['Setup asked for `example.com`, which is not an allowed host (see `SANDBOX_ALLOWED_HOSTS`).'];
  const refused: Sandbox = {
    ...sandbox,
    prepare: async () => ({ kind: 'failed', command: 'curl -f example.com', finished, notes }),
  };
  const outcome = await reproduce(incident, portsOf(made.tree, refused));
  const detail = expect.stringMatching(
    /exited with code 22:\ncurl: \(22\) 403\n+Differences from CI: .*Setup asked for `example\.com`, which/,
  );
  expect(outcome).toMatchObject({ kind: 'stop', code: 'setup-failed', detail });
});

/** Its setup ends with a run that printed this. */
function preparedWith(sandbox: Sandbox, output: string): Sandbox {
  const environment = { image: 'i', digest: 'sha256:0', workDirectory: '/w' };
  const firstRun = { end: 'exited', exitCode: 1, output, seconds: 1 } as const;
  return {
    ...sandbox,
    prepare: async () => ({ kind: 'ready', environment, firstRun, notes: [], cached: false, seconds: 1 }),
  };
}

function portsOf(tree: Tree, sandbox: Sandbox): Ports {
  const unused = () => Promise.reject(new Error('Nothing but the tree is needed.'));
  return {
    repository: {
      settings: unused,
      jobs: unused,
      runLog: unused,
      jobLog: unused,
      jobAnnotations: unused,
      tree: async () => tree,
      head: unused,
      propose: unused,
      showCheck: unused,
      escalate: unused,
      lastGreen: unused,
      redBefore: unused,
      masked: async text => text,
    },
    sandbox,
    model: { ask: unused },
    clock: { now: () => new Date() },
  };
}
