// A workflow has the password of its test database in clear, and CI's log shows it: the job works in the sandbox as in CI, and
// nothing that leaves this machine, and nothing in the database, has the password.
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoFiles } from '../../src/demo/demo-files.ts';
import type { Published } from '../../src/incident/incident.ts';
import { pushExposingTest, repository, type Scenario, startScenario } from './scenario.ts';

const password = ['hu', 'nter2-Kq9', 'vXw'].join('');
const address = `postgres://app:${password}@localhost:5432/shop_test`;
/** Passes only where the variable has its value, and shows it. */
const needsIt = `import hashlib
import os


def test_the_address_is_whole():
    address = os.environ["DATABASE_URL"]
    print("connecting to", address)
    assert hashlib.sha256(address.encode()).hexdigest() == "${createHash('sha256').update(address).digest('hex')}"
`;

describe("a test database's password", () => {
  let scenario: Scenario;
  let incident: Published;

  beforeAll(async () => {
    const files = (await demoFiles()).green;
    files['requirements.txt'] += `# ${randomUUID()}\n`;
    files['tests/test_environment.py'] = needsIt;
    const workflow = files['.github/workflows/ci.yml'] ?? '';
    files['.github/workflows/ci.yml'] = workflow
      .replace('    steps:\n', `    env:\n      DATABASE_URL: ${address}\n    steps:\n`)
      .replace('pytest', 'pytest -rP');
    scenario = await startScenario({ files });
    await pushExposingTest(scenario);
    const { entry } = await scenario.ended();
    if (entry.state !== 'published') throw new Error(`It ended otherwise: ${JSON.stringify(entry).slice(0, 6_000)}`);
    incident = entry.incident;
  });
  afterAll(() => scenario.stop());

  test('works in the sandbox: the test that needs it passes there', () => {
    expect(incident.reproduction.baseline.passing.join()).toContain('test_the_address_is_whole');
  });

  test('is in no prompt, and on no page of GitHub', async () => {
    const { gemini, github } = scenario.stack;
    expect(gemini?.questions.length).toBeGreaterThan(2);
    const shown = [
      gemini?.questions,
      await github.pulls(repository),
      github.checkRuns(repository),
      github.issues(repository),
    ];
    expect(JSON.stringify(shown)).not.toContain(password);
  });

  test('is not in the database, which has it sealed', async () => {
    const parts = ['', '-wal'].map(end =>
      readFile(join(scenario.directory, `nightwatch.db${end}`), 'latin1').catch(() => ''),
    );
    const stored = (await Promise.all(parts)).join('');
    expect(stored).toContain('postgres://app:<SECRET:1>@localhost:5432/shop_test');
    expect(stored).toContain('"sealed"');
    expect(stored).not.toContain(password);
  });
});
