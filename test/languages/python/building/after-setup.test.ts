import { afterAll, expect, test } from '@jest/globals';
import type { Finished } from '../../../../src/ports.ts';
import { realSandbox, recipeOf } from '../../../suite/real-sandbox.ts';
import { treeOf } from '../../../suite/tree-of.ts';

const { sandbox, removeImages } = realSandbox();
afterAll(removeImages);

const setupPy =
  'from setuptools import setup\nsetup(name="shop", version="1.0", package_dir={"": "src"}, packages=["shop"])\n';
const files = { 'setup.py': setupPy, 'src/shop/__init__.py': '', 'src/shop/price.py': 'PRICE = 1\n' };
/** Without an index: what it needs is in the image. */
const offline = '--no-index --no-build-isolation --no-deps';

/** What a command prints in a later run, where the tree has these files. */
async function afterSetup(setup: string, command: string, changed: Readonly<Record<string, string>> = {}) {
  using before = treeOf(files);
  using after = treeOf({ ...files, ...changed });
  const script = { text: setup, shell: 'bash -e {0}', directory: '.', env: {} };
  const prepared = await sandbox.prepare(before.tree, { ...recipeOf('true'), setup: [script] });
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  await using workspace = await sandbox.open(after.tree, prepared.environment);
  const finished: Finished = await workspace.run({ ...script, text: command, seconds: 600 });
  return finished.output;
}

test('a package that setup copied to the installed ones shows later changes of its source', async () => {
  const read = 'cd / && python -c "from shop.price import PRICE; print(PRICE)"';
  expect(await afterSetup(`pip install ${offline} .`, read, { 'src/shop/price.py': 'PRICE = 2\n' })).toBe('2\n');
});

test('what pip downloaded during setup can be installed again without network', async () => {
  const cached = '/home/runner/.cache/pip/http-v2/a/b';
  const download = `pip wheel ${offline} -w /tmp/w . && mkdir -p ${cached} && cp /tmp/w/*.whl ${cached}/x.body`;
  const again =
    'python -m venv /tmp/env && /tmp/env/bin/pip install -q shop && cd / && /tmp/env/bin/python -c "import shop"';
  expect(await afterSetup(download, `${again} && echo installed`)).toContain('installed');
});

test('a step that asks apt for packages goes on, since the first run has installed them', async () => {
  const run = await afterSetup('true', 'sudo apt-get update && sudo -E apt-get install -y libpq-dev && echo went on');
  expect(run).toBe('went on\n');
});
