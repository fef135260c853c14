// Which files of a tree make an environment another one.
import { expect, test } from '@jest/globals';
import { environmentInputs } from '../../../src/adapters/docker/setup/environment-inputs.ts';
import { languages } from '../../../src/languages/languages.ts';

const { building } = languages.python;
const paths = [
  'README.md',
  'ci/deps.list',
  'ci/install.sh',
  'docs/conf.py',
  'docs/requirements.txt',
  'environment-dev.yml',
  'pyproject.toml',
  'requirements-dev.txt',
  'requirements/test.txt',
  'setup.py',
  'src/fast.pyx',
  'src/shop.py',
  'tests/test_shop.py',
  'uv.lock',
];
const always = [
  'docs/requirements.txt',
  'environment-dev.yml',
  'pyproject.toml',
  'requirements-dev.txt',
  'requirements/test.txt',
  'setup.py',
  'src/fast.pyx',
  'uv.lock',
];

test.each([
  ['nothing in particular', 'python -m pip install --upgrade pip', '.', always],
  ['an editable install', 'pip install -e .', '.', always],
  ['an editable install with extras', 'pip install -r requirements-dev.txt --editable ".[test]"', '.', always],
  ['a script of the tree', 'bash ./ci/install.sh --fast', '.', [...always, 'ci/install.sh']],
  ['a file given to an option', 'pip install --requirement=ci/deps.list', '.', [...always, 'ci/deps.list']],
  ['a path seen from its directory', 'pip install -r deps.list', 'ci', [...always, 'ci/deps.list']],
  ['a path that leads upwards', 'cat ../README.md > x', 'ci', [...always, 'README.md']],
])('with %s, files that set-up reads count', (_, text, directory, expected) => {
  const found = environmentInputs(paths, [{ text, shell: 'bash -e {0}', directory, env: {} }], building);
  expect(found).toEqual({ kind: 'files', paths: [...expected].sort() });
});

test.each([
  'pip install .',
  'pip3 install -U .',
  'python -m pip install ".[test]"',
  'pip install -r requirements.txt && pip install ./plugin',
  'pip install --no-deps \\\n  .',
  'uv pip install .',
  'python setup.py install',
  'python -m build && pip install dist/*.whl',
  'pip install file:///home/runner/work/shop/shop',
])('with `%s` the whole tree counts, since it copies the source', text => {
  expect(environmentInputs(paths, [{ text, shell: 'bash -e {0}', directory: '.', env: {} }], building)).toEqual({
    kind: 'whole-tree',
  });
});

test.each([
  'pip install -e ./plugin',
  'pip install --target ./lib -c ./limits.txt six',
  'pip install .5',
  'echo pip install done.',
  'poetry install',
  'pip install ".hidden"',
])('`%s` copies nothing', text => {
  const found = environmentInputs(paths, [{ text, shell: 'bash -e {0}', directory: '.', env: {} }], building);
  expect(found.kind).toBe('files');
});
