import { expect, test } from '@jest/globals';
import { chosenTests } from '../../src/suite/chosen-tests.ts';
import { recipeOf } from './real-sandbox.ts';

const id = 'api/tests/test_a.py::test_x';

test.each([
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
