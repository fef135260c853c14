import { expect, test } from '@jest/globals';
import { byPytest } from '../../../../src/languages/python/building/other-runners.ts';

const paths = ['shop.py', 'tests/__init__.py', 'tests/test_user.py', 'tests/unit/test_cart.py', 'checks/user_check.py'];

function replaced(text: string, more: { setupPy?: string; directory?: string } = {}) {
  const { setupPy = '', directory = '.' } = more;
  const script = { text, shell: 'bash -e {0}', directory, env: {} };
  return byPytest(script, { paths, texts: new Map([['setup.py', setupPy]]) });
}

const plain = "python -m pytest -o addopts= -o python_files='test*.py' -o python_functions= -o python_classes=";

test.each([
  ['python -m unittest', plain],
  ['python3 -W error -m unittest -v', plain],
  ['python -m unittest discover', plain],
  ['python -m unittest discover -v -s tests', `${plain} tests`],
  ['python -m unittest discover -s checks -p "*_check.py" -t .', `${plain.replace('test*.py', '*_check.py')} checks`],
  ['python -m unittest discover checks *_check.py', `${plain.replace('test*.py', '*_check.py')} checks`],
  ['python -m unittest tests.test_user', `${plain} tests/test_user.py`],
  ['python -m unittest tests.test_user.Users.test_x -f', `${plain} -x tests/test_user.py::Users::test_x`],
  ['python -m unittest tests/unit/test_cart.py', `${plain} tests/unit/test_cart.py`],
  ["python -m unittest -k '*user*'", `${plain} -k 'user'`],
  ['coverage run --source=shop -m unittest discover -s tests', `${plain} tests`],
  ['PYTHONPATH=src python -m unittest', `PYTHONPATH=src ${plain}`],
  ['poetry run python -m unittest', `poetry run ${plain}`],
  ['nose2 -v -s tests', `${plain} tests`],
  ['python setup.py test', plain],
])('`%s` becomes `%s`', (script, text) => {
  expect(replaced(script).test.text).toBe(text);
});

test.each(['nosetests -s -v tests', 'python -m nose --with-coverage --cover-package=shop tests'])(
  '%s also finds functions, and classes that are no TestCase',
  script => {
    expect(replaced(script).test.text).toBe(
      "python -m pytest -o addopts= -o python_files='*test*.py' -o python_functions='test* *_test' -o python_classes='Test* *Test' tests",
    );
  },
);

test('pytest is installed for it, and that is said', () => {
  const { setup, notes } = replaced('echo start\npython -m unittest -v\necho end');
  expect(setup.map(({ text }) => text)).toEqual(['python -m pip install pytest']);
  expect(notes).toEqual([
    'CI runs `python -m unittest -v`; here pytest runs the same tests, because it reports the result of each.',
  ]);
  expect(replaced('uv run python -m unittest').setup[0]?.text).toBe('uv pip install pytest');
});

test("setup.py's own words for its suite and what it needs are followed", () => {
  const setupPy = 'setup(name="shop", test_suite="tests", tests_require=["mock>=2", \'six\'])';
  const { setup, test } = replaced('python setup.py test', { setupPy });
  expect(setup[0]?.text).toBe("python -m pip install pytest 'mock>=2' 'six'");
  expect(test.text).toBe(`${plain} tests`);
});

test('names are those of the folder in which the step runs', () => {
  expect(replaced('python -m unittest unit.test_cart', { directory: 'tests' }).test.text).toBe(
    `${plain} unit/test_cart.py`,
  );
});

test.each([
  'pytest',
  'python -m unittest nowhere.to.be.found',
  'python -m unittest | tee log',
  'if true; then python -m unittest; fi',
  'echo python -m unittest is nice',
])('`%s` stays what it is', text => {
  expect(replaced(text)).toMatchObject({ setup: [], test: { text }, notes: [] });
});
