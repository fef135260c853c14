// Environments that are kept, on a real Docker engine: nothing that one branch or repository can change reaches another's verdict.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox } from '../../src/adapters/docker/sandbox.ts';
import type { Recipe } from '../../src/incident/reproduction.ts';
import type { WorkflowRun } from '../../src/incident/run.ts';
import type { Prepared, Tree } from '../../src/ports.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';
import { sampleRun } from './store-entries.ts';

const docker = new Docker();
const owner = `test-${randomUUID()}`;
const limits = { memoryMb: 256, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 2_048 };
const sandboxes = openSandbox({ docker, owner, processIdentity: 'first', limits, mask: async text => text });

/** What code of a branch does once it runs as root: from then on, every Python of the environment says what it wants. */
const poison = `import site\nopen(site.getsitepackages()[0] + '/poison.pth', 'w').write('import builtins; builtins.POISON = 1')\n`;
const showing = 'import builtins\nprint(hasattr(builtins, "POISON"))';

/** A comment of its own makes every run of this suite prepare environments of its own. */
const honest = {
  'shop/__init__.py': '',
  'shop/version.py': 'VERSION = 1\n',
  'setup.py': 'from shop.version import VERSION\nprint(VERSION)\n',
  'requirements.txt': `# ${owner}\n`,
};
const made: MadeTree[] = [];
const tree = (files: Readonly<Record<string, string>>): Tree => {
  const one = treeOf(files);
  made.push(one);
  return one.tree;
};

afterAll(async () => {
  await sandboxes[Symbol.asyncDispose]();
  for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } }))
    await docker.getImage(Id).remove();
  for (const one of made) one[Symbol.dispose]();
});

describe('where setup runs code of the tree', () => {
  const recipe = recipeOf(`echo ${owner}; python setup.py`, 'true');
  const files = tree(honest);

  beforeAll(async () => {
    const evil = tree({ ...honest, 'shop/version.py': `VERSION = 1\n${poison}` });
    const poisoned = await prepared({ headBranch: 'evil' }, evil, recipe);
    expect(await said(evil, poisoned)).toBe('True\n');
  });

  test('a branch that changes a file that setup only imports does not reach another one', async () => {
    const own = await prepared({ headBranch: 'main' }, files, recipe);
    expect(own.cached).toBe(false);
    expect(await said(files, own)).toBe('False\n');
    expect(await prepared({ headBranch: 'main' }, files, recipe)).toMatchObject({ cached: true });
  });

  test.each<[string, Partial<WorkflowRun>]>([
    ['another branch', { headBranch: 'feature' }],
    ['a pull request from this branch', { event: 'pull_request' }],
    ['another owner’s repository of the same name', { owner: 'eve', repositoryId: 666 }],
    ['a renamed repository, whose paths are others', { repo: 'renamed' }],
  ])('an equal tree of %s is set up anew', async (_, run) => {
    await prepared({}, files, recipe);
    expect(await prepared(run, files, recipe)).toMatchObject({ cached: false });
  });
});

describe('where setup installs requirements alone', () => {
  const recipe = recipeOf('python -m pip install -r requirements.txt', 'python -m pytest');
  const files = tree(honest);
  // As modules of the working directory they would be what \`python -m\` runs, in setup and in its first run of the tests.
  const evil = tree({ ...honest, 'pip.py': poison, 'pytest.py': poison, 'sitecustomize.py': poison });

  beforeAll(async () => {
    const poisoned = await prepared({ headBranch: 'evil' }, evil, recipe);
    expect(poisoned.cached).toBe(false);
    expect(await said(evil, poisoned)).toBe('True\n');
  });

  test('the layer is shared by branches, and holds nothing of the one that made it', async () => {
    const own = await prepared({ headBranch: 'main' }, files, recipe);
    expect(own).toMatchObject({ cached: true, firstRun: null });
    expect(await said(files, own)).toBe('False\n');
    await using workspace = await open(files, own);
    const listed = await workspace.run({ ...script('ls'), seconds: 600 });
    expect(listed.output).toBe('requirements.txt\nsetup.py\nshop\n');
  });

  test('a changed requirement file is another layer', async () => {
    const changed = tree({ ...honest, 'requirements.txt': `# ${owner} changed\n` });
    expect(await prepared({ headBranch: 'main' }, changed, recipe)).toMatchObject({ cached: false });
  });

  test('another owner’s repository of the same name has its own', async () => {
    expect(await prepared({ owner: 'eve', repositoryId: 666 }, files, recipe)).toMatchObject({ cached: false });
  });
});

test('what is left of setup after its dependencies runs in the layer, from the whole tree', async () => {
  const install = 'pip install -r requirements.txt';
  const files = tree({ ...honest, 'requirements.txt': `# ${owner} left\n` });
  const recipe = {
    ...recipeOf('cp shop/version.py made', 'true'),
    setup: [script(install), script('cp setup.py made')],
  };
  const first = await prepared({}, files, recipe);
  const second = await prepared({ headBranch: 'feature' }, files, recipe);
  expect([first.cached, second.cached]).toEqual([false, false]);
  const [base = [], ...own] = await Promise.all(
    ['python:3.11-slim', first.environment.digest, second.environment.digest].map(layersOf),
  );
  const parents = own.map(layers => layers.slice(0, -1));
  expect(parents[0]).toHaveLength(base.length + 1);
  expect(parents[0]).toEqual(parents[1]);
  await using workspace = await open(files, second);
  expect((await workspace.run({ ...script('cat made'), seconds: 600 })).output).toBe(honest['setup.py']);
});

async function layersOf(image: string): Promise<string[]> {
  return (await docker.getImage(image).inspect()).RootFS.Layers ?? [];
}

test('images say what they take beyond the ones they are built on, and go before those', async () => {
  const files = tree({ ...honest, 'requirements.txt': `# ${owner} kept\n` });
  const write = 'head -c 4000000 /dev/urandom > made';
  const recipe = { ...recipeOf('', 'true'), setup: [script('pip install -r requirements.txt'), script(write)] };
  const { environment } = await prepared({}, files, recipe);
  const nothing = new Set<string>();
  const all = await sandboxes.images.kept({ environments: new Set([environment.digest]), repositories: nothing });
  const own = all.find(({ id }) => id === environment.digest);
  const layer = all.find(({ id }) => own?.needs.includes(id));
  expect(own).toMatchObject({ isNeeded: true, needs: [layer?.id] });
  expect(layer).toMatchObject({ isNeeded: false, needs: [(await docker.getImage('python:3.11-slim').inspect()).Id] });
  // Well below the size of the base image, which is not ours.
  expect(own?.bytes).toBeGreaterThan(4_000_000);
  for (const one of [own, layer]) expect(one?.bytes).toBeLessThan(40_000_000);
  expect(await sandboxes.images.remove(layer?.id ?? '')).toBe(false);
  expect(await sandboxes.images.remove(environment.digest)).toBe(true);
  expect(await sandboxes.images.remove(layer?.id ?? '')).toBe(true);
  expect(await sandboxes.images.remove(layer?.id ?? '')).toBe(false);
});

type Ready = Extract<Prepared, { kind: 'ready' }>;

async function prepared(run: Partial<WorkflowRun>, of: Tree, recipe: Recipe): Promise<Ready> {
  const answer = await sandboxes.for(sampleRun({ repo: 'shop', ...run })).prepare(of, recipe);
  if (answer.kind !== 'ready') throw new Error(answer.finished.output);
  return answer;
}

function open(of: Tree, { environment }: Ready) {
  return sandboxes.for(sampleRun({ repo: 'shop' })).open(of, environment);
}

/** Whether Python is poisoned; isolated, since the tree itself may do as it likes. */
async function said(of: Tree, ready: Ready): Promise<string> {
  await using workspace = await open(of, ready);
  const ran = await workspace.run({ ...script(showing), shell: 'python -I {0}', seconds: 600 });
  return ran.output;
}

function script(text: string) {
  return { text, shell: 'bash -e {0}', directory: '.', env: {} };
}

function recipeOf(setup: string, failing: string): Recipe {
  return {
    ...{ language: 'python', image: 'python:3.11-slim', setup: [script(setup)], test: script(failing) },
    ...{ history: { depth: 1, tags: false }, services: [], notes: [] },
  };
}
