// Jobs that call pytest themselves, or by way of a script, a Makefile, a task or coverage.
import { pytestFile, pytestReport, source } from './reports.ts';
import type { SmallRepository } from './small-repository.ts';

const output = pytestReport();
const failing = 'tests/test_shop.py::test_of_all';
export const pyproject = `[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "shop"
version = "1.0"

[project.optional-dependencies]
test = ["pytest"]

[tool.setuptools]
py-modules = ["shop"]
`;
export const files = { 'shop.py': source, 'tests/test_shop.py': pytestFile, 'pyproject.toml': pyproject };
const install = { run: 'python -m pip install --upgrade pip\npip install -e .[test]\n' };

export const pytestJobs: readonly SmallRepository[] = [
  { kind: 'pytest', failing, files, steps: [install, { run: 'pytest', output }] },
  {
    kind: 'pytest in the step that installs',
    failing,
    files,
    steps: [{ name: 'Test', run: 'pip install .\npip install pytest pytest-xdist\npytest -n 2 tests\n', output }],
  },
  {
    kind: 'pytest with its own options, from a requirements file',
    failing,
    files: {
      ...files,
      'requirements.txt': 'pytest\npytest-cov\npytest-timeout\n',
      'pytest.ini':
        '[pytest]\naddopts = -p no:cacheprovider --cov=shop --strict-markers\ntestpaths = tests\npythonpath = .\n',
    },
    steps: [{ run: 'pip install -r requirements.txt' }, { run: 'python -m pytest --timeout=60', output }],
  },
  {
    kind: 'coverage run',
    failing,
    files: { ...files, '.coveragerc': '[run]\nbranch = True\nsource = shop\n' },
    steps: [
      install,
      { run: 'pip install coverage' },
      { run: 'coverage run -m pytest tests\ncoverage report\n', output },
    ],
  },
  {
    kind: 'make',
    failing,
    files: { ...files, Makefile: 'test:\n\tpython -m pytest $(ARGS)\n\n.PHONY: test\n' },
    steps: [
      { run: 'sudo apt-get install make' },
      install,
      {
        run: 'make test ARGS=tests',
        output: ['python -m pytest tests', ...output, 'make: *** [Makefile:2: test] Error 1'],
      },
    ],
  },
  {
    kind: 'invoke',
    failing,
    files: {
      ...files,
      'tasks.py': 'from invoke import task\n\n\n@task\ndef test(c):\n    c.run("python -m pytest tests", pty=False)\n',
    },
    steps: [install, { run: 'pip install invoke' }, { run: 'invoke test', output }],
  },
  {
    kind: 'a shell script',
    failing,
    files: {
      ...files,
      'scripts/test.sh': '#!/bin/sh\nset -e\ncd "$(dirname "$0")/.."\nenv -u CI python -m pytest -q "$@"\n',
    },
    steps: [install, { run: 'sh scripts/test.sh tests', output }],
  },
];
