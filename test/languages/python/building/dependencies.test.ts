// Which steps of setup install dependencies alone.
import { describe, expect, test } from '@jest/globals';
import { languages } from '../../../../src/languages/languages.ts';

const files: Readonly<Record<string, string>> = {
  'requirements.txt': 'pytest>=7\nrequests[socks]==2.31.0 ; python_version < "3.13"  # why\n',
  'requirements/dev.txt': '-r base.txt\n-c ../constraints.txt\nblack\n',
  'requirements/base.txt':
    '--index-url https://pypi.example/simple\nsix \\\n    --hash=sha256:abc \\\n    --hash=sha256:def\n',
  'constraints.txt': 'six<2\n',
  'round.txt': '-r round.txt\nsix\n',
  'git.txt': 'shop @ git+https://github.com/acme/shop@v1\n',
  'editable.txt': 'six\n-e .\n',
  'local.txt': './plugin\n',
  'wheel.txt': 'plugin-1.0-py3-none-any.whl\n',
  'links.txt': '--find-links wheels\nsix\n',
  'missing.txt': '-r none.txt\n',
  'variable.txt': '$' + '{PLUGIN}\n',
  'pyproject.toml': '',
  'api/pyproject.toml': '',
  'web/uv.toml': '',
  'api/requirements.txt': 'six\n',
  'setup.py': '',
  'shop/version.py': '',
};
const source = {
  paths: Object.keys(files),
  read: async (path: string) => files[path] ?? null,
};
const script = (text: string, directory = '.', env: Record<string, string> = {}) => ({
  ...{ text, directory, env },
  shell: '/usr/bin/bash -e {0}',
});
const of = (setup: readonly ReturnType<typeof script>[], test = 'pytest') =>
  languages.python.building.dependencies({ setup: [...setup], test: script(test) }, source);

describe('only these are read', () => {
  test.each<[string, string[]]>([
    ['pip install -r requirements.txt', ['requirements.txt']],
    ['pip install -U pip wheel "setuptools<70"\npip install --requirement=requirements.txt', ['requirements.txt']],
    ['python -m pip install --upgrade pip && python3.11 -m pip install -r requirements.txt', ['requirements.txt']],
    ['pip install -r requirements/dev.txt', ['constraints.txt', 'requirements/base.txt', 'requirements/dev.txt']],
    ['pip install -rrequirements.txt -c constraints.txt', ['constraints.txt', 'requirements.txt']],
    ['pip install -r round.txt', ['round.txt']],
    ['pip install -r git.txt', ['git.txt']],
    ['pip install pytest==8.* requests[socks]', []],
    ['pip install --extra-index-url https://pypi.example/simple six', []],
    ['uv pip install --system -r requirements.txt', ['pyproject.toml', 'requirements.txt']],
    ['sudo apt-get update && sudo apt-get install -y libpq-dev', []],
    ['echo ready\npython --version\npip list', []],
    ['python3 -m venv /opt/uv\n/opt/uv/bin/python -m pip install uv\nln -sf /opt/uv/bin/uv /usr/local/bin/uv', []],
  ])('%j', async (text, expected) => {
    expect(await of([script(text)])).toEqual({ steps: 1, files: expected, isAll: true });
  });

  test('from the step’s folder, with the configuration above it', async () => {
    const found = await of([script('uv pip install -r requirements.txt', 'api')]);
    expect(found.files).toEqual(['api/pyproject.toml', 'api/requirements.txt', 'pyproject.toml']);
  });
});

describe('code of the tree may run, or its files may count', () => {
  test.each([
    'pip install .',
    'pip install -e .',
    'pip install -e ".[test]" -r requirements.txt',
    'pip install ./plugin',
    'pip install file:///home/runner/work/shop/shop',
    'pip install -r requirements.txt .',
    'pip install -r missing.txt',
    'pip install -r none.txt',
    'pip install -r editable.txt',
    'pip install -r local.txt',
    'pip install -r wheel.txt',
    'pip install -r links.txt',
    'pip install -r variable.txt',
    'pip install -r ../requirements.txt',
    'pip install plugin.whl',
    'pip install --target lib six',
    'pip install --index-url ./simple six',
    'pip install --config-settings x=y six',
    'pip install $PACKAGES',
    'pip install $(cat packages)',
    'PIP_CONFIG_FILE=pip.conf pip install six',
    'python setup.py develop',
    'python -m build',
    'python -c "import shop"',
    'python shop/version.py',
    'make install',
    'tox --notest',
    'poetry install',
    'uv sync',
    './install.sh',
    'bash install.sh',
    'cd api && pip install -r requirements.txt',
    'if true; then pip install six; fi',
    'pip install six || python setup.py install',
    'pip install six & python setup.py install',
    'cat requirements.txt | xargs pip install',
    'mkdir lib',
    'ln -s /opt lib',
    'python -m venv env',
    'apt-get install ./plugin.deb',
    'echo "$(python setup.py --version)"',
  ])('with %j', async text => {
    expect(await of([script(text)])).toMatchObject({ steps: 0, isAll: false });
  });

  test('with a variable that leads into the tree', async () => {
    for (const value of ['shop', './shop', 'constraints.txt', '/home/runner/work/shop/shop/shop'])
      expect((await of([script('pip install six', '.', { SOME_PATH: value })])).steps).toBe(0);
    expect((await of([script('pip install six', '.', { SOME_PATH: '/opt', CI: 'true' })])).steps).toBe(1);
  });

  test('with another shell than sh or bash', async () => {
    const python = { ...script('pip install six'), shell: 'python {0}' };
    expect((await of([python])).steps).toBe(0);
  });
});

test('steps count up to the first that may run code', async () => {
  const setup = ['pip install -r requirements.txt', 'pip install -e .', 'pip install black'].map(text => script(text));
  expect(await of(setup)).toEqual({ steps: 1, files: ['requirements.txt'], isAll: false });
});

describe('all is prepared', () => {
  test.each([
    'pytest -x',
    'python -m pytest tests',
    'python -bb -m unittest',
    'A=1 coverage run -m pytest',
    'set -x\npytest',
  ])('before %j', async text => {
    expect((await of([], text)).isAll).toBe(true);
  });

  test.each([
    'tox',
    'nox -s tests',
    'python -m tox',
    'uv run pytest',
    'poetry run pytest',
    'make test',
    './test.sh',
    'python run.py',
    'pytest $(cat tests)',
  ])('only by %j itself', async text => {
    expect((await of([], text)).isAll).toBe(false);
  });
});
