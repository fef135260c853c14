// Jobs whose tests pytest does not run, and tests in a document.
import { source, unittestFile, unittestReport } from './reports.ts';
import type { SmallRepository } from './small-repository.ts';

const root = '/home/runner/work/shop/shop';
const files = {
  'shop.py': source,
  'tests/__init__.py': '',
  'tests/test_shop.py': unittestFile('unittest.TestCase'),
};
const report = unittestReport('tests.test_shop.TotalTest', `${root}/tests/test_shop.py`);
const failing = 'tests/test_shop.py::TotalTest::test_of_all';

const djangoSettings = `SECRET_KEY = 'tests only'
INSTALLED_APPS = ['shop']
DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}
USE_TZ = True
`;
const djangoFiles = {
  'settings.py': djangoSettings,
  'shop/__init__.py': '',
  'shop/total.py': source,
  'shop/tests.py': unittestFile('django.test.TestCase', 'shop.total'),
};
const djangoOutput = [
  'Found 2 test(s).',
  "Creating test database for alias 'default'...",
  'System check identified no issues (0 silenced).',
  'F.',
  ...unittestReport('shop.tests.TotalTest', `${root}/shop/tests.py`).slice(2),
  "Destroying test database for alias 'default'...",
];

export const otherRunnerJobs: readonly SmallRepository[] = [
  { kind: 'unittest', failing, files, steps: [{ run: 'python -m unittest discover -v', output: report }] },
  {
    kind: 'a test file run as a script',
    failing,
    files: {
      'shop.py': source,
      'tests/test_shop.py': `${unittestFile('unittest.TestCase')}\n\nif __name__ == '__main__':\n    import unittest\n\n    unittest.main()\n`,
    },
    steps: [
      {
        run: 'python tests/test_shop.py -v',
        env: { PYTHONPATH: '.' },
        output: unittestReport('__main__.TotalTest', `${root}/tests/test_shop.py`),
      },
    ],
  },
  {
    kind: 'Django, by manage.py',
    failing: 'shop/tests.py::TotalTest::test_of_all',
    files: {
      ...djangoFiles,
      'manage.py':
        "import os\nimport sys\n\nfrom django.core.management import execute_from_command_line\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'settings')\nexecute_from_command_line(sys.argv)\n",
    },
    steps: [{ run: 'pip install django' }, { run: 'python manage.py test', output: djangoOutput }],
  },
  {
    kind: 'Django, by a script of the repository',
    failing: 'shop/tests.py::TotalTest::test_of_all',
    files: {
      ...djangoFiles,
      'runtests.py': `import os
import sys

import django
from django.conf import settings
from django.test.utils import get_runner

os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'
django.setup()
sys.exit(bool(get_runner(settings)().run_tests(['shop'])))
`,
    },
    steps: [{ run: 'pip install "django<5"' }, { run: 'python runtests.py', output: djangoOutput }],
  },
  {
    kind: 'nose2',
    failing,
    files,
    steps: [{ run: 'pip install nose2' }, { run: 'nose2 -v', output: report }],
  },
  {
    kind: 'trial',
    failing,
    files: { ...files, 'tests/test_shop.py': unittestFile('twisted.trial.unittest.TestCase') },
    steps: [
      { run: 'pip install twisted' },
      {
        run: 'python -m twisted.trial tests',
        output: `tests.test_shop
  TotalTest
    test_of_all ...                                                      [FAIL]
    test_of_nothing ...                                                    [OK]

===============================================================================
[FAIL]
Traceback (most recent call last):
  File "${root}/tests/test_shop.py", line 11, in test_of_all
    self.assertEqual(total([1, 2, 3]), 6)
  File "/opt/hostedtoolcache/Python/3.11.9/x64/lib/python3.11/site-packages/twisted/trial/_synctest.py", line 444, in assertEqual
    super().assertEqual(first, second, msg)
  File "/opt/hostedtoolcache/Python/3.11.9/x64/lib/python3.11/unittest/case.py", line 866, in _baseAssertEqual
    raise self.failureException(msg)
twisted.trial.unittest.FailTest: 5 != 6

tests.test_shop.TotalTest.test_of_all
-------------------------------------------------------------------------------
Ran 2 tests in 0.090s

FAILED (failures=1, successes=1)`.split('\n'),
      },
    ],
  },
  {
    kind: 'a document with examples',
    failing: 'README.md::README.md',
    files: {
      'shop.py': source,
      'README.md': '# Shop\n\n>>> from shop import total\n>>> total([])\n0\n>>> total([1, 2, 3])\n6\n',
    },
    steps: [
      { run: 'pip install pytest' },
      {
        run: "python -m pytest --doctest-glob='*.md'",
        output: `============================= test session starts ==============================
platform linux -- Python 3.11.9, pytest-8.3.5, pluggy-1.5.0
rootdir: ${root}
collected 1 item

README.md F                                                              [100%]

=================================== FAILURES ===================================
_____________________________ [doctest] README.md ______________________________
001 # Shop
002${' '}
003 >>> from shop import total
004 >>> total([])
005 0
006 >>> total([1, 2, 3])
Expected:
    6
Got:
    5

${root}/README.md:6: DocTestFailure
=========================== short test summary info ============================
FAILED README.md::README.md
============================== 1 failed in 0.25s ===============================`.split('\n'),
      },
    ],
  },
];
