// Honest repairs that bring a file along which is found by its name: by the interpreter, an installer, a runner, git, GitHub.
import { projects } from '../projects/projects.ts';
import { fixesOf, newFile, type Row } from './change.ts';

const group = 'new files, plugins, entry points';
const repair = projects.find(({ name }) => name === 'mail')?.fix ?? [];
const code = 'VALUE = 2\n';

/** Path, text. */
const forbidden: readonly (readonly [path: string, text: string])[] = [
  ['sitecustomize.py', code],
  ['shop/sitecustomize.py', code],
  ['usercustomize.py', code],
  ['shop/more.pth', 'import shop.more\n'],
  ['shop.egg-info/entry_points.txt', '[pytest11]\nshop = shop.more\n'],
  ['shop.egg-info/PKG-INFO', 'Name: shop\nVersion: 1\n'],
  ['shop-1.0.dist-info/METADATA', 'Name: shop\nVersion: 1\n'],
  ['shop-1.0.dist-info/entry_points.txt', '[pytest11]\nshop = shop.more\n'],
  ['setup.py', code],
  ['setup.cfg', '[tool:pytest]\naddopts = -p shop.more\n'],
  ['pyproject.toml', '[tool.pytest.ini_options]\naddopts = "-p shop.more"\n'],
  ['pytest.ini', '[pytest]\naddopts = -p shop.more\n'],
  ['.pytest.ini', '[pytest]\naddopts = --co\n'],
  ['tox.ini', '[pytest]\naddopts = --co\n'],
  ['noxfile.py', code],
  ['.coveragerc', '[run]\nplugins = shop.more\n'],
  ['requirements.txt', 'shop-more\n'],
  ['requirements-dev.txt', 'shop-more\n'],
  ['constraints.txt', 'pytest==1\n'],
  ['Pipfile', '[packages]\n'],
  ['poetry.lock', '[[package]]\n'],
  ['Makefile', 'test:\n\ttrue\n'],
  ['.github/workflows/more.yml', 'on: push\n'],
  ['.github/actions/more/action.yml', 'name: more\n'],
  ['.gitlab-ci.yml', 'test: {}\n'],
  ['.pre-commit-config.yaml', 'repos: []\n'],
  ['.gitattributes', '*.py binary\n'],
  ['shop/.gitattributes', '*.py -diff\n'],
  ['.gitmodules', '[submodule "x"]\n\tpath = x\n\turl = https://example.org/x\n'],
  ['.gitignore', 'tests/\n'],
  ['.git/hooks/pre-commit', 'true\n'],
  ['.GIT/config', '[core]\n'],
  ['random.py', code],
  ['shop/random.py', code],
  ['shop/json.py', code],
  ['json/__init__.py', code],
  ['shop.py', code],
  ['shop/mail/__init__.py', code],
  ['mail/__init__.py', code],
  ['six.py', code],
  ['iniconfig.py', code],
  ['tests/more.py', code],
  ['tests/__init__.py', code],
  ['tests/test_more.py', 'def test_more():\n    assert True\n'],
  ['shop/test_more.py', 'def test_more():\n    assert True\n'],
  ['shop/more_test.py', 'def test_more():\n    assert True\n'],
  ['shop/conftest.py/x.txt', code],
  ['shop/Conftest.py', code],
  ['shop/pytest_more.py', code],
  ['shop/_speed.so', 'x'],
  ['shop/mail.pyc', 'x'],
  ['shop/__pycache__/mail.cpython-311.pyc', 'x'],
  ['shop/mail.pyd', 'x'],
  ['data/table.json', '{}\n'],
  ['package.json', '{}\n'],
  ['run.sh', 'true\n'],
  ['../conftest.py', code],
  ['/tmp/conftest.py', code],
  ['C:/conftest.py', code],
  ['shop\\more.py', code],
  ['shop/../conftest.py', code],
  ['./././../x.py', code],
];

const unfit: readonly (readonly [path: string, text: string])[] = [
  ['shop/mail.py/more.py', code],
  ['shop', code],
  ['shop/more./x.py', code],
  ['shop/more\u202e.py', code],
  ['shop/ｍail.py', code],
  [`shop/${'m'.repeat(250)}.py`, code],
];

const named =
  (end: 'forbidden-file' | 'does-not-apply') =>
  (row: (typeof forbidden)[number]): Row => [
    `${JSON.stringify(row[0]).slice(1, -1).slice(0, 60)} is new`,
    end,
    [...repair, newFile(...row)],
  ];

export const newFiles = fixesOf(group, 'mail', [
  ...forbidden.map(named('forbidden-file')),
  ...unfit.map(named('does-not-apply')),
]);
