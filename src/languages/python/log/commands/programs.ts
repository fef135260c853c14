// Which Python programs run tests, which only check code, and which do neither.

/** Reads code and needs no network. */
export function isCheck([name = '', ...rest]: readonly string[]): boolean {
  if (name === 'sphinx-build') return !rest.includes('doctest');
  return CHECKS.has(name) || CHECKS.has(`${name} ${rest[0] ?? ''}`);
}

export function isTestRunner([name = '', first = '']: readonly string[]): boolean {
  return (
    ['pytest', 'py.test', 'unittest', 'nose2', 'trial', 'ward', 'stestr'].includes(name) ||
    (name === 'manage.py' && first === 'test')
  );
}

/** Installs, builds, or does chores. */
export function runsNoTests(words: readonly string[]): boolean {
  const [name = '', first = ''] = words;
  if (/^pip[\d.]*$/.test(name)) return true;
  return CHORES.has(name) || CHORES.has(`${name} ${first}`) || isHook(words);
}

const CHECKS = new Set([
  ...[
    'ruff',
    'flake8',
    'black',
    'mypy',
    'dmypy',
    'pyright',
    'basedpyright',
    'pylint',
    'isort',
    'ty',
    'pyre',
    'pytype',
    'pyrefly',
  ],
  ...[
    'pycodestyle',
    'pydocstyle',
    'pyflakes',
    'autopep8',
    'autoflake',
    'yapf',
    'pyupgrade',
    'bandit',
    'codespell',
    'vulture',
  ],
  ...[
    'interrogate',
    'vermin',
    'deptry',
    'check-manifest',
    'darglint',
    'xenon',
    'radon',
    'refurb',
    'slotscheck',
    'pyroma',
  ],
  ...[
    'validate-pyproject',
    'doc8',
    'rstcheck',
    'blue',
    'darker',
    'docformatter',
    'djlint',
    'curlylint',
    'tach',
    'lint-imports',
  ],
  ...[
    'twine check',
    'towncrier check',
    'mkdocs build',
    'hatch fmt',
    'yamllint',
    'reuse',
    'typos',
    'zizmor',
    'stubtest',
    'mypy.stubtest',
  ],
]);

const CHORES = new Set([
  ...[
    'poetry install',
    'poetry sync',
    'poetry lock',
    'poetry check',
    'poetry build',
    'poetry config',
    'poetry self',
    'poetry add',
  ],
  ...['uv sync', 'uv lock', 'uv pip', 'uv venv', 'uv add', 'uv build', 'uv python', 'uv export', 'uv tool'],
  ...[
    'pdm install',
    'pdm sync',
    'pdm lock',
    'pdm build',
    'pipenv install',
    'pipenv sync',
    'pipenv lock',
    'pipenv verify',
  ],
  ...['conda install', 'conda create', 'conda env', 'mamba install', 'mamba create', 'mamba env', 'micromamba install'],
  ...[
    'pipx install',
    'hatch build',
    'hatch env',
    'hatch version',
    'venv',
    'virtualenv',
    'build',
    'flit',
    'maturin',
    'twine',
  ],
  ...['pip-sync', 'pip-compile', 'pip-audit', 'safety', 'ensurepip', 'compileall', 'get-pip.py', 'install-poetry.py'],
  ...[
    'setup.py install',
    'setup.py develop',
    'setup.py build',
    'setup.py build_ext',
    'setup.py sdist',
    'setup.py bdist_wheel',
  ],
  ...['manage.py check', 'manage.py makemigrations', 'manage.py migrate', 'manage.py collectstatic'],
  ...['coverage report', 'coverage xml', 'coverage html', 'coverage json', 'coverage combine', 'coverage lcov'],
]);

/** Hooks of pre-commit may also run tests. */
function isHook([name = '', first = '', id = '']: readonly string[]): boolean {
  return ['pre-commit', 'prek'].includes(name) && !(first === 'run' && /test/i.test(id));
}
