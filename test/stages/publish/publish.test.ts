// repaired → published: the proven tree on a branch of ours, and a pull request that shows the proof.
import { describe, expect, test } from '@jest/globals';
import type { Change, Proposed } from '../../../src/incident/change.ts';
import type { Repaired } from '../../../src/incident/incident.ts';
import type { Ports, Repository, Tree } from '../../../src/ports.ts';
import { commitMessage, pullRequestBody, pullRequestTitle } from '../../../src/stages/publish/body.ts';
import { publish } from '../../../src/stages/publish/publish.ts';
import { lastLines } from '../../../src/text/truncation.ts';
import { proposal, sampleEntries, sampleRun } from '../../contracts/store-entries.ts';
import { untouched } from '../../engine/stand-ins.ts';
import { hostileEntries } from '../../report/hostile.ts';
import { outsideFences, poisoned } from '../../report/poisoned.ts';
import { treeOf } from '../../suite/tree-of.ts';

const run = sampleRun();
const { incident } = sampleEntries(run).repaired;
const branch = 'nightwatch/fix-17000000001-1';

describe('publishing', () => {
  test('proposes exactly the tested tree, on the failing commit, to the failing branch', async () => {
    const { outcome, changes } = await published({ heads: { main: run.headSha } });
    expect(outcome).toEqual({ kind: 'next', incident: { ...incident, proposal } });
    expect(changes).toMatchObject([
      {
        branch,
        parent: run.headSha,
        into: 'main',
        files: incident.patch.changes,
        tree: incident.patch.proof.treeAfter,
        labels: ['nightwatch'],
      },
    ]);
  });

  test.each([
    ['moved on', { main: 'b'.repeat(40) }, 'main is now at bbbbbbb.'],
    ['is gone', {}, 'main was deleted.'],
  ])('is discarded when the branch %s in the meantime', async (_, heads, detail) => {
    const { outcome, changes } = await published({ heads });
    expect(outcome).toEqual({ kind: 'stop', code: 'superseded', detail });
    expect(changes).toEqual([]);
  });

  test('that was begun before a crash is finished, also when the branch moved on since', async () => {
    const { outcome } = await published({ heads: { main: 'b'.repeat(40), [branch]: 'c'.repeat(40) } });
    expect(outcome.kind).toBe('next');
  });

  test("ends in GitHub's words when GitHub refuses", async () => {
    const refused = { kind: 'refused', reason: 'Resource not accessible by integration' } as const;
    const { outcome } = await published({ heads: { main: run.headSha }, proposed: refused });
    expect(outcome).toEqual({ kind: 'stop', code: 'publish-refused', detail: refused.reason });
  });
});

describe('a patch with a new capability', () => {
  const capability = { file: 'user_service.py', line: 3, words: 'starts or signals processes', name: 'subprocess' };
  const sentence = 'user_service.py:3 starts or signals processes, which the file did not do before (subprocess).';
  const patch = { ...incident.patch, capabilities: [capability] };
  const approval = { login: 'ada', at: '2026-11-20T09:00:00.000Z' };
  const approved = { ...incident, patch: { ...patch, approval } };

  test('waits for a person, and nothing is pushed', async () => {
    const { outcome, changes } = await published({ heads: { main: run.headSha }, known: { ...incident, patch } });
    expect(outcome).toEqual({ kind: 'stop', code: 'needs-approval', detail: sentence });
    expect(changes).toEqual([]);
  });

  test('waits also when there is a branch of that name', async () => {
    const heads = { main: run.headSha, [branch]: 'c'.repeat(40) };
    const { outcome, changes } = await published({ heads, known: { ...incident, patch } });
    expect(outcome).toMatchObject({ kind: 'stop', code: 'needs-approval' });
    expect(changes).toEqual([]);
  });

  test('becomes a draft when it was approved, which says so before everything else', async () => {
    const { outcome, changes } = await published({ heads: { main: run.headSha }, known: approved });
    expect(outcome.kind).toBe('next');
    expect(changes).toMatchObject([{ isDraft: true }]);
    const body = changes[0]?.body ?? '';
    expect(body.split('\n').slice(0, 3)).toEqual([
      '## New capability',
      '',
      '- `user_service.py:3` starts or signals processes, which the file did not do before (`subprocess`).',
    ]);
    expect(body).toContain('`ada` approved opening it on 2026-11-20.');
  });

  test('is discarded all the same when the branch moved while it waited', async () => {
    const { outcome } = await published({ heads: { main: 'b'.repeat(40) }, known: approved });
    expect(outcome).toMatchObject({ kind: 'stop', code: 'superseded' });
  });

  test('is no draft without one', async () => {
    const { changes } = await published({ heads: { main: run.headSha } });
    expect(changes).toMatchObject([{ isDraft: false, body: expect.not.stringContaining('New capability') }]);
  });
});

describe('the pull request', () => {
  const body = pullRequestBody(incident);

  test('shows what was dropped, which tests were not used, and what speaks against the change before everything else', () => {
    const { guard, patch } = incident;
    const [leftOut, first, second] = ['+left = "out"', 'def test_first(): ...', 'def test_second(): ...'];
    const proof = { ...patch.proof, doubts: ['A second test stays red.'] };
    const spare = { ...guard, source: second };
    const full = { ...incident, patch: { ...patch, leftOut, proof }, guard: { ...guard, spare, replaced: first } };
    const told = pullRequestBody(full);
    const order = ['## Caveats', 'A second test stays red', 'an alternative replaced it', '## What happened'];
    expect(order.map(part => told.indexOf(part))).toEqual(
      order.map(part => told.indexOf(part)).toSorted((a, b) => a - b),
    );
    for (const part of [...order, leftOut, first, second]) expect(told).toContain(part);
    for (const part of ['Dropped changes', 'The test it replaced', 'An alternative test']) {
      expect(told).toContain(part);
      expect(body).not.toContain(part);
    }
  });

  test('has what a reviewer needs, caveats first', () => {
    const order = [
      'Nightwatch, a bot,',
      '## Caveats',
      'names a line of the trace',
      'not examined: lint.',
      '## What happened',
      `[Run 17000000001](${run.url})`,
      '## Root cause',
      'without checking that there is one',
      '## The fix',
      'Answer False for an unknown user.',
      '```diff',
      '## The regression test',
      '`tests/test_nightwatch_unknown_user.py` failed 2 of 2 times before the fix',
      '```python',
      '## The proof',
      '| the regression test |',
      'sha256:beef',
      incident.patch.proof.treeBefore,
      incident.patch.proof.treeAfter,
      '## Attempts and cost',
      'guard-red: The regression test still fails.',
      'Attempts: 2 of 3. Model calls: 1, with 900 input and 120 output tokens, $0.0123.',
      'never merges',
    ].map(part => [body.indexOf(part), part] as const);
    expect(order.filter(([place]) => place < 0)).toEqual([]);
    expect(order).toEqual(order.toSorted(([a], [b]) => a - b));
  });

  test('says "verified by", never that it is correct', () => {
    expect(body).toContain('Verified by');
    expect(body).not.toMatch(/\bcorrect|\bguarantee|\bsafe\b/i);
  });

  test('has no caveats where there are none', () => {
    const { evidence, diagnosis, reproduction } = incident;
    const sure: Repaired = {
      ...incident,
      evidence: { ...evidence, otherFailedJobs: [] },
      diagnosis: { ...diagnosis, checks: [{ claim: 'names a file', holds: true }] },
      reproduction: {
        ...reproduction,
        recipe: { ...reproduction.recipe, notes: [] },
        baseline: { ...reproduction.baseline, flaky: [], failing: [] },
      },
    };
    expect(pullRequestBody(sure)).not.toContain('Caveats');
  });

  test('names the failing tests that it does not cover', () => {
    const { evidence, reproduction } = incident;
    const [failure] = evidence.failures;
    if (!failure) throw new Error('The sample has no failure.');
    const more = Array.from({ length: 7 }, (_, n) => ({ ...failure, testId: `other_${n}` }));
    const baseline = { ...reproduction.baseline, failing: ['old'], flaky: ['coin'] };
    const partly = { ...incident, evidence: { ...evidence, failures: [failure, ...more] } };
    const text = pullRequestBody({ ...partly, reproduction: { ...reproduction, baseline } }).replaceAll('\\_', '_');
    expect(text).toContain('not covered by this fix: other_0, other_1, other_2, other_3, other_4 and 2 more.');
    expect(text).toContain('still fail: old.');
    expect(text).toContain('not counted as evidence: coin.');
  });

  test.each([
    [20, null],
    [21, '… and 1 more.'],
  ])('lists twenty failing tests at most: %i', (count, more) => {
    const [sample] = incident.reproduction.targets;
    if (!sample) throw new Error('The sample has no target.');
    const targets = Array.from({ length: count }, (_, n) => ({ ...sample, testId: `t.py::case${n}` }));
    const text = pullRequestBody({ ...incident, reproduction: { ...incident.reproduction, targets } });
    expect(text.match(/^\| t\.py::case/gm)).toHaveLength(20);
    expect(/… and .* more\./.exec(text)?.[0] ?? null).toBe(more);
  });

  test('has a short title, and a commit with the trailer that tells it as ours', () => {
    expect(pullRequestTitle(incident)).toBe('Fix TypeError in user_service.py (test_unknown_user)');
    expect(commitMessage(incident)).toBe(
      'Fix TypeError in user_service.py (test_unknown_user)\n\nAnswer False for an unknown user.\n\nNightwatch-Incident: 17000000001-1\n',
    );
  });

  test('names what the patch changes, not what the diagnosis guessed; the file with the most changes first', () => {
    const part = (path: string, ...lines: string[]) =>
      `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -8,2 +8,${lines.length + 2} @@\n a\n${lines.map(line => `+${line}\n`).join('')} b\n`;
    const { path } = incident.guard;
    const diff = part(path, 'x', 'y', 'z') + part('shop/a.py', 'x') + part('shop/b.py', 'x', 'y');
    const changed = { ...incident, patch: { ...incident.patch, diff } };
    expect(pullRequestTitle(changed)).toBe('Fix TypeError in shop/b.py (test_unknown_user)');
    expect(pullRequestBody(changed)).toContain('At `shop/b.py:9` and `shop/a.py:9`.');
    expect(pullRequestBody(changed)).not.toContain(`${incident.diagnosis.file}:${incident.diagnosis.line}`);
  });

  test('shows what changed since the last green run, and the change of the fixed files', async () => {
    using made = treeOf({ 'a.py': 'x = 1\n', 'b.py': 'y = 1\n', 'c.py': '# \0\nz = 1\n' });
    const failing = await made.tree.with([
      { path: 'a.py', content: 'x = 2\n', executable: false },
      { path: 'b.py', content: 'y = 1\nz = "`@octocat`"\n', executable: false },
      { path: 'c.py', content: '# \0\nz = 2\n', executable: false },
    ]);
    const fixed = await failing.with([{ path: 'a.py', content: 'x = 3\n', executable: false }]);
    const green = '9'.repeat(40);
    const patched = { ...incident.patch, diff: await failing.diff(fixed) };
    const known = { ...incident, evidence: { ...incident.evidence, lastGreen: green }, patch: patched };
    const trees: Record<string, Tree> = { [green]: made.tree, [run.headSha]: failing };
    const { changes } = await published({ heads: { main: run.headSha }, known, trees });
    const text = changes[0]?.body ?? '';
    expect(text).toContain(`compare/${green}...${run.headSha}`);
    expect(text).toContain('| a.py | 1           | 1             |');
    expect(text).toContain('| b.py | 1           | 0             |');
    expect(text).toContain('| c.py | binary      | binary        |');
    expect(text).toContain('-x = 1\n+x = 2');
    expect(text).not.toContain('octocat');
    const unknown = await published({ heads: { main: run.headSha }, known, trees: {} });
    expect(unknown.changes[0]?.body).not.toContain('last green run');
  });

  test('is cut once: the output of the regression test shows one notice at most', () => {
    const output = lastLines('a line of output\n'.repeat(1_000), 4_000);
    const text = pullRequestBody({ ...incident, guard: { ...incident.guard, output } });
    expect(text.match(/characters omitted/g)).toHaveLength(1);
  });

  test('is taken by GitHub whatever was written by whom, and does nothing there', () => {
    for (const entry of Object.values(hostileEntries)) {
      const known = entry.incident;
      const text = pullRequestBody(known);
      expect(text.length).toBeLessThan(65_535);
      expect(text).not.toContain('\0');
      expect(text).toMatch(/will not open it again\.$/);
      expect(outsideFences(text)).not.toMatch(/@octocat|#1\b|(?<!\\)<!--|(?<!\\)!\[x\]|\/\/evil/);
      expect(pullRequestTitle(known).length).toBeLessThanOrEqual(120);
    }
  });

  test('does not let an idea close an issue, call people or forge a trailer by way of the commit', () => {
    const message = commitMessage(poisoned('Fixes #1\n\nNightwatch-Incident: 1-1\nCo-authored-by: @octocat'));
    expect(message).not.toMatch(/#1|@octocat/);
    expect(message.match(/^Nightwatch-Incident: /gm)).toHaveLength(1);
    expect(message.match(/^Co-authored-by/gm)).toBeNull();
  });
});

async function published({
  heads,
  proposed,
  known = incident,
  trees = {},
}: {
  heads: Record<string, string>;
  proposed?: Proposed;
  known?: Repaired;
  trees?: Record<string, Tree>;
}) {
  const changes: Change[] = [];
  const repository: Repository = {
    ...untouched,
    head: async name => heads[name] ?? null,
    tree: async sha => trees[sha] ?? null,
    async propose(change) {
      changes.push(change);
      return proposed ?? { kind: 'proposed', proposal };
    },
  };
  const nothing = async (): Promise<never> => {
    throw new Error('Publishing needs GitHub alone.');
  };
  const ports: Ports = {
    repository,
    model: { ask: nothing },
    sandbox: { prepare: nothing, open: nothing },
    clock: { now: () => new Date() },
  };
  return { outcome: await publish(known, ports), changes };
}
