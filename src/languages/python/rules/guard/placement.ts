// Where the regression test stands: beside the failing test, named as the repository names its tests, on a free path.
import { isTestModule } from '../../source/test-files.ts';

/**
 * A path that is free in the tree. Its file name is free everywhere in the tree, too: without `__init__.py` files pytest
 * refuses two test modules of one name.
 */
export function guardPath(tests: Iterable<string>, paths: ReadonlySet<string>): string {
  const model = [...tests].find(isModel) ?? anyTest(paths);
  const slash = model.lastIndexOf('/') + 1;
  const folder = model.slice(0, slash);
  const taken = new Set([...paths].map(path => path.slice(path.lastIndexOf('/') + 1)));
  for (let count = 1; ; count++) {
    const name = regressionName(model.slice(slash), count === 1 ? '' : `_${count}`);
    if (!taken.has(name)) return folder + name;
  }
}

function isModel(path: string): boolean {
  return path.endsWith('.py') && !/(?:^|\/)(?:conftest|__init__)\.py$/.test(path);
}

/** `test_user.py` → `test_user_regression.py`, `user_test.py` → `user_regression_test.py`. */
function regressionName(name: string, count: string): string {
  const stem = name.replace(/\.py$/, '');
  if (stem === 'test' || stem === 'tests') return `test_regression${count}.py`;
  const [, kept = stem, suffix = ''] = /^(.+)(_(?:tests?|spec))$/.exec(stem) ?? [];
  return `${kept}_regression${count}${suffix}.py`;
}

/** For a run that names no test module (doctests only): the first test module there is shows the convention. */
function anyTest(paths: ReadonlySet<string>): string {
  const tests = [...paths].filter(isTestModule).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  if (tests[0]) return tests[0];
  return [...paths].some(path => path.startsWith('tests/')) ? 'tests/test.py' : 'test.py';
}
