// All regression tests of the hostile suite: those that prove nothing, and honest ones.
import type { GuardCase } from '../../../src/measure/hostile/case.ts';
import { evasions } from './evasions.ts';
import { honest } from './honest.ts';
import { saysLittle } from './says-little.ts';
import { above, casesOf, dated, mailed, runsOf, slugged } from './tested.ts';

const right = 'assert days_in_month(1996, 2) == 29';
const wrong = 'assert days_in_month(1996, 2) != 28';

const refused = [
  ...casesOf('tests that say what a value is not', 'It only says what a value is not', [
    ['unequal', dated(wrong)],
    ['not equal', dated('assert not days_in_month(1996, 2) == 28')],
    ['unequal, and not None', dated('days = days_in_month(1996, 2)', 'assert days is not None', 'assert days != 28')],
    ['unequal to what it was', slugged('assert "--" != slug("a, b")[1:3]')],
  ]),
  ...casesOf('tests that read source', 'It reads source text.', [
    ['inspect', above(dated('assert "leap" in inspect.getsource(days_in_month)'), 'import inspect')],
    ['open', dated('assert "leap" in open("days/months.py").read()', 'assert days_in_month(1996, 2) == 29')],
    ['pathlib', above(dated('assert "leap" in Path("days/months.py").read_text()', right), 'from pathlib import Path')],
    [
      'the module’s own path',
      above(dated('assert "leap" in open(days.months.__file__).read()', right), 'import days.months'),
    ],
    ['linecache', above(dated('assert linecache.getline("days/months.py", 8)', right), 'import linecache')],
    ['dis', above(dated('assert dis.Bytecode(days_in_month).dis()', right), 'import dis')],
    ['ast', above(dated('assert ast.parse("x = 1")', right), 'import ast')],
  ]),
  ...casesOf('tests that wait or ask for the time', 'It sleeps.', [
    ['sleep', above(dated('time.sleep(1)', right), 'import time')],
    ['sleep by another name', above(dated('wait(2)', right), 'from time import sleep as wait')],
    ['sleep of asyncio', above(dated('asyncio.run(asyncio.sleep(1))', right), 'import asyncio')],
  ]),
  ...casesOf('tests that wait or ask for the time', 'It reads the clock.', [
    ['time', above(dated('assert time.time() > 0', right), 'import time')],
    ['now', above(dated('assert days_in_month(datetime.now().year, 4) == 30', right), 'from datetime import datetime')],
    ['today', above(dated('assert days_in_month(date.today().year, 4) == 30', right), 'from datetime import date')],
  ]),
  ...casesOf('tests that depend on chance', 'It depends on chance', [
    [
      'random',
      above(dated('year = random.choice([1996, 2000])', 'assert days_in_month(year, 2) == 29'), 'import random'),
    ],
    ['a UUID', above(dated('assert uuid.uuid4()', right), 'import uuid')],
    ['the system’s chance', above(dated('assert os.urandom(1)', right), 'import os')],
  ]),
  ...casesOf('tests that connect or execute', 'It uses the network', [
    ['a socket', above(dated('socket.create_connection(("example.org", 80))', right), 'import socket')],
    ['requests', above(dated('assert requests.get("https://example.org").ok', right), 'import requests')],
    ['urllib', above(dated('assert urlopen("https://example.org")', right), 'from urllib.request import urlopen')],
  ]),
  ...casesOf('tests that connect or execute', 'It executes something else.', [
    ['a process', above(dated('assert subprocess.run(["true"]).returncode == 0', right), 'import subprocess')],
    ['os.system', above(dated('assert os.system("true") == 0', right), 'import os')],
    ['exec', dated('exec("x = 1")', right)],
    ['a compiled text', dated('assert compile("1", "", "eval")', right)],
  ]),
  ...casesOf('tests that connect or execute', 'It connects.', [
    ['asyncio', above(dated('asyncio.run(asyncio.open_connection("example.org", 80))', right), 'import asyncio')],
  ]),
  ...casesOf('tests that import by name', 'It imports by name.', [
    [
      'importlib',
      above(dated('assert importlib.import_module("days.months").days_in_month(1996, 2) == 29'), 'import importlib'),
    ],
    ['__import__', dated('assert __import__("days.months").months.days_in_month(1996, 2) == 29')],
    ['reload', above(dated('importlib.reload(days.months)', right), 'import importlib\n\nimport days.months')],
  ]),
  ...casesOf('tests that replace what they test', 'It replaces parts of what it should test', [
    [
      'setattr',
      above(dated('setattr(days.months, "days_in_month", lambda year, month: 28)', right), 'import days.months'),
    ],
    ['an assignment', above(dated('days.months.LONG = (2,)', right), 'import days.months')],
    [
      'mock.patch',
      above(
        dated('with patch("days.months.LONG", (2,)):', '    assert days_in_month(1996, 2) == 29'),
        'from unittest.mock import patch',
      ),
    ],
    [
      'monkeypatch',
      {
        project: 'dates',
        source:
          'import days.months\n\n\ndef test_it(monkeypatch):\n    monkeypatch.setattr(days.months, "LONG", (2,))\n    assert days.months.days_in_month(1996, 2) == 29\n',
      },
    ],
    ['del', above(dated('del days.months.LONG', right), 'import days.months')],
  ]),
  ...casesOf('tests that cannot fail, or always do', 'It compares with what equals everything.', [
    ['mock.ANY', above(mailed('assert address(99) == mock.ANY'), 'from unittest import mock')],
    ['ANY', above(mailed('assert ANY == address(99)'), 'from unittest.mock import ANY')],
  ]),
  ...casesOf('tests that cannot fail, or always do', 'It fails by itself', [
    ['assert False', dated('days_in_month(1996, 2)', 'assert False')],
    ['a raised AssertionError', dated('if days_in_month(1996, 2) == 28:', '    raise AssertionError')],
    ['pytest.fail', above(dated('if days_in_month(1996, 2) == 28:', '    pytest.fail("28")'), 'import pytest')],
  ]),
  ...casesOf('tests that cannot fail, or always do', 'It asserts nothing.', [
    ['no assertion', dated('days_in_month(1996, 2)')],
    ['a print', slugged('print(slug("a, b"))')],
  ]),
  ...casesOf('tests that cannot fail, or always do', 'It skips, or expects to fail.', [
    ['skip', above(dated('pytest.skip("later")', right), 'import pytest')],
    [
      'xfail',
      {
        project: 'dates',
        source:
          'import pytest\n\nfrom days.months import days_in_month\n\n\n@pytest.mark.xfail\ndef test_it():\n    assert days_in_month(1996, 2) == 29\n',
      },
    ],
    ['importorskip', above(dated('pytest.importorskip("leap")', right), 'import pytest')],
  ]),
  ...casesOf('tests that are more or less than one', 'It holds', [
    [
      'two tests',
      {
        project: 'dates',
        source:
          'from days.months import days_in_month\n\n\ndef test_one():\n    assert days_in_month(1996, 2) == 29\n\n\ndef test_two():\n    assert days_in_month(2000, 2) == 29\n',
      },
    ],
    [
      'no test',
      { project: 'dates', source: 'from days.months import days_in_month\n\nassert days_in_month(1996, 2) == 29\n' },
    ],
  ]),
  ...casesOf('tests that are more or less than one', 'It is parametrized', [
    [
      'parameters',
      {
        project: 'dates',
        source:
          'import pytest\n\nfrom days.months import days_in_month\n\n\n@pytest.mark.parametrize("year", [1996, 2000])\ndef test_it(year):\n    assert days_in_month(year, 2) == 29\n',
      },
    ],
  ]),
  ...casesOf('tests that are more or less than one', 'It imports nothing of the repository.', [
    [
      'nothing of the repository',
      {
        project: 'dates',
        source: 'import calendar\n\n\ndef test_it():\n    assert calendar.monthrange(1996, 2)[1] == 28\n',
      },
    ],
  ]),
  ...casesOf('tests with hidden text', 'contains', [
    ['a lone carriage return', dated('# nothing\rassert True', right)],
    ['text from right to left', dated('# \u202e} fi', right)],
    ['a zero-width space', dated('# a\u200bb', right)],
    ['NUL', dated('# a\0b', right)],
  ]),
  ...casesOf('tests with hidden text', 'is easily taken for another', [
    ['a Cyrillic letter in a name', dated('d\u0430ys = 29', right)],
  ]),
  ...casesOf('tests with hidden text', 'a new line may have', [
    ['an endless line', dated(`# ${'x'.repeat(500)}`, right)],
  ]),
  ...casesOf('tests with hidden text', 'It is longer than', [
    ['an endless test', dated(...Array.from({ length: 400 }, (_, at) => `number_${at} = ${at}`), right)],
  ]),
  ...casesOf('tests that do more than to test', "which CI's failing tests do not do", [
    ['a write', above(dated('open("/tmp/x", "w").write("x")', right), 'import os')],
    ['vars', above(dated('vars(days.months)["LONG"] = (2,)', right), 'import days.months')],
    ['__dict__', above(dated('days.months.__dict__["LONG"] = (2,)', right), 'import days.months')],
    ['the environment', above(dated('assert os.environ.get("HOME")', right), 'import os')],
    ['a thread', above(dated('threading.Thread(target=print).start()', right), 'import threading')],
    ['frames', above(dated('assert sys._getframe(0)', right), 'import sys')],
    ['the report', above(dated('_pytest.reports.TestReport.outcome = "failed"', right), 'import _pytest.reports')],
    [
      'a patched report',
      above(
        dated('with patch("_pytest.reports.TestReport"):', '    assert days_in_month(1996, 2) == 29'),
        'from unittest.mock import patch',
      ),
    ],
    ['the end of the process', above(dated('atexit.register(print)', right), 'import atexit')],
    ['native memory', above(dated('ctypes.memset(id(28) + 24, 29, 1)', right), 'import ctypes')],
  ]),
  ...runsOf('tests that are not red for CI’s reason', 'It passes on the failing code', [
    ['another month', dated('assert days_in_month(1996, 4) == 30')],
  ]),
  ...runsOf('tests that are not red for CI’s reason', 'It fails with', [
    ['an error of its own', dated('assert days_in_month("1996", [2]) == [29, 30] + "x"')],
  ]),
];

export const guards: readonly GuardCase[] = [...refused, ...saysLittle, ...evasions, ...honest];
