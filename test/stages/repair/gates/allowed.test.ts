import { describe, expect, test } from '@jest/globals';
import { languages } from '../../../../src/languages/languages.ts';
import { forbidden, forbiddenNewFile, newFileObjection } from '../../../../src/stages/repair/gates/allowed.ts';

const guard = 'checks/guarding_regression.py';
const around = { guardPath: guard, testFiles: new Set(['checks/tests_app.py']), language: languages.python };

test.each([
  guard,
  'checks/tests_app.py',
  'tests/test_app.py',
  'tests/data/users.json',
  'src/pkg/tests/helpers.py',
  'test_app.py',
  'src/app_test.py',
  'conftest.py',
  'src/conftest.py',
  'testing/fixtures.yaml',
  '.github/workflows/ci.yml',
  '.github/nightwatch.yml',
  '.gitattributes',
  'src/pkg/.gitattributes',
  '.gitmodules',
  '.git/config',
  'sub/.git/hooks/post-checkout',
  '.GIT/config',
  '.gitlab-ci.yml',
  '.circleci/config.yml',
  '.pre-commit-config.yaml',
  'poetry.lock',
  'uv.lock',
  'web/package-lock.json',
  'requirements.txt',
  'requirements-dev.txt',
  'dev-requirements.txt',
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  'tox.ini',
  'pytest.ini',
  'noxfile.py',
  'Makefile',
  'sitecustomize.py',
  'pytest.py',
  'pytest/__init__.py',
  'unittest.py',
  'src/shop.egg-info/SOURCES.txt',
  'shop-1.0.dist-info/entry_points.txt',
  '../outside.py',
  'src/../../outside.py',
  '/etc/passwd',
  'C:/windows.py',
  'src\\app.py',
  'src//app.py',
  './src/app.py',
])('a repair must not change %s', path => {
  expect(forbidden(path, around)).toMatch(/\.$/);
});

test.each([
  'src/app.py',
  'checks/tests_other.py',
  'app.py',
  'pkg/testament.py',
  'pkg/contest.py',
  'latest.py',
  'docs/index.rst',
  'pkg/locks.py',
  'pkg/testing_tools.py',
])('a repair may change %s', path => {
  expect(forbidden(path, around)).toBeNull();
});

test.each([
  ['src', 'is a folder'],
  ['src/app.py/more.py', 'is a file'],
  ['src/git~1', 'plain'],
  ['src/app.py.', 'plain'],
  ['src/\u200bapp.py', 'plain'],
])('no new file can stand at %s', (path, words) => {
  expect(newFileObjection(path, ['src/app.py'])).toContain(words);
});

test('a new file can stand beside another', () => {
  expect(newFileObjection('src/other.py', ['src/app.py'])).toBeNull();
});

describe('a new file', () => {
  const paths = new Set([
    'shop/__init__.py',
    'shop/mail.py',
    'scripts/run.py',
    'src/shop2/__init__.py',
    'docs/index.md',
    'setup.py',
    'tests/test_mail.py',
    'shop.egg-info/PKG-INFO',
  ]);
  const declarations = [
    '[project]\ndependencies = ["Flask>=2", "PyYAML", "redis[hiredis] ; python_version > \'3\'"]\n',
    'boto3==1.0\n# celery\n',
    'python -m pip install -q pendulum "arrow>=1" -e .',
  ];
  const around = { language: languages.python, paths, declarations };

  test.each([
    ['pluggy.py', 'holds code'],
    ['scripts/pluggy.py', 'test framework'],
    ['scripts/nightwatch_limit.py', 'test framework'],
    ['shop/nightwatch_report.py', 'test framework'],
    ['scripts/_pytest.py', 'test framework'],
    ['scripts/pytest_shop.py', 'test framework'],
    ['shop/setup.py', 'test framework'],
    ['scripts/random.py', 'standard library'],
    ['shop/json.py', 'standard library'],
    ['shop/JSON.py', 'standard library'],
    ['scripts/distutils.py', 'standard library'],
    ['scripts/flask.py', 'dependency'],
    ['scripts/yaml.py', 'dependency'],
    ['scripts/redis.py', 'dependency'],
    ['scripts/boto3.py', 'dependency'],
    ['scripts/pendulum.py', 'dependency'],
    ['scripts/arrow.py', 'dependency'],
    ['scripts/attr.py', 'dependency'],
    ['shop/new/__init__.py', 'holds code'],
    ['new/__init__.py', 'holds code'],
    ['other.py', 'holds code'],
    ['shop.egg-info/entry_points.txt', 'holds code'],
    ['docs/more.md', 'holds code'],
    ['shop/.env', 'hidden'],
    ['.hidden/a.py', 'hidden'],
    ['shop/run.pth', 'neither'],
    ['shop/setup.cfg', 'neither'],
    ['shop/tool.toml', 'neither'],
    ['shop/native.so', 'neither'],
    ['shop/mail.pyc', 'neither'],
    ['shop/Makefile', 'neither'],
  ])('must not be %s', (path, words) => {
    expect(forbiddenNewFile(path, around)).toContain(words);
  });

  test.each([
    'shop/addresses.py',
    'shop/celery.py',
    'shop/redis.py',
    'shop/__main__.py',
    'scripts/__init__.py',
    'scripts/celery.py',
    'scripts/send.py',
    'shop/py.typed',
    'shop/mail.pyi',
    'shop/words.json',
  ])('may be %s', path => {
    expect(forbiddenNewFile(path, around)).toBeNull();
  });

  test('may be a module beside others at the root', () => {
    const flat = { ...around, paths: new Set(['app.py', 'setup.py']) };
    expect(forbiddenNewFile('mailer.py', flat)).toBeNull();
    expect(forbiddenNewFile('sitecustomize.py', flat)).toContain('loaded by its name');
    expect(forbiddenNewFile('data.json', flat)).toContain('root');
  });
});
