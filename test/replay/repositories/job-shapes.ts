// Jobs with more than steps: a container, a service, an action of the repository, a folder, an interpreter as the shell.
import { stringify } from 'yaml';
import { files } from './pytest-jobs.ts';
import { pytestFile, pytestReport, source } from './reports.ts';
import { expression, type SmallRepository } from './small-repository.ts';

const output = pytestReport();
const failing = 'tests/test_shop.py::test_of_all';

export const jobShapes: readonly SmallRepository[] = [
  {
    kind: 'an action of the repository',
    failing,
    files: {
      ...files,
      '.github/actions/install/action.yml': stringify({
        name: 'Install',
        inputs: { extras: { default: 'test' } },
        runs: {
          using: 'composite',
          steps: [
            { run: 'python -m pip install --upgrade pip', shell: 'bash' },
            { run: `pip install -e .[${expression('inputs.extras')}]`, shell: 'bash' },
          ],
        },
      }),
    },
    steps: [
      {
        uses: './.github/actions/install',
        with: { extras: 'test' },
        inner: [
          { run: 'python -m pip install --upgrade pip', shell: 'bash' },
          { run: 'pip install -e .[test]', shell: 'bash' },
        ],
      },
      { run: 'pytest', shell: 'bash', output },
    ],
  },
  {
    kind: 'a container',
    failing,
    files,
    job: { container: 'python:3.11-slim' },
    shell: 'sh -e {0}',
    steps: [{ run: 'pip install -e .[test]' }, { run: 'python -m pytest tests', output }],
  },
  {
    kind: 'a service',
    failing,
    files,
    job: {
      services: { redis: { image: 'redis:7', ports: ['6379:6379'], options: '--health-cmd "redis-cli ping"' } },
      env: { REDIS_URL: 'redis://localhost:6379/0' },
    },
    steps: [{ run: 'pip install -e .[test]' }, { run: 'python -m pytest tests', output }],
  },
  {
    kind: 'a folder of its own, and a step with its own variables',
    failing,
    fromTheRoot: `packages/shop/${failing}`,
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [`packages/shop/${path}`, text])),
    job: { defaults: { run: { 'working-directory': 'packages/shop' } } },
    steps: [
      { run: 'pip install -e .[test]' },
      { run: 'pytest $OPTIONS tests', env: { OPTIONS: '-p no:randomly' }, output },
    ],
  },
  {
    kind: 'a script in Python, after a package of the system',
    failing,
    files: {
      'shop.py': source,
      'tests/test_shop.py': pytestFile,
      'conftest.py': 'import subprocess\n\nsubprocess.run(["hello"], check=True)\n',
    },
    steps: [
      { run: 'sudo apt-get update\nsudo apt-get install hello\n' },
      { run: 'pip install pytest' },
      {
        run: 'import pytest, sys\nsys.exit(pytest.main(["tests"]))\n',
        shell: 'python',
        output: ['Hello, world!', ...output],
      },
    ],
  },
];
