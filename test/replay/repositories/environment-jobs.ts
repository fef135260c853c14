// Jobs whose tool makes the environment that the tests run in.
import { files, pyproject } from './pytest-jobs.ts';
import { pytestFile, pytestReport, source } from './reports.ts';
import { expression, type SmallRepository } from './small-repository.ts';

const output = pytestReport();
const failing = 'tests/test_shop.py::test_of_all';
const hatchling = pyproject
  .replace('setuptools>=61', 'hatchling')
  .replace('setuptools.build_meta', 'hatchling.build')
  .replace(/\n\[tool\.setuptools\][\s\S]*$/, '\n[tool.hatch.build]\ninclude = ["shop.py"]\n');
const groups = `${hatchling}\n[dependency-groups]\ndev = ["pytest"]\n`;

export const environmentJobs: readonly SmallRepository[] = [
  {
    kind: 'tox 4',
    failing,
    files: {
      ...files,
      'tox.ini': '[tox]\nenv_list = py311\n\n[testenv]\nextras = test\ncommands = pytest {posargs:tests}\n',
    },
    steps: [
      { run: 'python -m pip install tox' },
      {
        run: 'tox -e py311',
        output: [
          'py311: commands[0]> pytest tests',
          ...output,
          'py311: exit 1 (0.61 seconds) /home/runner/work/shop/shop> pytest tests pid=2012',
        ],
      },
    ],
  },
  {
    kind: 'tox 3, named by the matrix',
    failing,
    files: {
      ...files,
      'tox.ini':
        '[tox]\nenvlist = py311\nisolated_build = true\n\n[testenv]\ndeps = pytest\ncommands = python -m pytest {posargs}\n',
    },
    job: { strategy: { matrix: { env: ['py311'] } } },
    jobName: 'test (py311)',
    steps: [
      { run: 'pip install "tox<4"' },
      {
        run: `tox -e ${expression('matrix.env')} -- tests`,
        logged: 'tox -e py311 -- tests',
        output: [
          "py311 run-test-pre: PYTHONHASHSEED='1033463174'",
          'py311 run-test: commands[0] | python -m pytest tests',
          ...output,
          'ERROR: InvocationError for command /home/runner/work/shop/shop/.tox/py311/bin/python -m pytest tests (exited with code 1)',
        ],
      },
    ],
  },
  {
    kind: 'nox',
    failing,
    files: {
      ...files,
      'noxfile.py':
        'import nox\n\n\n@nox.session(python="3.11")\ndef tests(session):\n    session.install(".[test]")\n    session.run("pytest", *session.posargs)\n',
    },
    steps: [
      { run: 'pip install nox' },
      {
        run: 'nox -s tests',
        output: [
          'nox > Running session tests-3.11',
          'nox > pytest',
          ...output,
          'nox > Command pytest failed with exit code 1',
          'nox > Session tests-3.11 failed.',
        ],
      },
    ],
  },
  {
    kind: 'hatchling, built and installed',
    failing,
    files: { 'shop.py': source, 'tests/test_shop.py': pytestFile, 'pyproject.toml': hatchling },
    steps: [
      { run: 'pip install build pytest' },
      { run: 'python -m build\npip install dist/*.whl\n' },
      { run: 'pytest tests', output },
    ],
  },
  {
    kind: 'Poetry',
    failing,
    files: {
      'shop.py': source,
      'tests/test_shop.py': pytestFile,
      'pyproject.toml':
        '[tool.poetry]\nname = "shop"\nversion = "1.0"\ndescription = ""\nauthors = []\npackages = [{ include = "shop.py" }]\n\n[tool.poetry.dependencies]\npython = "^3.11"\n\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n\n[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n',
    },
    steps: [
      { run: 'pip install poetry' },
      // Poetry reads no variable of the installers.
      { run: 'poetry source add --priority=primary mirror "$PIP_INDEX_URL"' },
      { run: 'poetry install' },
      { run: 'poetry run pytest', output },
    ],
  },
  {
    kind: 'PDM',
    failing,
    files: {
      'shop.py': source,
      'tests/test_shop.py': pytestFile,
      'pyproject.toml': groups.replace('version = "1.0"', 'version = "1.0"\nrequires-python = ">=3.11"'),
    },
    steps: [{ run: 'pip install pdm' }, { run: 'pdm install' }, { run: 'pdm run pytest', output }],
  },
  {
    kind: 'Pipenv',
    failing,
    files: { ...files, Pipfile: '[packages]\nshop = {path = ".", editable = true}\n\n[dev-packages]\npytest = "*"\n' },
    steps: [{ run: 'pip install pipenv' }, { run: 'pipenv install --dev' }, { run: 'pipenv run pytest tests', output }],
  },
];
