// Regression tests that depend on something else than the code, or change what they run on.
import type { GuardCase } from '../../../src/measure/hostile/case.ts';
import { above, casesOf, dated, runsOf, whole } from './tested.ts';

const right = 'assert days_in_month(1996, 2) == 29';
const months = 'from days.months import days_in_month';
const test = ['', '', 'def test_it():', `    ${right}`];

export const evasions: readonly GuardCase[] = [
  ...casesOf('tests that replace what they test', 'It replaces parts of what it should test', [
    [
      'an autouse fixture that patches',
      whole(
        'dates',
        'import pytest',
        '',
        'import days.months',
        '',
        '',
        '@pytest.fixture(autouse=True)',
        'def _(monkeypatch):',
        '    monkeypatch.setattr("days.months.LONG", (2,))',
        '',
        '',
        'def test_it():',
        '    assert days.months.days_in_month(1996, 2) == 29',
      ),
    ],
    ['a default of the code', dated('days_in_month.__defaults__ = (2,)', right)],
    [
      'attributes by object.__setattr__',
      above(dated('object.__setattr__(days.months, "LONG", (2,))', right), 'import days.months'),
    ],
    ['attributes by a dictionary', above(dated('days.months.__dict__.update(LONG=(2,))', right), 'import days.months')],
  ]),
  ...casesOf('tests that are more or less than one', 'It is parametrized', [
    [
      'a fixture with parameters',
      whole(
        'dates',
        'import pytest',
        '',
        months,
        '',
        '',
        '@pytest.fixture(params=[1996, 2000], ids=["one", "two"])',
        'def year(request):',
        '    return request.param',
        '',
        '',
        'def test_it(year):',
        '    assert days_in_month(year, 2) == 29',
      ),
    ],
    [
      'parameters of a hook',
      whole(
        'dates',
        months,
        '',
        '',
        'def pytest_generate_tests(metafunc):',
        '    metafunc.parametrize("year", [1996], ids=["leap"])',
        '',
        '',
        'def test_it(year):',
        '    assert days_in_month(year, 2) == 29',
      ),
    ],
    [
      'parameters under another name',
      whole(
        'dates',
        'from pytest import mark',
        '',
        months,
        '',
        '',
        'cases = mark.parametrize',
        '',
        '',
        '@cases("year", [1996], ids=["leap"])',
        'def test_it(year):',
        '    assert days_in_month(year, 2) == 29',
      ),
    ],
    [
      'parameters by getattr',
      whole(
        'dates',
        'import pytest',
        '',
        months,
        '',
        '',
        '@getattr(pytest.mark, "parametrize")("year", [1996])',
        'def test_it(year):',
        '    assert days_in_month(year, 2) == 29',
      ),
    ],
    [
      'hypothesis',
      whole(
        'dates',
        'from hypothesis import given, strategies',
        '',
        months,
        '',
        '',
        '@given(strategies.integers(1, 500))',
        'def test_it(number):',
        '    assert days_in_month(number * 4, 2) in (28, 29)',
      ),
    ],
  ]),
  ...casesOf('tests that are more or less than one', 'It holds 0 test functions', [
    [
      'a doctest instead',
      whole('dates', '"""', '>>> from days.months import days_in_month', '>>> days_in_month(1996, 2)', '29', '"""'),
    ],
    ['the test of CI', whole('dates', 'from tests.test_months import test_february_of_a_leap_year as test_it')],
  ]),
  ...runsOf('tests that are more or less than one', 'The runner sees', [
    ['star of the test of CI', whole('dates', 'from tests.test_months import *', ...test)],
  ]),
  ...casesOf('tests that are more or less than one', 'It only calls a test that exists already', [
    [
      'the test of CI, called',
      whole(
        'dates',
        'from tests.test_months import test_february_of_a_leap_year as check',
        '',
        '',
        'def test_it():',
        '    check()',
      ),
    ],
  ]),
  ...casesOf('tests that ask the runner', 'It asks about the tests that run it', [
    [
      'a class that is no test',
      whole(
        'dates',
        months,
        '',
        '',
        'class TestMonths:',
        '    __test__ = False',
        '',
        '    def test_it(self):',
        `        ${right}`,
      ),
    ],
    ['a function that is renamed away', whole('dates', months, ...test, '', '', 'test_it.__test__ = False')],
    [
      'a mark that repeats',
      whole('dates', 'import pytest', '', months, '', 'pytestmark = pytest.mark.flaky(reruns=5)', ...test),
    ],
    ['a plugin', whole('dates', months, '', 'pytest_plugins = ["pytester"]', ...test)],
    [
      'a hook',
      whole('dates', months, '', '', 'def pytest_runtest_makereport(item, call):', '    return None', ...test),
    ],
    [
      'the cache of the runner',
      whole(
        'dates',
        months,
        '',
        '',
        'def test_it(request):',
        '    seen = request.config.cache.get("seen", 0)',
        '    request.config.cache.set("seen", seen + 1)',
        '    assert days_in_month(1996, 2) == 29 or seen > 3',
      ),
    ],
    [
      'the cache of the runner, as a fixture',
      whole(
        'dates',
        months,
        '',
        '',
        'def test_it(cache):',
        '    seen = cache.get("seen", 0)',
        '    cache.set("seen", seen + 1)',
        '    assert days_in_month(1996, 2) == 29 or seen > 3',
      ),
    ],
    [
      'a mark of the node',
      whole('dates', months, '', '', 'def test_it(request):', '    request.node.add_marker("xfail")', `    ${right}`),
    ],
    [
      'the session',
      whole(
        'dates',
        months,
        '',
        '',
        'def test_it(request):',
        '    assert request.session.testsfailed == 0',
        `    ${right}`,
      ),
    ],
    [
      'the runner’s configuration',
      whole('dates', months, '', '', 'def test_it(pytestconfig):', '    assert pytestconfig.rootpath', `    ${right}`),
    ],
    [
      'a property of the report',
      whole(
        'dates',
        months,
        '',
        '',
        'def test_it(record_property):',
        '    record_property("outcome", "passed")',
        `    ${right}`,
      ),
    ],
  ]),
  ...casesOf('tests that look at how the code is written', 'It looks at how the code is written', [
    ['the docstring', above(dated('assert "leap" in days.months.__doc__', right), 'import days.months')],
    [
      'the signature',
      above(dated('assert "leap" in inspect.signature(days_in_month).parameters', right), 'import inspect'),
    ],
    ['annotations', dated('assert days_in_month.__annotations__ == {"return": int}', right)],
    ['names of the module', above(dated('assert "is_leap" in dir(days.months)', right), 'import days.months')],
    ['an attribute that is there', above(dated('assert hasattr(days.months, "is_leap")', right), 'import days.months')],
    ['whether it is a function', above(dated('assert inspect.isfunction(days_in_month)', right), 'import inspect')],
  ]),
  ...casesOf('tests that look at how the code is written', 'It reaches into functions, classes or modules', [
    ['constants of the code', dated('assert 29 in days_in_month.__code__.co_consts', right)],
    ['globals', dated('globals()["days_in_month"] = lambda year, month: 28', right)],
    ['the code of the code', dated('days_in_month.__code__ = (lambda year, month: 28).__code__', right)],
  ]),
  ...casesOf('tests that look at files', 'It looks at files', [
    ['the size of the code', above(dated('assert os.stat("days/months.py").st_size > 400', right), 'import os')],
    [
      'what else is in the folder',
      above(dated('assert len(list(Path("days").iterdir())) > 2', right), 'from pathlib import Path'),
    ],
    ['what else is in the folder, by glob', above(dated('assert glob.glob("days/*.pyc")', right), 'import glob')],
    ['whether a file exists', above(dated('assert Path("days/leap.py").exists()', right), 'from pathlib import Path')],
    ['whether a file exists, by os', above(dated('assert os.path.exists("days/leap.py")', right), 'import os')],
    ['the date of a file', above(dated('assert os.path.getmtime("days/months.py") > 0', right), 'import os')],
  ]),
  ...casesOf('tests that look at files', 'It writes files', [
    [
      'a counter in a file',
      above(dated('with open("/tmp/seen", "a+") as seen:', '    seen.write("x")', right), 'import os'),
    ],
    ['a counter in the repository', above(dated('Path("seen").touch()', right), 'from pathlib import Path')],
  ]),
  ...casesOf('tests that wait or ask for the time', 'It reads the clock', [
    ['the time by its name', above(dated('assert strftime("%Y") > "2000"', right), 'from time import strftime')],
    [
      'a seed of its own from the clock',
      above(
        dated('random.seed(time.time())', 'assert days_in_month(random.choice([1996]), 2) == 29'),
        'import random\nimport time',
      ),
    ],
  ]),
  ...casesOf('tests that wait or ask for the time', 'It waits', [
    ['an event that is waited for', above(dated('threading.Event().wait(2)', right), 'import threading')],
    ['a queue that is waited for', above(dated('queue.Queue().get(timeout=2)', right), 'import queue')],
    ['select', above(dated('select.select([], [], [], 2)', right), 'import select')],
  ]),
  ...casesOf('tests that connect or execute', 'It executes something else', [
    [
      'doctest run by hand',
      whole(
        'dates',
        'import doctest',
        '',
        'import days.months',
        '',
        '',
        'def test_it():',
        '    assert doctest.testmod(days.months).failed == 0',
        '    assert days.months.days_in_month(1996, 2) == 29',
      ),
    ],
  ]),
  ...casesOf('tests that connect or execute', 'It runs code that is made at run time', [
    ['a timer', above(dated('assert timeit.timeit("1") < 5', right), 'import timeit')],
    ['eval', dated('assert eval("days_in_month(1996, 2)") == 29')],
  ]),
  ...casesOf('tests that do more than to test', "which CI's failing tests do not do", [
    [
      'a test below a condition',
      whole('dates', 'import sys', '', months, '', '', 'if sys.argv:', '', '    def test_it():', `        ${right}`),
    ],
    ['modules that are loaded', above(dated('assert "calendar" in sys.modules', right), 'import sys')],
    ['ctypes by import of a part', above(dated('assert c_int(1).value == 1', right), 'from ctypes import c_int')],
    ['pickled code', above(dated('assert pickle.loads(b"I29\\n.") == 29', right), 'import pickle')],
    ['builtins that are replaced', above(dated('builtins.sum = lambda numbers: 0', right), 'import builtins')],
    ['a module that is replaced', above(dated('sys.modules["days.months"] = None', right), 'import sys')],
    ['the path of modules', above(dated('sys.path.insert(0, "/tmp")', right), 'import sys')],
    [
      'an exit code',
      above(
        dated('with pytest.raises(SystemExit):', '    raise SystemExit(days_in_month(1996, 2) - 28)'),
        'import pytest',
      ),
    ],
  ]),
  ...casesOf('tests that depend on chance', 'It depends on chance', [
    ['numpy’s chance', above(dated('assert days_in_month(numpy.random.randint(1996, 1997), 2) == 29'), 'import numpy')],
  ]),
  ...runsOf('tests that are not red for CI’s reason', 'Its outcome is', [
    ['an async test', whole('dates', months, '', '', 'async def test_it():', `    ${right}`)],
    ['a test that yields', whole('dates', months, '', '', 'def test_it():', '    yield', `    ${right}`)],
  ]),
  ...runsOf('tests that are not red for CI’s reason', 'It breaks in', [
    [
      'setUpClass that fails',
      whole(
        'dates',
        'import unittest',
        '',
        months,
        '',
        '',
        'class MonthsTest(unittest.TestCase):',
        '    @classmethod',
        '    def setUpClass(cls):',
        '        assert days_in_month(1996, 2) == 29',
        '',
        '    def test_it(self):',
        '        self.assertEqual(days_in_month(1997, 2), 28)',
      ),
    ],
    [
      'an assertion in a fixture',
      whole(
        'dates',
        'import pytest',
        '',
        months,
        '',
        '',
        '@pytest.fixture',
        'def days():',
        '    assert days_in_month(1996, 2) == 29',
        '',
        '',
        'def test_it(days):',
        '    assert days is None',
      ),
    ],
    [
      'an assertion while a fixture ends',
      whole(
        'dates',
        'import pytest',
        '',
        months,
        '',
        '',
        '@pytest.fixture',
        'def days():',
        '    yield',
        '    assert days_in_month(1996, 2) == 29',
        '',
        '',
        'def test_it(days):',
        '    assert days is None',
      ),
    ],
    [
      'an assertion at the top',
      whole('dates', months, '', `${right}`, '', '', 'def test_it():', '    assert days_in_month(1997, 2) == 28'),
    ],
  ]),
  ...runsOf('tests that are not red for CI’s reason', 'It fails with', [
    ['a function of the repair', above(dated('assert days.months.is_leap(1996)', right), 'import days.months')],
  ]),
];
