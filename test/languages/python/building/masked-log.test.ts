// A log is masked before its commands are read: what the workflow file shows in clear works on in the sandbox, and no mask
// ever gets into a command.
import { expect, test } from '@jest/globals';
import { maskerOnThisThread } from '../../../../src/adapters/secrets/scan.ts';
import type { LoggedCommand } from '../../../../src/incident/evidence.ts';
import type { Recipe } from '../../../../src/incident/reproduction.ts';
import { recipe } from '../../../../src/languages/python/building/recipe.ts';

const mask = maskerOnThisThread();
const password = ['hu', 'nter2-Kq9', 'vXw'].join('');
const address = `postgres://app:${password}@localhost:5432/shop_test`;

function made(steps: string, commands: readonly Partial<LoggedCommand>[], more = ''): Recipe {
  const workflow = `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;
  const result = recipe({
    run: { repo: 'shop', workflowPath: '.github/workflows/ci.yml' },
    evidence: {
      job: { id: 1, name: 'test', url: 'https://github.com/acme/shop', step: { name: 'Test', number: 4 } },
      commands: commands.map(given => ({ script: '', shell: null, env: {}, exitCode: null, ...given })),
      failures: [],
      languageVersion: '3.11',
    },
    workflow,
    paths: ['shop.py'],
    texts: new Map(),
  });
  if (result.kind === 'unbuildable') throw new Error(result.why);
  return result.recipe;
}

function masked(text: string): string {
  const result = mask(text);
  expect(result).not.toContain(password);
  return result;
}

test("a test database's password in `env:` reaches the sandbox", () => {
  const env = { DATABASE_URL: masked(address), MODE: 'ci' };
  const { test, notes } = made(
    '      - run: pytest\n',
    [{ script: 'pytest', env, exitCode: 1 }],
    `    env: { DATABASE_URL: '${address}' }\n`,
  );
  expect(test.env).toMatchObject({ DATABASE_URL: address, MODE: 'ci' });
  expect(notes).toEqual([]);
});

test('so does one with a port that GitHub chose, and one that an earlier step exported', () => {
  const port = `\${{ job.services.db.ports[5432] }}`;
  const steps = `      - run: echo "DATABASE_URL=${address}" >> $GITHUB_ENV\n      - run: pytest\n        env: { OTHER_URL: 'postgres://app:${password}@localhost:${port}/x' }\n`;
  const env = { DATABASE_URL: masked(address), OTHER_URL: masked(`postgres://app:${password}@localhost:49153/x`) };
  const services = "    services: { db: { image: 'postgres:15', ports: [5432] } }\n";
  const result = made(steps, [{ script: 'pytest', env, exitCode: 1 }], services);
  expect(result.test.env).toMatchObject({
    DATABASE_URL: address,
    OTHER_URL: `postgres://app:${password}@localhost:49153/x`,
  });
  expect(result.services[0]?.ports).toEqual([{ host: 49153, container: 5432 }]);
});

test('a password in a script is in the replayed script, and its folder is known', () => {
  const setup = `psql ${address} -c 'create table a (b int)'`;
  const steps = `      - run: ${setup}\n        working-directory: db\n      - run: pytest --dsn ${address}\n`;
  const commands = [{ script: masked(setup) }, { script: masked(`pytest --dsn ${address}`), exitCode: 1 }];
  const result = made(steps, commands);
  expect(result.setup.at(-1)).toMatchObject({ text: setup, directory: 'db' });
  expect(result.test.text).toBe(`pytest --dsn ${address}`);
});

test("GitHub's own mask in a word of the script is undone", () => {
  const { test, setup } = made('      - run: pip install .\n      - run: pytest shop\n', [
    { script: 'pip install .' },
    { script: 'py*** shop', exitCode: 1 },
  ]);
  expect(setup.map(({ text }) => text)).toEqual(['pip install .']);
  expect(test.text).toBe('pytest shop');
});

test('what only CI knows is not in the sandbox: neither its value, nor its mask', () => {
  const token = `\${{ secrets.TOKEN }}`;
  const steps = `      - run: login ${token}\n      - run: pytest --token=${token} -q\n        env: { API_KEY: '${token}' }\n`;
  const commands = [
    { script: 'login ***' },
    { script: 'pytest --token=*** -q', env: { API_KEY: '***', EXPORTED: '<SECRET:1>' }, exitCode: 1 },
  ];
  const { setup, test, notes } = made(steps, commands);
  expect(setup).toEqual([]);
  expect(test.text).toBe('pytest --token= -q');
  expect(test.env).not.toHaveProperty('API_KEY');
  expect(test.env).not.toHaveProperty('EXPORTED');
  expect(notes).toEqual([
    'Left `login ***` out of the setup: it needs a secret.',
    'Secrets are not available in the sandbox: `pytest --token=*** -q` runs without them.',
    'Secrets are not available in the sandbox: API_KEY, EXPORTED.',
  ]);
});

test('without a step in the workflow file, nothing of a mask is left in a command', () => {
  const { setup, test } = made('      - run: make\n', [
    { script: 'init --key <SECRET:1>' },
    { script: 'pytest --key <SECRET:1>', exitCode: 1 },
  ]);
  expect(setup).toEqual([]);
  expect(test.text).toBe('pytest --key ');
});
