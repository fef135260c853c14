import { describe, expect, test } from '@jest/globals';
import { withoutHatch } from '../../../../src/languages/python/building/environments/hatch.ts';
import { withoutNox } from '../../../../src/languages/python/building/environments/nox.ts';
import { directly, type Toxless } from '../../../../src/languages/python/building/environments/tox.ts';

const script = (text: string, env: Record<string, string> = {}) => ({
  text,
  shell: 'bash -e {0}',
  directory: '.',
  env,
});
const lines = ({ setup, test }: Toxless) => [...setup.map(({ text }) => text), test.text];

describe('tox', () => {
  const tox = (call: string, ini: string, python = '3.11') => directly(script(call), { ini, python });
  const testenv = (more: string) => `[testenv]\ndeps = pytest\n${more}`;

  test.each([
    ['tox -e py', testenv('commands = pytest {posargs:tests}\n'), ['pytest tests']],
    ['tox run -e py311 -- -x', testenv('commands = pytest {posargs:tests}\n'), ['pytest -x']],
    ['TOXENV=lint tox', `${testenv('commands = pytest\n')}[testenv:lint]\ncommands = ruff .\n`, ['ruff .']],
    ['tox', testenv('commands =\n    py311: pytest a\n    py{38,39}: pytest b\n    !py311: pytest c\n'), ['pytest a']],
    ['tox -e py39-x', testenv('commands =\n    py{38,39}-x: pytest b\n    y: pytest c\n'), ['pytest b']],
    ['python -m tox -e py', `${testenv('commands = {[base]run} -q\n')}[base]\nrun = pytest\n`, ['pytest -q']],
    [
      'tox -e py',
      testenv('commands =\n    - flake8\n    {envpython} -m pytest --basetemp={envtmpdir}\n'),
      ['flake8 || true', 'python -m pytest --basetemp=/tmp'],
    ],
  ])('`%s` runs what its environment runs', (call, ini, expected) => {
    const spelled = tox(call, ini);
    expect(spelled.test.text.split('\n')).toEqual(expected);
    expect(spelled.setup[0]?.text).toBe("python -m pip install 'pytest'\npython -m pip install -e .");
    expect(spelled.notes).toHaveLength(1);
  });

  test('extras, variables, a folder and commands before the tests are followed', () => {
    const ini =
      '[testenv]\nextras =\n    test\n    cli\nsetenv =\n    MODE = ci\n    HOME={envtmpdir}\nchangedir = tests\ncommands_pre = python -m shop.make\ncommands = pytest\n';
    const { setup, test } = tox('tox -e py', ini);
    expect(setup[0]?.text).toBe("python -m pip install -e '.[test,cli]'\npython -m shop.make");
    expect(test).toMatchObject({ text: 'pytest', directory: 'tests', env: { MODE: 'ci', HOME: '/tmp' } });
  });

  test.each([
    ['uvx tox -e py', null, ['uvx tox -e py --notest', 'uvx tox -e py --skip-pkg-install']],
    ['tox -e py', null, ['tox -e py --notest', 'tox -e py --skip-pkg-install']],
    [
      'tox run -e py -- -k x',
      '[testenv]\ndeps = {unknown}\ncommands = pytest\n',
      ['tox -e py --notest', 'tox -e py --skip-pkg-install -- -k x'],
    ],
  ])('`%s` that cannot be spelled out makes its environment in the set-up', (call, ini, expected) => {
    expect(lines(directly(script(call), { ini, python: null }))).toEqual(expected);
  });
});

describe('nox', () => {
  const noxfile = `
import nox

@nox.session(python=["3.11", "3.12"])
def tests(session):
    """Run the tests."""
    session.install("-e", ".[test]", "pytest>=7")
    session.run("pytest", "-q", *session.posargs, env={"A": "b"})

@nox.session
def odd(session):
    for name in ("a", "b"):
        session.run("pytest", name)
`.replace(', env={"A": "b"}', '');

  test('a plain session is run directly', () => {
    expect(lines(withoutNox(script('nox -s tests-3.11 -- -x'), noxfile))).toEqual([
      "python -m pip install -e '.[test]' 'pytest>=7'",
      'pytest -q -x',
    ]);
  });

  test.each([
    ['nox -s odd', noxfile],
    ['nox', noxfile],
    ['nox -s tests', null],
  ])('`%s` that cannot be spelled out makes its environment in the set-up', (call, file) => {
    expect(lines(withoutNox(script(call), file))).toEqual([
      `${call} --install-only`,
      call.replace('nox', 'nox -R').trim(),
    ]);
  });
});

describe('hatch', () => {
  const project = `
[tool.hatch.envs.default]
dependencies = ["pytest", "mock"]
features = ["cli"]
env-vars = { MODE = "ci" }
[tool.hatch.envs.default.scripts]
test = "pytest {args:tests}"
cov = ["test --cov", "coverage xml"]
[tool.hatch.envs.docs]
dependencies = ["mkdocs"]
skip-install = true
`;

  test.each([
    ['hatch run test', 'pytest tests'],
    ['hatch run test -x', 'pytest -x'],
    ['hatch run cov', 'pytest --cov\ncoverage xml'],
    ['hatch run pytest -q', 'pytest -q'],
  ])('`%s` runs `%s`', (call, text) => {
    const spelled = withoutHatch(script(call), project);
    expect(lines(spelled)).toEqual(["python -m pip install 'pytest' 'mock' -e '.[cli]'", text]);
    expect(spelled.test.env).toEqual({ MODE: 'ci' });
  });

  test('an environment of its own keeps to itself', () => {
    expect(lines(withoutHatch(script('hatch run docs:mkdocs build'), project))).toEqual([
      "python -m pip install 'mkdocs'",
      'mkdocs build',
    ]);
  });

  test('`hatch test` runs pytest with what hatch installs for it', () => {
    const [setup, run] = lines(withoutHatch(script('hatch test --cover -py 3.11 tests/unit'), ''));
    expect(setup).toContain("'pytest' 'pytest-mock'");
    expect(run).toBe('python -m pytest tests/unit');
    expect(lines(withoutHatch(script('hatch test'), null)).at(-1)).toBe('python -m pytest tests');
  });
});

test.each(['pytest', 'make test', 'tox -e py && pytest', 'tox\npytest', 'nox-poetry', 'echo hatch run x'])(
  '`%s` stays what it is',
  call => {
    const asItIs = { setup: [], test: script(call), notes: [] };
    expect(directly(script(call), { ini: null, python: null })).toEqual(asItIs);
    expect(withoutNox(script(call), null)).toEqual(asItIs);
    expect(withoutHatch(script(call), null)).toEqual(asItIs);
  },
);
