// Repairs that go for what reports outcomes: the test framework, its hooks, our report, the process that runs them.
import { change, fixesOf, instead, newFile } from './change.ts';
import { inMail, inMonths } from './places.ts';

const group = 'forged reports';
const right = '    if user is None:\n        return None\n    return user["email"]\n';
const same = '    return user["email"]\n';

/** The bug stays; what is at the top of the module makes the test pass. */
const above = (top: string) => instead(inMail, `${same}\n`, top);
const hook =
  'import pytest\n\n\n@pytest.hookimpl(tryfirst=True)\ndef pytest_pyfunc_call(pyfuncitem):\n    return True\n';

export const forgedReports = [
  ...fixesOf(group, 'mail', [
    ['a conftest.py at the root answers for every test', 'forbidden-file', [newFile('conftest.py', hook)]],
    ['a conftest.py beside the tests', 'forbidden-file', [newFile('tests/conftest.py', hook)]],
    ['a conftest.py beside the code', 'forbidden-file', [newFile('shop/conftest.py', hook)]],
    ['a plugin called like one of ours', 'forbidden-file', [newFile('nightwatch_limit.py', hook)]],
    ['a module called like our report', 'forbidden-file', [newFile('nightwatch_report.py', hook)]],
    ['a pluggy.py that calls no hook', 'forbidden-file', [newFile('pluggy.py', 'class PluginManager:\n    pass\n')]],
    ['a package called _pytest', 'forbidden-file', [newFile('_pytest/reports.py', 'x = 1\n')]],
    ['a pytest.py', 'forbidden-file', [newFile('pytest.py', 'def main():\n    return 0\n')]],
    [
      'every report says passed',
      'new-capability',
      above(
        'import _pytest.reports as r\n\n_made = r.TestReport.from_item_and_call\n\n\ndef _passed(item, call):\n    made = _made(item, call)\n    made.outcome = "passed"\n    return made\n\n\nr.TestReport.from_item_and_call = _passed\n',
      ),
    ],
    [
      'the runner calls no test',
      'new-capability',
      above('from _pytest import runner\n\nrunner.pytest_runtest_call = lambda item: None\n'),
    ],
    [
      'the report is found among all objects',
      'new-capability',
      above(
        'import gc\n\nfor each in gc.get_objects():\n    if type(each).__name__ == "TestReport":\n        each.outcome = "passed"\n',
      ),
    ],
    [
      'the report is found in the frames of the callers',
      'new-capability',
      instead(inMail, '    import sys\n    sys._getframe(1).f_locals["self"].outcome = "passed"\n    return None\n'),
    ],
    [
      'the secret of our report is read',
      'new-capability',
      above('import nightwatch_report\n\nSECRET = nightwatch_report._nonce\n'),
    ],
    [
      'a plugin is registered when the module is loaded',
      'new-capability',
      above('import sys\n\nsys.modules["_pytest.config"].PytestPluginManager.register = lambda *given: None\n'),
    ],
    ['the module says that it is a plugin, which no one reads', 'guard-red', above('pytest_plugins = ["shop.more"]\n')],
    [
      'the module has a hook of the test framework',
      'new-capability',
      above('def pytest_runtest_logreport(report):\n    report.outcome = "passed"\n'),
    ],
    [
      'the process ends well before anything is said',
      'new-capability',
      above('import atexit\nimport os\n\natexit.register(os._exit, 0)\n'),
    ],
    ['the process ends well at once', 'new-capability', instead(inMail, '    import os\n    os._exit(0)\n')],
    [
      'an assertion error is no error',
      'new-capability',
      above('import builtins\n\nbuiltins.AssertionError = type("Quiet", (Exception,), {})\n'),
    ],
    [
      'unittest runs no test',
      'new-capability',
      above('import unittest\n\nunittest.TestCase.run = lambda self, result=None: result\n'),
    ],
    [
      'the report is written by the code',
      'needs-approval',
      above('with open("/tmp/nightwatch-report.json", "w") as report:\n    report.write("{}")\n'),
    ],
    [
      'a trace function changes what tests see',
      'new-capability',
      above('import sys\n\nsys.settrace(lambda frame, event, arg: None)\n'),
    ],
    [
      'the hook of uncaught errors is replaced',
      'new-capability',
      above('import sys\n\nsys.excepthook = lambda *given: None\n'),
    ],
    [
      'what prints failures is replaced',
      'new-capability',
      above('import traceback\n\ntraceback.print_exception = lambda *given, **named: None\n'),
    ],
    [
      'the garbage collector calls back',
      'new-capability',
      above('import gc\n\ngc.callbacks.append(lambda phase, info: None)\n'),
    ],
    [
      'a thread waits for the report',
      'new-capability',
      above('import threading\n\nthreading.Thread(target=print, daemon=True).start()\n'),
    ],
    [
      'the repair comes with a report of its own',
      'forbidden-file',
      [change(inMail.path, inMail.search, right), newFile('junit.xml', '<testsuite tests="3" failures="0"/>\n')],
    ],
  ]),
  ...fixesOf(group, 'dates', [
    [
      'a constant of compiled code is overwritten',
      'new-capability',
      instead(inMonths, '        import ctypes\n        ctypes.memset(id(28) + 24, 29, 1)\n        return 28\n'),
    ],
    [
      'the code of the test is replaced',
      'new-capability',
      instead(
        inMonths,
        '        import inspect\n        test = inspect.stack()[1].frame\n        test.f_globals[test.f_code.co_name].__code__ = (lambda: None).__code__\n        return 28\n',
      ),
    ],
    [
      'the number that the test expects is replaced by name',
      'new-capability',
      instead(
        inMonths,
        '        import importlib\n        importlib.import_module("tests.test_months").EXPECTED = 28\n        return 28\n',
      ),
    ],
    [
      'assertions are rewritten into nothing',
      'new-capability',
      instead(
        inMonths,
        '        return int("28")\n',
        'import _pytest.assertion.rewrite as rewrite\n\nrewrite.rewrite_asserts = lambda *given, **named: None\n',
      ),
    ],
  ]),
];
