import { describe, expect, test } from '@jest/globals';
import type { LoggedCommand } from '../../../../src/incident/evidence.ts';
import type { Recipe } from '../../../../src/incident/reproduction.ts';
import type { RecipeFacts } from '../../../../src/languages/contract/building.ts';
import { fallbackImage } from '../../../../src/languages/python/building/image.ts';
import { recipe } from '../../../../src/languages/python/building/recipe.ts';
import { failure } from '../../../stages/reproduce/runs.ts';

interface Given {
  readonly job?: string;
  readonly python?: string | null;
  readonly workflow?: string | null;
  readonly commands?: readonly Partial<LoggedCommand>[];
  readonly files?: Readonly<Record<string, string>>;
  readonly failing?: string;
}

function facts({
  job = 'test',
  python = '3.11',
  workflow = null,
  commands = [],
  files = {},
  failing,
}: Given): RecipeFacts {
  return {
    run: { repo: 'shop', workflowPath: '.github/workflows/ci.yml' },
    evidence: {
      job: {
        id: 1,
        name: job,
        url: 'https://github.com/acme/shop/actions/runs/1/job/1',
        step: { name: 'Test', number: 4 },
      },
      commands: commands.map(command => ({
        script: '',
        shell: '/usr/bin/bash -e {0}',
        env: {},
        exitCode: null,
        ...command,
      })),
      failures: failing === undefined ? [] : [failure(failing)],
      languageVersion: python,
    },
    workflow,
    paths: ['shop.py', ...Object.keys(files)],
    texts: new Map(Object.entries(files)),
  };
}

function made(given: Given): Recipe {
  const result = recipe(facts(given));
  if (result.kind === 'unbuildable') throw new Error(result.why);
  return result.recipe;
}

const pytest = { script: 'pytest', exitCode: 1 };
const workflowOf = (steps: string, more = '') =>
  `on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;
const setup = (given: Given) => made(given).setup.map(script => script.text);

describe('the failing command', () => {
  test('is the one with an exit code, and what ran before it sets up', () => {
    const result = made({
      workflow: workflowOf(
        '      - uses: actions/checkout@v4\n      - run: pip install -r requirements.txt\n      - run: python -m pytest\n',
      ),
      commands: [{ script: 'pip install -r requirements.txt' }, { script: 'python -m pytest', exitCode: 1 }],
    });
    expect(result).toMatchObject({
      image: 'python:3.11-slim',
      setup: [{ text: 'pip install -r requirements.txt', shell: 'bash -e {0}', directory: '.' }],
      test: { text: 'python -m pytest', shell: 'bash -e {0}', directory: '.', env: {} },
      notes: [],
    });
  });

  test('keeps the shell of its step without the place where the runner has it', () => {
    const shell = '/usr/bin/bash --noprofile --norc -e -o pipefail {0}';
    expect(made({ commands: [{ ...pytest, shell }] }).test.shell).toBe('bash --noprofile --norc -e -o pipefail {0}');
  });

  test('that also installs is run again as it is', () => {
    const script = 'cd api\npip install -e .[test] && pip install \\\n  pytest\nexport MODE=ci\npytest -q\n';
    const { setup, test } = made({ commands: [{ script, exitCode: 1 }] });
    expect([setup, test.text]).toEqual([[], script]);
  });

  test.each([
    'tox -e py311',
    'uv run --extra test pytest',
    'nox -s tests',
    'python manage.py test shop',
    'make test\n',
  ])('is never rewritten: %j', script => {
    expect(made({ commands: [{ script, exitCode: 1 }] }).test.text).toBe(script);
  });

  test('is the one that was cut off, whatever failed and did not matter before', () => {
    const commands = [{ script: 'ruff check .', exitCode: 1 }, { script: 'python -m pytest' }];
    const { test, notes } = made({ commands });
    expect(test.text).toBe('python -m pytest');
    expect(notes).toEqual(['Left `ruff check .` out of the setup: it failed in CI too.']);
  });

  test('may be written in Python, over several lines', () => {
    const script = 'import pytest, sys\nsys.exit(pytest.main(["-q"]))\n';
    const result = made({ commands: [{ script, shell: 'python {0}', exitCode: 1 }] });
    expect(result.test).toMatchObject({ text: script, shell: 'python {0}' });
  });

  test('of PowerShell cannot be rebuilt', () => {
    const shell = 'C:\\Program Files\\PowerShell\\7\\pwsh.EXE -command ". {0}"';
    expect(recipe(facts({ commands: [{ ...pytest, shell }] }))).toEqual({
      kind: 'unbuildable',
      why: 'The failing step needs a Windows shell.',
    });
  });
});

describe('the workflow file', () => {
  test('tells the folder of a step, found by its script with expressions filled in', () => {
    const workflow = workflowOf(
      `      - run: pip install -r \${{ matrix.req }}\n        working-directory: ./backend/\n      - run: pytest\n        working-directory: \${{ github.workspace }}/backend\n`,
    );
    const result = made({ workflow, commands: [{ script: 'pip install -r dev.txt' }, pytest] });
    expect([result.setup[0]?.directory, result.test.directory]).toEqual(['backend', 'backend']);
  });

  test('tells the default folder of a job', () => {
    const workflow = workflowOf(
      '      - run: pytest\n',
      '    defaults:\n      run:\n        working-directory: services/api\n',
    );
    expect(made({ workflow, commands: [pytest] }).test.directory).toBe('services/api');
  });

  test("has its matrix filled in from the job's name", () => {
    const workflow = workflowOf(
      `      - uses: actions/setup-python@v5\n        with:\n          python-version: \${{ matrix.python }}\n      - run: pytest\n        working-directory: \${{ matrix.part }}\n`,
      '    strategy:\n      matrix:\n        python: ["3.9", "3.12"]\n        part: [core, web]\n',
    );
    const result = made({ job: 'test (3.12, web)', python: null, workflow, commands: [pytest] });
    expect([result.image, result.test.directory]).toEqual(['python:3.12-slim', 'web']);
  });

  test('that names a folder outside the work tree is not followed, and that is noted', () => {
    const workflow = workflowOf('      - run: pytest\n        working-directory: ../other\n');
    const result = made({ workflow, commands: [pytest] });
    expect(result.test.directory).toBe('.');
    expect(result.notes).toEqual([
      'Could not determine the working directory of `pytest` (../other); used the repository root.',
    ]);
  });

  test('names what the sandbox does not have', () => {
    const workflow = workflowOf(
      '      - uses: actions/checkout@v4\n        with: { lfs: true }\n      - uses: actions/setup-node@v4\n      - run: pytest\n',
      '    container: acme/python:3.10-alpine\n    services:\n      db: { image: postgres, volumes: ["data:/data"] }\n',
    );
    const result = made({ python: null, workflow, commands: [pytest] });
    expect(result.image).toBe('python:3.10-slim');
    expect(result.notes).toEqual([
      "The job's container acme/python:3.10-alpine is replaced by a Python image.",
      'Ignored the checkout option lfs.',
      'The action actions/setup-node@v4 was not run.',
      'Ignored of the service db: volumes.',
    ]);
  });

  test('says which services run beside the job, at the ports that its steps used, and how much history it has', () => {
    const workflow = workflowOf(
      `      - uses: actions/checkout@v4\n        with: { fetch-depth: 0 }\n      - run: pytest\n        env: { PORT: '\${{ job.services.db.ports[5432] }}' }\n`,
      "    services:\n      db: { image: 'postgres:15', env: { POSTGRES_PASSWORD: x }, ports: [5432], options: --health-cmd pg_isready }\n",
    );
    const result = made({ workflow, commands: [{ ...pytest, env: { PORT: '49153' } }] });
    expect(result).toMatchObject({ history: { depth: 0, tags: true }, notes: [], test: { env: { PORT: '49153' } } });
    expect(result.services).toEqual([
      {
        name: 'db',
        image: 'postgres:15',
        env: { POSTGRES_PASSWORD: 'x' },
        ports: [{ host: 49153, container: 5432 }],
        health: 'pg_isready',
      },
    ]);
  });

  test.each([
    ['supercharge/redis-github-action@1.8.1', 'redis-version: 7', 'redis', 'redis:7', 6379],
    ['supercharge/mongodb-github-action@1', 'mongodb-port: 12345', 'mongodb', 'mongo:latest', 12345],
  ])('has a service where the action %s starts it', (action, input, name, image, host) => {
    const steps = `      - uses: ${action}\n        with: { ${input} }\n      - run: pytest\n`;
    const result = made({ workflow: workflowOf(steps), commands: [pytest] });
    expect(result.services).toMatchObject([{ name, image, ports: [{ host }] }]);
    expect(result.notes).toEqual([]);
  });

  test.each(['jobs: [', 'on: push', '', 'jobs:\n  a: {}\n  b: {}\n'])(
    'that cannot be read leaves the log alone to tell (%j)',
    workflow => {
      expect(made({ workflow, commands: [pytest] }).test.text).toBe('pytest');
    },
  );

  test.each([
    ['snok/install-poetry@v1', 'poetry'],
    ['pdm-project/setup-pdm@v4', 'pdm'],
    ['pypa/hatch@install', 'hatch'],
    ['wntrblm/nox@2025.05.01', 'nox'],
    ['taiki-e/install-action@just', 'just', 'rust-just'],
    ['Gr1N/setup-poetry@v9', 'poetry'],
  ])('gives what the action %s installs', (action, tool, name = tool) => {
    const workflow = workflowOf(
      `      - uses: ${action}\n      - uses: actions/cache@v4\n      - run: ${tool} run pytest\n`,
    );
    const result = made({ workflow, commands: [{ script: `${tool} run pytest`, exitCode: 1 }] });
    expect(result.setup.map(script => script.text)).toEqual([
      `python3 -m venv /opt/${tool}\n/opt/${tool}/bin/python -m pip install ${name}\nln -sf /opt/${tool}/bin/${tool} /usr/local/bin/${tool}`,
    ]);
    expect(result.notes).toEqual([]);
  });

  test('gives the version that the action is asked for, and does what its inputs say', () => {
    const steps = [
      'uses: snok/install-poetry@v1.3.4\n        with: { version: 1.3.1, virtualenvs-in-project: true }',
      'uses: astral-sh/setup-uv@v10\n        with: { version: 0.11.x, activate-environment: true }',
      'run: pytest',
    ];
    const main = '/home/runner/work/_actions/snok/install-poetry/v1.3.4/main.sh';
    const result = made({
      workflow: workflowOf(steps.map(step => `      - ${step}\n`).join('')),
      commands: [{ script: main }, pytest],
    });
    expect(result.setup.map(({ text }) => text).slice(1)).toEqual([
      expect.stringContaining('pip install poetry==1.3.1\n'),
      expect.stringContaining('pip install uv\n'),
      'poetry config virtualenvs.in-project true',
      '[ -e .venv ] || uv venv .venv\necho "$PWD/.venv/bin" >> "$GITHUB_PATH"',
    ]);
    expect(result.test.env).toHaveProperty('GITHUB_PATH');
    expect(result.notes).toEqual([
      `Left \`${main}\` out of the setup: it needs the files of an action from elsewhere.`,
    ]);
  });

  test.each(['bash "$GITHUB_ACTION_PATH/main.sh"', '/home/runner/work/_actions/acme/setup/v1/main.sh'])(
    'leaves out `%s`, which is a step of an action from elsewhere',
    script => {
      const result = made({ workflow: workflowOf('      - run: pytest\n'), commands: [{ script }, pytest] });
      expect(result.setup).toEqual([]);
      expect(result.notes).toEqual([
        `Left \`${script}\` out of the setup: it needs the files of an action from elsewhere.`,
      ]);
    },
  );

  test('names no step that is not of this entry of the matrix, or comes after the failing one', () => {
    const workflow = workflowOf(
      `      - uses: actions/checkout@v4\n        if: matrix.python == '3.8'\n        with: { lfs: true }\n      - run: pytest\n      - uses: acme/notify@v1\n        if: failure()\n`,
      '    strategy: { matrix: { python: ["3.8", "3.12"] } }\n',
    );
    expect(made({ job: 'test (3.12)', workflow, commands: [pytest] }).notes).toEqual([]);
    expect(made({ job: 'test (3.8)', workflow, commands: [pytest] }).notes).toEqual([
      'Ignored the checkout option lfs.',
    ]);
  });

  test("follows the repository's own actions: their tools, folders and files", () => {
    const action = `runs:\n  using: composite\n  steps:\n    - uses: astral-sh/setup-uv@v8\n    - run: $GITHUB_ACTION_PATH/install.sh\n      working-directory: backend\n`;
    const result = made({
      workflow: workflowOf('      - uses: ./.github/actions/setup\n      - run: pytest\n'),
      files: { '.github/actions/setup/action.yml': action },
      commands: [{ script: '$GITHUB_ACTION_PATH/install.sh' }, pytest],
    });
    expect(result.setup[0]?.text).toContain('pip install uv');
    expect(result.setup[1]).toMatchObject({
      directory: 'backend',
      env: { GITHUB_ACTION_PATH: '/home/runner/work/shop/shop/.github/actions/setup' },
    });
    expect(result.notes).toEqual([]);
  });

  test('gives uv where an action installed it, and later runs are offline', () => {
    const steps =
      '      - uses: astral-sh/setup-uv@v6\n      - run: uv sync --no-editable\n      - run: uv run pytest\n';
    const result = made({
      workflow: workflowOf(steps),
      commands: [{ script: 'uv sync --no-editable' }, { script: 'uv run pytest', exitCode: 1 }],
    });
    expect(result.setup.map(script => script.text)).toEqual([
      expect.stringMatching(/pip install uv\nln -sf \S*\/uv \/usr\/local\/bin\/uv\nln -sf \S*\/uvx /),
      'uv sync --no-editable',
    ]);
    expect(result.test.env).toMatchObject({ UV_NO_SYNC: '1', UV_OFFLINE: '1' });
  });
});

describe('a job of a matrix', () => {
  const step = `      - run: pytest\n        working-directory: \${{ matrix.part }}\n`;
  const directory = (job: string, matrix: string, name = '') =>
    made({ job, workflow: workflowOf(step, `${name}    strategy:\n      matrix:\n${matrix}`), commands: [pytest] }).test
      .directory;

  test.each([
    ['test (3.12, web)', '        python: ["3.9", "3.12"]\n        part: [core, web]\n', ''],
    [
      'test (3.8, web)',
      '        include:\n          - { python: "3.8", part: web }\n          - { python: "3.9", part: core }\n',
      '',
    ],
    ['test (3.9)', '        python: ["3.8", "3.9"]\n        include:\n          - { python: "3.9", part: web }\n', ''],
    ['Tests on web', '        part: [core, web]\n', `    name: Tests on \${{ matrix.part }}\n`],
    [
      'py 3.12 by cron',
      '        include:\n          - { py: 3.12, part: web }\n',
      `    name: py \${{ matrix.py }} by \${{ inputs.who }}\n`,
    ],
    ['Tests (web)', '        part: [core, web]\n', '    name: Tests\n'],
    ['test (web)', `        part: \${{ fromJSON(needs.plan.outputs.parts) }}\n`, ''],
  ])('%s is told by its name', (job, matrix, name) => {
    expect(directory(job, matrix, name)).toBe('web');
  });

  test('fills in its values everywhere', () => {
    const workflow = workflowOf(
      `      - run: pytest\n        env: { PART: '\${{ matrix.cfg.part }}', FLAG: '\${{ matrix.flag }}' }\n`,
      `    container: python:\${{ matrix.python }}\n    strategy:\n      matrix:\n        python: ["3.8"]\n        cfg: [{ part: web }]\n        flag: [true]\n`,
    );
    const result = made({ job: 'test (3.8, web, true)', python: null, workflow, commands: [pytest] });
    expect([result.image, result.test.env['PART'], result.test.env['FLAG']]).toEqual(['python:3.8', 'web', 'true']);
  });
});

describe('a job of a called workflow', () => {
  test('is found in the file that is called', () => {
    const called = workflowOf('      - run: pytest\n        working-directory: api\n').replace(
      'on: push',
      'on: workflow_call',
    );
    const workflow = 'on: push\njobs:\n  python:\n    uses: ./.github/workflows/tests.yml\n';
    const files = { '.github/workflows/tests.yml': called };
    expect(made({ job: 'python / test', workflow, files, commands: [pytest] }).test.directory).toBe('api');
  });
});

describe('folders', () => {
  test("the workflow's default holds where the job's own defaults say nothing of it", () => {
    const workflow = `defaults: { run: { working-directory: api } }\n${workflowOf('      - run: pytest\n', '    defaults: { run: { shell: bash } }\n')}`;
    expect(made({ workflow, commands: [pytest] }).test.directory).toBe('api');
  });

  test("without commands in the log the failing test's own package is installed", () => {
    const files = { 'packages/core/pyproject.toml': '[project]\nname = "core"\n', 'packages/web/setup.py': '' };
    const result = made({ files, failing: 'packages/core/tests/test_a.py::test_x' });
    expect(result.setup.map(script => [script.directory, script.text])).toEqual([
      ['packages/core', 'python -m pip install -e .'],
      ['packages/core', 'python -m pip install pytest'],
    ]);
    expect(result.test.directory).toBe('packages/core');
  });
});

describe("a job's own container", () => {
  const inContainer = (commands: readonly Partial<LoggedCommand>[], container = 'fedora:43') => {
    const steps = commands.map(({ script = '' }) => `      - run: |\n          ${script}\n`).join('');
    return made({ workflow: workflowOf(steps, `    container: ${container}\n`), commands });
  };

  test('has its own tools and packages, and must have a Python in the end', () => {
    const install = { script: 'dnf install --assumeyes git make python3-pytest' };
    const result = inContainer([install, { script: 'make test', exitCode: 2 }]);
    expect(result.setup.map(({ text }) => text)).toEqual([
      install.script,
      expect.stringMatching(/^command -v python3 .* exit 1; \}$/),
    ]);
    expect([result.image, result.test.text]).toEqual(['fedora:43', 'make test']);
  });

  test("has its home and its repository where GitHub's runner mounts them, for scripts that say so", () => {
    const result = inContainer([{ script: 'chown -R ci /github/home /__w/shop' }, pytest]);
    expect(result.setup.map(({ text }) => text).slice(0, 2)).toEqual([
      'mkdir -p /github\nln -sfn /home/runner /github/home',
      'mkdir -p /__w\nln -sfn /home/runner/work/shop /__w/shop',
    ]);
  });

  test('gives its variables to every step, whose own win', () => {
    const result = inContainer([pytest], '{ image: acme/ci, env: { A: 1, B: 2 } }\n    env: { B: 3 }');
    expect(result.test.env).toMatchObject({ A: '1', B: '3' });
  });

  test('has no Docker either', () => {
    const commands = [{ script: 'docker run redis' }, pytest];
    const workflow = workflowOf('      - run: docker run redis\n      - run: pytest\n', '    container: acme/ci\n');
    expect(recipe(facts({ workflow, commands }))).toMatchObject({ kind: 'unbuildable' });
  });
});

test("the job's submodules are fetched before its own steps, by the git of GitHub's machine", () => {
  const workflow = workflowOf(
    '      - uses: actions/checkout@v4\n        with: { submodules: true }\n      - run: pytest\n',
  );
  expect(setup({ workflow, commands: [{ script: 'make' }, pytest] })).toEqual([
    expect.stringContaining('apt-get install --yes --no-install-recommends make git'),
    expect.stringContaining('git submodule sync'),
    'make',
  ]);
});

describe('what cannot be rebuilt is said', () => {
  const unbuildable = (given: Given) => recipe(facts(given));

  test('conda, by its action or by its commands', () => {
    const why = 'The job gets Python from conda, whose environments Nightwatch cannot rebuild.';
    const workflow = workflowOf('      - uses: conda-incubator/setup-miniconda@v3\n      - run: pytest\n');
    expect(unbuildable({ workflow, commands: [pytest] })).toEqual({ kind: 'unbuildable', why });
    const commands = [{ script: 'conda env update --file environment.yml --name base' }, pytest];
    expect(unbuildable({ commands })).toEqual({ kind: 'unbuildable', why });
  });

  test.each([
    [
      'docker pull postgres:15\ndocker run --rm -d --name postgres -p 5432:5432 postgres:15',
      'The step with `docker pull postgres:15` starts containers with Docker, which the sandbox does not have.',
    ],
    [
      'docker compose --file docker/ci.yml up --detach',
      'The step with `docker compose --file docker/ci.yml up --detach` starts containers with Docker, which the sandbox does not have.',
    ],
    [
      'sudo systemctl start mysql.service\nmysql -uroot -proot -e "create database shop"',
      "The step with `sudo systemctl start mysql.service` starts a service of GitHub's own machine, which the sandbox does not have.",
    ],
    [
      'apk add sudo git python3',
      'The step with `apk add sudo git python3` installs packages of another system; the sandbox is Debian.',
    ],
    [
      'sudo add-apt-repository -y ppa:ubuntugis/ppa',
      'The step with `sudo add-apt-repository -y ppa:ubuntugis/ppa` asks for packages of Ubuntu; the sandbox is Debian.',
    ],
    [
      'sudo curl https://packages.microsoft.com/config/ubuntu/$(lsb_release -rs)/prod.list -o /etc/apt/x.list',
      'The step with `sudo curl https://packages.microsoft.com/config/ubuntu/$(lsb_release -rs)/prod.list -o /etc/apt/x.l…` asks for packages of Ubuntu; the sandbox is Debian.',
    ],
  ])('a step with %j', (script, why) => {
    expect(unbuildable({ commands: [{ script }, pytest] })).toEqual({ kind: 'unbuildable', why });
    expect(unbuildable({ commands: [{ script: `${script}\npytest\n`, exitCode: 1 }] })).toEqual({
      kind: 'unbuildable',
      why,
    });
  });

  test.each([
    'if [ "$RUNNER_OS" = macOS ]; then\n  brew install enchant\nfi',
    'docker info || true',
    'docker push ghcr.io/acme/shop',
    'pip install docker compose',
    'echo "docker run" > notes',
  ])('but not %j', script => {
    expect(unbuildable({ commands: [{ script }, pytest] }).kind).toBe('recipe');
  });
});

describe('a version that git knows', () => {
  test.each([
    ['pyproject.toml', '[build-system]\nrequires = ["setuptools>=64", "setuptools_scm>=8"]\n'],
    ['pyproject.toml', '[build-system]\nrequires = ["hatchling", "hatch-vcs"]\n'],
    ['setup.py', 'setup(use_scm_version=True, setup_requires=["setuptools_scm"])'],
    ['setup.cfg', '[metadata]\nname = x\n[options]\nsetup_requires = pbr\n'],
  ])('in %s needs git in the image (%s)', (path, text) => {
    const steps = setup({ commands: [{ script: 'pip install -e .' }, pytest], files: { [path]: text } });
    expect(steps).toEqual([expect.stringMatching(/^\{ command -v git .* git; \}$/), 'pip install -e .']);
  });
});

describe('PATH', () => {
  test('grows by what steps write to $GITHUB_PATH', () => {
    const commands = [{ script: 'echo "$HOME/.local/bin" >> $GITHUB_PATH' }, pytest];
    const result = made({ commands });
    expect(result.setup).toHaveLength(2);
    const env = { GITHUB_PATH: '/home/runner/github-path', BASH_ENV: '/home/runner/github-path.sh' };
    expect(result.setup[1]?.env).toMatchObject(env);
    expect(result.test.env).toMatchObject(env);
  });

  test("of a step keeps the job's own folders and none of the runner's", () => {
    const env = {
      PATH: '/home/runner/work/shop/shop/.venv/bin:/opt/hostedtoolcache/Python/3.11.9/x64/bin:/snap/bin:/usr/bin',
      VIRTUAL_ENV: '/home/runner/work/shop/shop/.venv',
    };
    expect(made({ commands: [{ ...pytest, env }] }).test.env).toMatchObject({
      PATH: '/home/runner/work/shop/shop/.venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      VIRTUAL_ENV: '/home/runner/work/shop/shop/.venv',
    });
  });
});

describe('the image', () => {
  test.each([
    ['3.12.4', 'python:3.12-slim'],
    ['3.9', 'python:3.9-slim'],
    ['3.13.0-rc.1', 'python:3.13-slim'],
    ['3.8.18', 'python:3.8-slim'],
    ['3.14.0', 'python:3.14-slim'],
  ])('for Python %s is %s', (python, image) => {
    expect(made({ python, commands: [pytest] }).image).toBe(image);
  });

  test.each([
    "error: command 'gcc' failed: No such file or directory",
    'unable to execute gcc: No such file or directory',
    "error: [Errno 2] No such file or directory: 'x86_64-linux-gnu-gcc'",
    'psycopg/psycopgmodule.c:28:10: fatal error: libpq-fe.h: No such file or directory',
    'Error: pg_config executable not found.',
    "ERROR: Unknown compiler(s): [['cc'], ['gcc'], ['clang']]",
    '/bin/sh: 1: mysql_config: not found',
    'bash: cmake: command not found',
  ])('is the full one when setup says %j', output => {
    expect(fallbackImage('python:3.12-slim', output)).toBe('python:3.12');
  });

  test.each([
    ['python:3.12-slim', 'ERROR: No matching distribution found for shop==9'],
    ['python:3.12', 'unable to execute gcc: No such file or directory'],
  ])('stays %s when setup says %j', (image, output) => {
    expect(fallbackImage(image, output)).toBeNull();
  });

  test('stands in for PyPy too, and that is noted', () => {
    const workflow = workflowOf(
      '      - uses: actions/setup-python@v5\n        with: { python-version: pypy3.10 }\n      - run: pytest\n',
    );
    const result = made({ python: null, workflow, commands: [pytest] });
    expect(result).toMatchObject({
      image: 'python:3.10-slim',
      notes: ['CI ran on pypy3.10; the sandbox has CPython.'],
    });
  });

  test.each([
    ['', 'python:3.11-slim', ['Assumed Python 3.11: neither the log nor the workflow names a version.']],
    ['ghcr.io/acme/ci:7', 'ghcr.io/acme/ci:7', []],
    ['python:3.10-bullseye', 'python:3.10-bullseye', []],
    ['docker.io/library/python:3.7', 'python:3.7', []],
    [
      'python:3.12-alpine',
      'python:3.12-slim',
      ["The job's container python:3.12-alpine is replaced by a Python image."],
    ],
  ])('of a job in the container %s is %s', (container, image, notes) => {
    const workflow = workflowOf('      - run: pytest\n', `    container: '${container}'\n`);
    expect(made({ python: null, workflow, commands: [pytest] })).toMatchObject({ image, notes });
  });

  test.each(['actions/setup-python@v5', 'astral-sh/setup-uv@v8'])(
    'of a job in a container that gets Python by %s is the one of that version',
    action => {
      const workflow = workflowOf(`      - uses: ${action}\n      - run: pytest\n`, '    container: fedora:43\n');
      const notes = ["The job's container fedora:43 is replaced by a Python image."];
      expect(made({ workflow, commands: [pytest] })).toMatchObject({ image: 'python:3.11-slim', notes });
    },
  );

  test.each([
    ['3.11.0', 'python:3.11-slim', 'CI asked for Python 3.11.0; the sandbox has the latest 3.11.'],
    [
      '|\n            3.10\n            3.11',
      'python:3.10-slim',
      'CI set up Python 3.10, 3.11; the sandbox has only one.',
    ],
    ['3.14t', 'python:3.14-slim', 'CI ran on the free-threaded Python 3.14t; the sandbox has the usual one.'],
  ])('for a job that asks for Python %s is %s, and the difference is noted', (version, image, note) => {
    const workflow = workflowOf(
      `      - uses: actions/setup-python@v5\n        with:\n          python-version: ${version}\n      - run: pytest\n`,
    );
    expect(made({ python: null, workflow, commands: [pytest] })).toMatchObject({ image, notes: [note] });
  });

  test('on a machine with another processor is noted', () => {
    const workflow = workflowOf('      - run: pytest\n').replace('ubuntu-latest', 'ubuntu-24.04-arm');
    expect(made({ workflow, commands: [pytest] }).notes).toEqual(['CI ran on an ARM machine; the sandbox may not.']);
  });

  test('is an assumption, and noted, where nothing names a version', () => {
    const result = made({ python: null, commands: [pytest] });
    expect(result.image).toBe('python:3.11-slim');
    expect(result.notes).toEqual(['Assumed Python 3.11: neither the log nor the workflow names a version.']);
  });
});

describe('the environment', () => {
  test('is the one of the log, less secrets and what exists on the runner only', () => {
    const env = { MODE: 'ci', API_KEY: '***', pythonLocation: '/opt/hostedtoolcache/Python/3.11.9/x64' };
    const result = made({ commands: [{ ...pytest, env }] });
    expect(result.test.env).toMatchObject({ MODE: 'ci' });
    expect(result.test.env).not.toHaveProperty('API_KEY');
    expect(result.test.env).not.toHaveProperty('pythonLocation');
    expect(result.notes).toEqual(['Secrets are not available in the sandbox: API_KEY.']);
  });

  test("is the workflow's, the job's and the step's, the nearer one first", () => {
    const steps = '      - run: pytest\n        env: { A: step }\n';
    const workflow = `env: { A: workflow, B: workflow, C: workflow }\n${workflowOf(steps, '    env: { A: job, B: job }\n')}`;
    expect(made({ workflow, commands: [pytest] }).test.env).toMatchObject({ A: 'step', B: 'job', C: 'workflow' });
  });

  test('takes plain values of the workflow file and leaves expressions out', () => {
    const workflow = workflowOf(`      - run: pytest\n        env: { LEVEL: 3, TOKEN: "\${{ secrets.TOKEN }}" }\n`);
    const { env } = made({ workflow, commands: [pytest] }).test;
    expect(env).toMatchObject({ LEVEL: '3' });
    expect(env).not.toHaveProperty('TOKEN');
  });
});

describe('the set-up', () => {
  test.each([
    'pip install .',
    'pip install dist/*.whl',
    'python setup.py install',
    'sudo -E apt-get install libpq-dev',
    'pytest tests/unit',
    'python -m pip install tox coverage coveralls codecov',
    "pip install -e '.[aws]'",
    'ssh-keygen -q -N "" -f ~/.ssh/id_rsa',
    'sudo apt-get install -y ssh rsync',
    'python tools/check.py tests/webhooks/',
  ])('keeps `%s` word for word', script => {
    expect(setup({ commands: [{ script }, pytest] }).at(-1)).toBe(script);
  });

  test.each([
    ['twine upload dist/*', 'it publishes, uploads or notifies'],
    ['curl -X POST https://hooks.slack.com/services/x', 'it publishes, uploads or notifies'],
    ['codecov', 'it publishes, uploads or notifies'],
    ['./codecov -f coverage.xml', 'it publishes, uploads or notifies'],
    ['bash <(curl -s https://codecov.io/bash)', 'it publishes, uploads or notifies'],
    ['if true; then python -m coveralls --service=github; fi', 'it publishes, uploads or notifies'],
    ['uvx coveralls', 'it publishes, uploads or notifies'],
    ['scp -r dist/ web@example.org:/srv', 'it publishes, uploads or notifies'],
    ['git push origin HEAD', 'it publishes, uploads or notifies'],
    ['echo *** | login', 'it needs a secret'],
  ])('leaves out `%s`', (script, why) => {
    const result = made({ commands: [{ script }, pytest] });
    expect(result.setup).toEqual([]);
    expect(result.notes).toEqual([`Left \`${script}\` out of the setup: ${why}.`]);
  });

  test.each(['echo hello', 'ruff check .', 'pip cache dir', 'python -m pip install --upgrade pip'])(
    'keeps `%s`',
    script => {
      expect(setup({ commands: [{ script }, pytest] })).toEqual([script]);
    },
  );

  test('leaves out what failed in CI too', () => {
    const result = made({ commands: [{ script: 'mypy .', exitCode: 1 }, pytest] });
    expect(result.notes).toEqual(['Left `mypy .` out of the setup: it failed in CI too.']);
  });

  test('brings pipx, which the runner has', () => {
    expect(setup({ commands: [{ script: 'pipx install poetry' }, pytest] })[0]).toContain(
      '/opt/pipx/bin/python -m pip install pipx',
    );
  });

  test('brings package lists and the tools that a runner has and the slim image lacks', () => {
    const commands = [{ script: 'sudo apt-get install -y libpq-dev' }, { script: 'make test', exitCode: 2 }];
    expect(setup({ commands })).toEqual([
      'apt-get update && apt-get install --yes --no-install-recommends make',
      'sudo apt-get install -y libpq-dev',
    ]);
    expect(setup({ commands: [{ script: 'make test', exitCode: 2 }] })).toEqual([
      '{ command -v make >/dev/null; } || { apt-get update && apt-get install --yes --no-install-recommends make; }',
    ]);
  });
});

describe('a tool of the runner', () => {
  const brought = (script: string) => setup({ commands: [{ script, exitCode: 1 }] }).join('\n');

  test.each([
    ['psql -h localhost -c "create extension hstore" && pytest', 'postgresql-client'],
    ['while ! mysql -uroot -e "select 1"; do sleep 1; done\npytest', 'default-mysql-client'],
    ['MODE=ci make', 'make'],
    ['npm ci && npm run build', 'npm'],
    ['if true; then xvfb-run -a tox; fi', 'xvfb'],
  ])('that `%s` calls comes with its package %s', (script, name) => {
    expect(brought(script)).toContain(`--no-install-recommends ${name}`);
  });

  test('for Rust comes where the repository has code in Rust', () => {
    const files = { 'rust/Cargo.toml': '' };
    expect(setup({ files, commands: [pytest] })).toEqual([expect.stringMatching(/^command -v cargo .* cargo gcc /)]);
  });

  test('that is only an argument is not brought', () => {
    expect(brought('pip install make mysql && pytest tests/git')).toBe('');
  });
});

describe('without commands in the log', () => {
  const guessed = (files: Record<string, string>) => {
    const { setup, test, notes } = made({ files });
    expect(notes).toContain(
      "The log shows no commands, so setup and test command are guessed from the repository's files.",
    );
    return [...setup.map(script => script.text), test.text];
  };

  test.each([
    [
      'requirements',
      { 'requirements.txt': '', 'requirements-dev.txt': '', 'docs/requirements.txt': '' },
      [
        'python -m pip install -r requirements-dev.txt',
        'python -m pip install -r requirements.txt',
        'python -m pip install pytest',
        'python -m pytest',
      ],
    ],
    [
      'pyproject with extras',
      { 'pyproject.toml': '[project]\nname = "shop"\n[project.optional-dependencies]\ntest = ["pytest"]\ndocs = []\n' },
      ["python -m pip install -e '.[test]'", 'python -m pip install pytest', 'python -m pytest'],
    ],
    [
      'pyproject with groups',
      {
        'pyproject.toml':
          '[project]\nname = "shop"\n[dependency-groups]\ndev = ["hypothesis", {include-group = "x"}]\n',
      },
      [
        "python -m pip install 'hypothesis'",
        'python -m pip install -e .',
        'python -m pip install pytest',
        'python -m pytest',
      ],
    ],
    [
      'a pyproject that only configures tools',
      { 'pyproject.toml': '[tool.ruff]\n' },
      ['python -m pip install pytest', 'python -m pytest'],
    ],
    [
      'a broken pyproject',
      { 'pyproject.toml': '[', 'setup.py': '' },
      ['python -m pip install -e .', 'python -m pip install pytest', 'python -m pytest'],
    ],
    [
      'setup.cfg',
      { 'setup.cfg': '[metadata]\nname = shop\n\n[options.extras_require]\ntesting =\n    pytest\n' },
      ["python -m pip install -e '.[testing]'", 'python -m pip install pytest', 'python -m pytest'],
    ],
    [
      'poetry',
      { 'pyproject.toml': '[tool.poetry]\nname = "shop"\n', 'poetry.lock': '' },
      ['python -m pip install poetry', 'poetry install --all-extras --no-interaction', 'poetry run python -m pytest'],
    ],
    [
      'a lock file of poetry',
      { 'poetry.lock': '' },
      ['python -m pip install poetry', 'poetry install --all-extras --no-interaction', 'poetry run python -m pytest'],
    ],
    [
      'a project of poetry without a lock file',
      { 'pyproject.toml': '[tool.poetry]\nname = "shop"\n' },
      ['python -m pip install poetry', 'poetry install --all-extras --no-interaction', 'poetry run python -m pytest'],
    ],
    [
      'uv',
      { 'pyproject.toml': '[project]\nname = "shop"\n', 'uv.lock': '' },
      ['python -m pip install uv', 'uv sync --all-extras --all-groups', 'uv run python -m pytest'],
    ],
    [
      'uv rather than poetry',
      { 'pyproject.toml': '[tool.poetry]\nname = "shop"\n', 'uv.lock': '' },
      ['python -m pip install uv', 'uv sync --all-extras --all-groups', 'uv run python -m pytest'],
    ],
    ['nothing but code', {}, ['python -m pip install pytest', 'python -m pytest']],
  ])('%s tells how to install', (_, files, lines) => {
    expect(guessed(files as Record<string, string>)).toEqual(lines);
  });

  test('a repository without Python has no recipe', () => {
    expect(recipe({ ...facts({}), paths: ['index.js', 'package.json'] })).toEqual({
      kind: 'unbuildable',
      why: 'The repository contains no Python files.',
    });
  });
});
