import { describe, expect, test } from '@jest/globals';
import { fromCandidate } from '../../../../../src/languages/python/rules/guard/objections.ts';
import { reachOf } from '../../../../../src/languages/python/rules/guard/reach.ts';

const paths = new Set(['shop/__init__.py', 'shop/mail.py', 'tests/test_mail.py']);

function said(source: string, ...texts: string[]): string {
  const failing = { targets: [], texts };
  return (fromCandidate(source, candidate => reachOf(candidate, { failing, paths })) ?? []).join(' ');
}

const body = (lines: string, head = '') =>
  `${head}\nfrom shop import mail\n\n\ndef test_it(monkeypatch, tmp_path):\n    ${lines}\n    assert mail.address(2) is None\n`;

describe('a regression test is refused when it', () => {
  test.each([
    ['starts processes', body('subprocess.run(["x"])', 'import subprocess')],
    ['asks about the environment', body('os.environ["X"] = "1"', 'import os')],
    ['looks at its callers', body('sys._getframe(1).f_locals', 'import sys')],
    ['runs made code', body('exec("x = 1")')],
    ['imports by name', body('importlib.import_module("shop." + x)', 'import importlib')],
    ['changes what is imported', body('sys.modules["shop.data"] = None', 'import sys')],
    ['reaches into functions', body('mail.address.__globals__["USERS"] = {}')],
    ['reads the names of a module', body('vars(mail)["USERS"]')],
    ['reads any name of a module', body('getattr(mail, name)')],
    ['reaches memory', body('ctypes.memset(1, 2, 3)', 'import ctypes')],
    ['ends the process', body('os._exit(0)', 'import os')],
    ['hooks the end of the process', body('atexit.register(print)', 'import atexit')],
    ['starts threads', body('threading.Thread(target=print).start()', 'import threading')],
    ['writes over the code', body('open("shop/mail.py", "w").write("")')],
    ['writes over the code by its path', body('Path(mail.__file__).write_text("")', 'from pathlib import Path')],
    ['reads source', body('inspect.getsource(mail)', 'import inspect')],
    ['reads source by its path', body('open(mail.__file__).read()')],
    ['unpickles', body('pickle.loads(x)', 'import pickle')],
    ['replaces what is built in', body('builtins.len = f', 'import builtins')],
    ['reads the secret of the report', body('nightwatch_report._nonce', 'import nightwatch_report')],
    ['patches the test framework', body('monkeypatch.setattr("_pytest.reports.TestReport.from_item_and_call", f)')],
    ['imports the test framework inside out', body('TestReport', 'from _pytest.reports import TestReport')],
  ])('%s', (_, source) => {
    expect(said(source)).toMatch(/^It .+, which CI's failing tests do not do\.$/);
  });
});

describe('a regression test may', () => {
  test.each([
    [
      'write to its temporary folder',
      body('(tmp_path / "a").write_text("x")\n    p = tmp_path / "b"\n    with open(p, "w") as f: f.write("y")'),
    ],
    [
      'write to one that it makes',
      body('with tempfile.TemporaryDirectory() as d:\n        open(os.path.join(d, "x"), "w")', 'import os, tempfile'),
    ],
    ['read what is there', body('(tmp_path / "a").read_text()\n    open("tests/data.json").read()')],
    [
      'patch the environment',
      body('monkeypatch.setenv("X", "1")\n    mock.patch.dict(os.environ, {})', 'import os\nfrom unittest import mock'),
    ],
    [
      'patch a library',
      body(
        'monkeypatch.setattr(sys, "argv", ["x"])\n    monkeypatch.setattr(time, "time", f)\n    mocker.patch("os.getcwd")',
        'import sys, time',
      ),
    ],
    ['run a coroutine', body('asyncio.run(mail.send())', 'import asyncio')],
    [
      'watch warnings and logs',
      body('with warnings.catch_warnings(record=True):\n        warnings.simplefilter("always")', 'import warnings'),
    ],
    ['expect an exit', body('with pytest.raises(SystemExit):\n        mail.main()', 'import pytest')],
    ['overwrite a part of the repository, which other rules judge', body('mail.LIMIT = 1')],
    [
      'set attributes by name',
      body('user = mail.User()\n    for name in names:\n        setattr(user, name, 1)\n        getattr(user, name)'),
    ],
  ])('%s', (_, source) => {
    expect(said(source)).toBe('');
  });

  test("do what CI's failing tests do", () => {
    const source = body('subprocess.run(["x"])', 'import subprocess');
    expect(said(source, 'import subprocess as s\n\ndef test_a():\n    s.check_output(["y"])\n')).toBe('');
    expect(said(source, 'import os\n')).toContain('starts or signals processes (subprocess)');
  });
});
