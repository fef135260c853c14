import { expect, test } from '@jest/globals';
import { languages } from '../../../../src/languages/languages.ts';
import { forbidden, newFileObjection } from '../../../../src/stages/repair/gates/allowed.ts';

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
