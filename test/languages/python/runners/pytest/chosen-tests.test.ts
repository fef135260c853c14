import { expect, test } from '@jest/globals';
import { chosenTests } from '../../../../../src/languages/python/runners/pytest/chosen-tests.ts';
import { recipeOf } from '../../../../suite/real-sandbox.ts';

const id = 'api/tests/test_a.py::test_x';

test.each([
  ['uv run make test', '.', id, 'uv run python -m pytest api/tests/test_a.py::test_x'],
  [
    'tox -e py',
    '.',
    id,
    '"$(ls -d "$GITHUB_WORKSPACE"/.tox/*/bin/python | head -n 1)" -m pytest api/tests/test_a.py::test_x',
  ],
  ['python -m pytest', '.', id, 'python -m pytest api/tests/test_a.py::test_x'],
  ['make test', 'api', id, 'python -m pytest tests/test_a.py::test_x'],
  ['poetry run pytest -q', '.', id, 'poetry run python -m pytest api/tests/test_a.py::test_x'],
  ['uv run --extra test pytest', '.', id, 'uv run --extra test python -m pytest api/tests/test_a.py::test_x'],
  ['uv run coverage run -m pytest', '.', id, 'uv run python -m pytest api/tests/test_a.py::test_x'],
  ['. .venv/bin/activate\npytest', '.', id, '. .venv/bin/activate\npython -m pytest api/tests/test_a.py::test_x'],
  ['source v/bin/activate && pytest', '.', id, 'source v/bin/activate\npython -m pytest api/tests/test_a.py::test_x'],
  ['cd api\nPYTHONPATH=src pytest', '.', id, 'cd api\nPYTHONPATH=src python -m pytest tests/test_a.py::test_x'],
  [
    'export A=1 && env B="x y" C= pytest; echo',
    '.',
    id,
    'export A=1\nB="x y" C= python -m pytest api/tests/test_a.py::test_x',
  ],
  ['pytest unit\ncd web && npm test', '.', id, 'python -m pytest api/tests/test_a.py::test_x'],
  ['pytest', '.', "t.py::test_x[it's; $HOME]", "python -m pytest 't.py::test_x[it'\\''s; $HOME]'"],
])('after `%s` in %s, %s is run alone by its own command', (text, directory, test, command) => {
  expect(chosenTests(recipeOf(text, { directory }), [test]).text).toBe(command);
});

test.each([
  ['uv sync --group test', 'uv run python -m pytest t.py'],
  ['pdm install', 'pdm run python -m pytest t.py'],
  ['pip install -e .', 'python -m pytest t.py'],
])('what a Makefile hides is run where `%s` put it', (setup, command) => {
  const recipe = recipeOf('make test');
  const script = { text: setup, shell: 'bash -e {0}', directory: '.', env: {} };
  expect(chosenTests({ ...recipe, setup: [script] }, ['t.py']).text).toBe(command);
});

test('a step in Python is no list of commands', () => {
  const recipe = recipeOf('set = 1\nimport pytest\npytest.main()', { shell: 'python {0}' });
  expect(chosenTests(recipe, ['t.py'])).toMatchObject({ text: 'python -m pytest t.py', shell: 'bash -e {0}' });
});
