import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoFiles } from '../../src/demo/demo-files.ts';
import type { Published } from '../../src/incident/incident.ts';
import type { IncidentView } from '../../src/incident/journal.ts';
import { pushExposingTest, repository, type Scenario, startScenario, until } from './scenario.ts';

const run = promisify(execFile);

describe('a failing push', () => {
  let scenario: Scenario;
  let view: IncidentView;
  let incident: Published;
  let sha: string;

  beforeAll(async () => {
    const files = (await demoFiles()).green;
    // A set-up of its own makes an environment of its own: its containers are told from those of other scenarios.
    files['requirements.txt'] += `# ${randomUUID()}\n`;
    scenario = await startScenario({ files });
    sha = await pushExposingTest(scenario);
    view = await scenario.ended();
    if (view.entry.state !== 'published')
      throw new Error(`It ended otherwise: ${JSON.stringify(view.entry, null, 2).slice(0, 6_000)}`);
    incident = view.entry.incident;
  });
  afterAll(() => scenario.stop());

  test('becomes one pull request on a branch named after the incident', async () => {
    const pulls = await scenario.stack.github.pulls(repository);
    expect(pulls).toHaveLength(1);
    expect(pulls[0]).toMatchObject({
      number: incident.proposal.number,
      state: 'open',
      head: { ref: `nightwatch/fix-${incident.id}` },
      base: { ref: 'main' },
    });
  });

  test('the pull request shows what happened, why, the fix, the test, the proof, the attempts and the cost', async () => {
    const body = (await scenario.stack.github.pulls(repository))[0]?.body ?? '';
    for (const heading of [
      'What happened',
      'Root cause',
      'The fix',
      'The regression test',
      'The proof',
      'Attempts and cost',
    ])
      expect(body).toContain(`## ${heading}`);
    expect(body).toContain(incident.patch.proof.treeAfter);
    expect(body).toContain(incident.patch.proof.imageDigest);
    expect(body).toContain(incident.guard.path);
  });

  test('the published tree is the tested tree, and its parent is the failing commit', async () => {
    const git = (...args: string[]) => run('git', ['-C', scenario.stack.github.gitDirectory(repository), ...args]);
    const branch = `nightwatch/fix-${incident.id}`;
    expect((await git('rev-parse', `${branch}^{tree}`)).stdout.trim()).toBe(incident.patch.proof.treeAfter);
    expect((await git('rev-parse', `${branch}^`)).stdout.trim()).toBe(sha);
  });

  test('the regression test is red on the failing commit and green on the head, in plain checkouts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nightwatch-checkout-'));
    try {
      await run('git', ['clone', '-q', scenario.stack.github.gitDirectory(repository), folder]);
      const head = `origin/nightwatch/fix-${incident.id}`;
      await run('git', ['-C', folder, 'checkout', '-q', head]);
      expect(await pytest(folder, incident.guard.path)).toBe(0);
      await run('git', ['-C', folder, 'checkout', '-q', sha]);
      await run('git', ['-C', folder, 'checkout', head, '--', incident.guard.path]);
      expect(await pytest(folder, incident.guard.path)).toBe(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('its proof is verified again from the text of the pull request and another clone, unless a figure was changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nightwatch-verified-'));
    try {
      const clone = join(folder, 'clone.git');
      await run('git', ['clone', '-q', '--bare', scenario.stack.github.gitDirectory(repository), clone]);
      const body = (await scenario.stack.github.pulls(repository))[0]?.body ?? '';
      const honest = join(folder, 'pull-request.md');
      await writeFile(honest, body);
      const verified = await verify(honest, clone);
      expect(verified.output).toMatch(/All \d+ statements hold/);
      expect(verified.output).not.toContain('FAILS');
      for (const what of [
        'base image',
        'failing tests, before',
        'regression test, before',
        'whole suite, after',
        'canary',
      ])
        expect(verified.output).toMatch(new RegExp(`^holds +${what}`, 'm'));
      expect(verified.exitCode).toBe(0);
      const tampered = join(folder, 'tampered.md');
      await writeFile(tampered, body.replace('"redRuns": 3', '"redRuns": 4'));
      expect(await verify(tampered, clone)).toMatchObject({
        exitCode: 1,
        output: expect.stringMatching(/^FAILS +receipt/m),
      });
      expect(await verify(honest, join(folder, 'nothing.git'))).toMatchObject({ exitCode: 2 });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('CI on the pull request is green, and recorded on its incident', async () => {
    await scenario.stack.github.settled();
    const recorded = await until(async () => (await scenario.store.find(incident.id))?.proposalRun);
    expect(recorded).toMatchObject({ conclusion: 'success', headSha: incident.proposal.commit });
    expect((await scenario.store.list({ limit: 10, offset: 0 })).total).toBe(1);
  });

  test('has one check run that completes with a clear verdict, and annotations on the relevant lines', () => {
    const ours = scenario.stack.github.checkRuns(repository).filter(check => check.name === 'Nightwatch');
    expect(ours).toHaveLength(1);
    expect(ours[0]).toMatchObject({ headSha: sha, status: 'completed', conclusion: 'neutral' });
    expect(JSON.stringify(ours[0])).toContain(`Proposed a proven fix in #${incident.proposal.number}`);
    expect(JSON.stringify(ours[0])).toContain(incident.diagnosis.file);
  });

  test('opens no issue, because no person needs to act', () => {
    expect(scenario.stack.github.issues(repository)).toHaveLength(0);
  });

  test('every stage is in the journal, in order', () => {
    expect(view.steps.map(step => step.stage)).toEqual([
      'configure',
      'collect',
      'diagnose',
      'reproduce',
      'guard',
      'repair',
      'publish',
    ]);
  });

  test('no token or key is in the database, the mirrors or the prompts', async () => {
    const { environment, gemini } = scenario.stack;
    const secrets = [environment['WEBHOOK_SECRET'] ?? '', 'ghs_', 'BEGIN RSA PRIVATE KEY'];
    for (const secret of secrets) {
      const found = await run('grep', ['-rlaF', secret, scenario.directory]).catch(() => ({ stdout: '' }));
      expect(found.stdout).toBe('');
      for (const question of gemini?.questions ?? []) expect(question.prompt).not.toContain(secret);
    }
  });

  test('leaves no container behind when Nightwatch stops', async () => {
    await scenario.nightwatch?.stop(5_000);
    scenario.nightwatch = null;
    const { stdout } = await run('docker', [
      'ps',
      '-aq',
      '--filter',
      'label=nightwatch.container',
      '--filter',
      `ancestor=${incident.reproduction.environment.image}`,
    ]);
    expect(stdout).toBe('');
  });
});

/** Exit code of pytest on one file, in a container of the image the project names; the folder is mounted read-only. */
async function pytest(folder: string, file: string): Promise<number> {
  const command = ['run', '--rm', '--network', 'none', '-v', `${folder}:/src:ro`, '-w', '/src', 'python:3.11-slim'];
  try {
    await run('docker', [...command, 'python', '-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', file]);
    return 0;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'number') return code;
    throw error;
  }
}

/** The command as a person runs it. */
async function verify(receipt: string, clone: string): Promise<{ exitCode: unknown; output: string }> {
  const file = join(import.meta.dirname, '../../src/verify/verify.ts');
  try {
    return { exitCode: 0, output: (await run(process.execPath, [file, receipt, clone])).stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    return { exitCode: code, output: `${stdout}${stderr}` };
  }
}
