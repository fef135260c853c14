import { describe, expect, test } from '@jest/globals';
import { capabilitySentence } from '../../../../../src/incident/capability.ts';
import { newCapabilities } from '../../../../../src/languages/python/rules/repair/new-capabilities.ts';
import { replaced } from './changed-file.ts';

const said = (after: string, before = '', path = 'shop/mail.py') =>
  (newCapabilities([{ ...replaced(before, after), path }]) ?? []).map(capabilitySentence).join(' ');

test('a new capability is named with its line and the name that gives it', () => {
  expect(said('import json\n\n\ndef f():\n    import subprocess as s\n')).toBe(
    'shop/mail.py:5 starts or signals processes, which the file did not do before (subprocess).',
  );
});

describe('code that can newly', () => {
  test.each([
    ['starts or signals processes', ['import subprocess', 'import os\nos.system("x")', 'from os import popen as p']],
    [
      'reaches the network',
      ['import socket', 'from urllib.request import urlopen', 'import urllib.parse, http.client as h'],
    ],
    [
      'asks about its environment',
      ['import os\nos.environ.get("HOME")', 'from os import getenv', 'from os import *\ngetenv("X")'],
    ],
    [
      'reads the clock',
      ['import time as t\nt.time()', 'from datetime import datetime as d\nd.now()', 'from time import monotonic'],
    ],
    [
      'depends on chance',
      [
        'import random',
        'import uuid\nuuid.uuid4()',
        'import numpy as np\nnp.random.rand()',
        'import os\nos.urandom(1)',
      ],
    ],
    [
      'looks at who is calling',
      [
        'import inspect\ninspect.stack()',
        'import sys\nsys._getframe(1)',
        'e.__traceback__.tb_frame',
        'import gc',
        'x = getattr(t, "f_back")',
        'import sys\nsys.settrace(f)',
      ],
    ],
    [
      'runs code that is made at run time',
      [
        'exec("x")',
        'e = eval',
        'import builtins\nbuiltins.compile',
        'map(exec, lines)',
        '@exec\ndef f(): pass',
        'import types\ntypes.FunctionType(c, {})',
      ],
    ],
    [
      'imports by name',
      [
        '__import__("json")',
        'import importlib\nimportlib.import_module(x)',
        'import sys\nsys.modules["json"]',
        'import sys\nsys.path.insert(0, x)',
        'import sys\nsys.meta_path.append(F())',
      ],
    ],
    [
      'reaches into functions',
      [
        'f.__code__',
        'f.__globals__["x"]',
        '().__class__.__base__.__subclasses__()',
        '__builtins__["open"]',
        'getattr(f, "__glo" "bals__")',
        'globals()["x"] = 1',
        'getattr(f, "".join(parts))',
        'import shop.data as d\ngetattr(d, name)',
        'from . import data\nvars(data)',
        'type(x).__mro__[1]',
      ],
    ],
    ['reaches native code', ['import ctypes', 'from ctypes import *', 'import mmap', 'from cffi import FFI']],
    [
      'ends the process',
      [
        'import sys\nsys.exit(0)',
        'from os import _exit',
        'raise SystemExit',
        'raise SystemExit(0)',
        'import atexit\natexit.register(f)',
        'import weakref\nweakref.finalize(x, f)',
        'exit()',
      ],
    ],
    [
      'starts threads',
      [
        'import threading\nthreading.Thread(target=f).start()',
        'import signal\nsignal.signal(signal.SIGTERM, f)',
        'from concurrent.futures import ThreadPoolExecutor',
      ],
    ],
    [
      'writes files',
      [
        'open(p, "w")',
        'open(p, mode)',
        'open(p, mode="a")',
        'open(p, **options)',
        'from pathlib import Path\nPath("x").write_text("y")',
        'p.open("wb")',
        'import os\nos.remove(p)',
        'import shutil\nshutil.rmtree(p)',
        'import tempfile',
      ],
    ],
    [
      'reads files',
      ['open(p)', 'import io\nio.open(p, "rb")', 'p.read_text()', 'import inspect\ninspect.getsource(f)'],
    ],
    [
      'replaces parts of other modules',
      [
        'import json\njson.dumps = f',
        'from shop.mail import Mailer\nMailer.send = f',
        'import builtins\nbuiltins.len = f',
        'from . import mail\nmail.LIMIT, x = 1, 2',
        'import json\nsetattr(json, "dumps", f)',
        'from shop.mail import Mailer\ntype.__setattr__(Mailer, "send", f)',
        'import json\ndel json.dumps',
        'x.__eq__ = f',
        'type(x).y = 1',
        'import json\nfor json.dumps in fs: pass',
        'x.__class__ = Y',
        'type(x).y += 1',
      ],
    ],
    [
      'builds objects from untrusted bytes',
      ['import pickle', 'from marshal import loads', 'import yaml\nyaml.load(x)'],
    ],
    [
      'configures logging or warnings',
      [
        'import logging\nlogging.disable()',
        'import logging\nlog = logging.getLogger("x")\nlog.disabled = True',
        'import warnings\nwarnings.simplefilter("error")',
      ],
    ],
    [
      'uses a test framework',
      ['import unittest.mock', 'from mock import ANY', 'import doctest', 'from freezegun import freeze_time'],
    ],
    [
      'asks about the tests that run it',
      [
        'from _pytest.reports import TestReport',
        'import pluggy',
        'import nightwatch_report',
        'key = "PYTEST_CURRENT_TEST"',
        'def pytest_pyfunc_call(pyfuncitem): return True',
        'x = "nightwatch_report"',
      ],
    ],
  ])('%s is seen', (words, codes) => {
    for (const code of codes) expect([code, said(code)]).toEqual([code, expect.stringContaining(words)]);
  });

  test.each([
    ['an alias', 'import os as o\nq = o\nq.system("x")'],
    ['an alias of an alias in a function', 'import os\ndef f():\n    a = os\n    b = a\n    return b.popen("x")'],
    ['a pair', 'import os, json\na, b = json, os\nb.system("x")'],
    ['an assignment in an expression', 'import os\n(o := os).system("x")'],
    ['a choice', 'import os, json\n(os if x else json).system("y")'],
    ['a module that is handed on', 'import os\nrun(os)'],
    ['a list of modules', 'import os\nfor m in [os]: m.system("x")'],
    ['a lambda', 'import os\nf = lambda m=os: m.system("x")'],
    ['a default', 'import os\ndef f(m=os): m.system("x")'],
    ['a dictionary', 'import os\nd = {"o": os}'],
    ['a function handed on', 'import os\nrun(os.system)'],
    ['a constant name', 'import os\ngetattr(os, "sys" + "tem")("x")'],
    ['a name that is computed', 'import os\ngetattr(os, name)("x")'],
    ['the names of a module', 'import os\nvars(os)["sys" "tem"]("x")'],
    ['its dictionary', 'import os\nos.__dict__["system"]("x")'],
    ['a module that imports it', 'import logging\nlogging.os.system("x")'],
    ['a module that hides it', 'import random_words\nrandom_words._os.system("x")'],
    ['all names', 'from os import *\nsystem("x")'],
    ['a getter', 'import logging, operator\noperator.attrgetter("os.system")(logging)("x")'],
    ['an f-string', 'import os\nx = f"{os.system(y)}"'],
    ['a comprehension', 'import os\nx = [os.system(y) for y in z]'],
    ['a match', 'import os\nmatch x:\n    case y if os.system(y): pass'],
    ['a decorator', 'import os\n@os.system\nclass A: pass'],
    ['a class body', 'import os\nclass A:\n    run = os.system'],
    ['a default argument', 'import os\ndef f(x=os.system): pass'],
    ['a global', 'import os\ndef f():\n    global o\n    o = os\ndef g():\n    o.system("x")'],
    [
      'a name that a class binds, but not for its methods',
      'class A:\n    exec = None\n    def f(self): exec("import os")',
    ],
    ['a call of an import', '__import__("os").system("x")'],
    ['brackets', 'import os\n((os)).system("x")'],
    ['deep nesting', `x = ${'['.repeat(1_200)}${']'.repeat(1_200)}`],
  ])('do so by %s is seen', (_, code) => {
    expect(said(code)).not.toBe('');
  });
});

/** Whether a person may approve it; null when nothing is new. */
function isApprovable(code: string): boolean | null {
  const [found] = newCapabilities([{ ...replaced('', code), path: 'shop/mail.py' }]) ?? [];
  return found?.isApprovable ?? null;
}

describe('a person may approve', () => {
  test.each([
    'import subprocess',
    'import requests\nrequests.get(x)',
    'from urllib.request import urlopen',
    'import os\nhome = os.environ["HOME"]',
    'import os\nhome = os.environ.get("HOME") or "/"',
    'import time\nstart = time.monotonic()',
    'import time\nif time.monotonic() - start > 30: stop()',
    'import uuid\nuuid.uuid4()',
    'open(p, "w")',
    'import os\nos.makedirs(p)',
    'p.write_text(x)',
  ])('%j', code => {
    expect(isApprovable(code)).toBe(true);
  });

  test.each([
    'import os\nos.system(x)',
    'import os\nos.fork()',
    'import os\nos.kill(x, 9)',
    'import multiprocessing',
    'import pty',
    'from os import *\nf(os)',
    'import os\nrun(os)',
    'import os\nos.getpid()',
    'import sys\nsys.argv',
    'import os\nos.chdir(x)',
    'import os\nif os.environ.get("X"): y()',
    'import os\nx = 1 if os.environ.get("X") == "y" else 2',
    'import os\nx = [y for y in z if os.getenv("X")]',
    'import os\nmatch os.getenv("X"):\n    case "1": y()',
    'import random\nwhile random.random() < 1: y()',
    'import os\nos.open(p, 1)',
    'import os\nos.dup2(1, 2)',
    'import os\nos.symlink(a, b)',
    'archive.extractall(p)',
    'import shutil\nshutil.rmtree(p)',
    'open(p)',
    'exec("x")',
    'import ctypes',
    'import gc',
    'import sys\nsys.modules',
    'import sys\nsys.meta_path.append(f)',
    'import signal\nsignal.signal(signal.SIGALRM, f)',
    'import json\njson.dumps = f',
    'import threading\nthreading.Thread(target=f)',
    'import pickle',
    'import sys\nsys.exit(0)',
    'import pytest',
    'import subprocess\nimport os\nos.popen(x)',
  ])('never %j', code => {
    expect(isApprovable(code)).toBe(false);
  });
});

describe('the attacks that ended in proven pull requests', () => {
  test.each([
    [
      'a patched report',
      'import sys\nreports = sys.modules["_pytest.reports"]\nreports.TestReport.from_item_and_call = f',
    ],
    [
      'a patched report, found by the collector',
      'import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == "TestReport": o.outcome = "passed"',
    ],
    ['a read secret', 'import nightwatch_report\nsecret = nightwatch_report._nonce'],
    ['a read secret, by its module', 'import sys\nsecret = sys.modules["night" "watch_report"]._nonce'],
    ['mock.ANY', 'from unittest import mock\n\n\ndef f(x):\n    return mock.ANY'],
    ['a changed constant', 'import ctypes\nctypes.memset(id(17) + 24, 12, 1)'],
    ['a hook', 'def pytest_pyfunc_call(pyfuncitem):\n    return True'],
  ])('are refused: %s', (_, code) => {
    expect(said(code)).not.toBe('');
  });
});

describe('an honest change', () => {
  test.each([
    ['a guard for None', 'if user is None:\n    return None'],
    ['an alias of a local', 'def f(time, random):\n    return time.time() + random.random()'],
    ['a local called like a module', 'socket = connect()\nsocket.send(b"x")'],
    ['an attribute called like a module', 'self.socket.send(b"x")\nself.os.environ'],
    ['a loop variable called like a module', 'for select in selects:\n    select.where(x)'],
    [
      'parts of modules that reach nothing',
      'import os, sys, time, datetime, uuid, functools\nos.path.join(a, b)\nos.sep\nsys.version_info\nsys.maxsize\ntime.sleep(0)\ndatetime.timedelta(1)\ndatetime.datetime.fromtimestamp(0)\nuuid.UUID(x)\nuuid.uuid5(a, b)',
    ],
    ['re.compile', 'import re\nre.compile("x")\nfrom re import compile\ncompile("y")'],
    [
      'url parsing',
      'from urllib.parse import urlsplit\nimport http\nhttp.HTTPStatus.OK\nfrom http.cookies import SimpleCookie',
    ],
    [
      'attributes by name',
      'def f(self, obj, name):\n    getattr(self, f"visit_{name}")\n    getattr(obj, name, None)\n    setattr(self, name, obj)\n    hasattr(obj, "y")\n    getattr(str, name)',
    ],
    ['a fork that may be missing', 'import os\nhasattr(os, "fspath")\ngetattr(os, "PathLike", None)'],
    [
      'a decorator that names its wrapper',
      'def d(f):\n    def w(): return f()\n    w.__name__ = f.__name__\n    w.__wrapped__ = f\n    return w',
    ],
    [
      'its own class',
      'class A:\n    count = 0\n    def f(self):\n        A.count += 1\n        type(self).count += 1\n        self.__class__.count += 1\n        self.__dict__.update(x=1)\n        object.__setattr__(self, "y", 1)',
    ],
    ['an attribute of a parameter', 'def f(response):\n    response.status = 404'],
    ['the object of a request', 'from flask import g\ng.user = user'],
    [
      'a lock and a weak reference',
      'import threading, weakref\nlock = threading.Lock()\nref = weakref.ref(x)\nd = weakref.WeakKeyDictionary()',
    ],
    ['a constant of signals', 'import signal\nsignal.SIGINT'],
    [
      'a logger',
      'import logging, warnings\nlog = logging.getLogger(__name__)\nlog.warning("x")\nwarnings.warn("x", DeprecationWarning, stacklevel=2)',
    ],
    ['safe YAML', 'import yaml\nyaml.safe_load(x)'],
    ['SystemExit that is caught', 'try:\n    f()\nexcept SystemExit as e:\n    code = e.code'],
    [
      'its own method that is called so',
      'class A:\n    def open(self): ...\n    def f(self):\n        self.open("x")\n        self.unlink()\n        self.exit()',
    ],
    [
      'its own functions that are called so',
      'from .files import mkdir, write_text\nfrom . import files\nmkdir(x)\nwrite_text(x)\nfiles.unlink(x)\nfrom .time import time\ntime()\nfrom shop.time import monotonic\nmonotonic()',
    ],
    ['its own package that is called so', 'from shop.socket import connect\nimport shop\nshop.socket.connect()'],
    [
      'words in strings and docstrings',
      'def f():\n    """Never use exec() or os.system, nor __globals__."""\n    raise ValueError("open the file with subprocess")',
    ],
    ['comments', 'x = 1  # os.system("x"); import socket'],
    ['a generator that is read', 'archive.open("name")\nImage.open(x)\nbrowser.open(url)'],
    ['iteration over base classes', 'for base in cls.__mro__:\n    names.update(base.__dict__)'],
    [
      'async code',
      'import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    await asyncio.gather(*x)\n    asyncio.Lock()',
    ],
    [
      'typing and data classes',
      'from types import TracebackType, MappingProxyType\nfrom dataclasses import dataclass, replace\nreplace(x, y=1)',
    ],
    ['a version that is looked up', 'from importlib.metadata import version\nversion("shop")'],
    ['platform', 'import sys, platform\nsys.platform == "win32"\nplatform.system()'],
  ])('may hold %s', (_, code) => {
    expect(said(code)).toBe('');
  });

  test('may do elsewhere what the file did before', () => {
    const before = 'import random\n\ndef a():\n    with open("x", "w") as f: f.write(str(random.random()))\n';
    const after = `${before}\ndef b():\n    open("y", "a").close()\n    return random.choice([1])\n`;
    expect(said(after, before)).toBe('');
    expect(said(`${after}\nimport socket\n`, before)).toContain('network');
  });

  test('may lose or move an import', () => {
    const before = 'import subprocess\nimport os\n\nprint(os.sep)\n';
    expect(said('import os\n\nprint(os.sep)\n', before)).toBe('');
    expect(said('import os\n\ndef f():\n    import subprocess\n', before)).toBe('');
  });

  test('may move code from one file to another, if it leaves the first', () => {
    const code = 'import os\nhome = os.environ["HOME"]\n';
    const to = { ...replaced('', code), path: 'shop/b.py' };
    expect(newCapabilities([{ ...replaced(code, 'x = 1\n'), path: 'shop/a.py' }, to])).toEqual([]);
    expect(newCapabilities([{ ...replaced(code, `${code}x = 1\n`), path: 'shop/a.py' }, to])).toHaveLength(1);
  });

  test('may import its own package, whatever its name', () => {
    expect(said('from requests.models import Request\nimport requests\n', '', 'src/requests/api.py')).toBe('');
    expect(said('import requests\n')).toContain('network');
    expect(said('import os\nos.system("x")\n', '', 'os/x.py')).toContain('processes');
  });

  test('may be of other files than code', () => {
    expect(said('import os\nos.system("x")\n', '', 'README.md')).toBe('');
  });
});

test('one way to ask about the tests excuses no other', () => {
  expect(said('a = config.TESTING\nb = "PYTEST_CURRENT_TEST"\n', 'a = config.TESTING\n')).toContain(
    'PYTEST_CURRENT_TEST',
  );
  expect(said('a = config.TESTING\nb = not config.TESTING\n', 'a = config.TESTING\n')).toBe('');
});

test('five thousand lines are read well before a deadline', () => {
  const lines =
    'def f(a, b=1):\n    c = a.x(b, [d for d in e if d.y])["k"]\n    return {"a": c, **a.b.c.d(e=f"{b}")}\n\n';
  const code = `import os\n${lines.repeat(1_250)}`;
  const before = process.cpuUsage().user;
  expect(said(`${code}os.environ\n`, code)).toContain('environment');
  expect(process.cpuUsage().user - before).toBeLessThan(10_000_000);
});

test('settings that the whole process shares are a capability', () => {
  expect(said('import locale\nlocale.setlocale(locale.LC_ALL, "C")\n')).toContain('the whole process shares');
  expect(said('import decimal\nwith decimal.localcontext() as c:\n    c.prec = 9\n')).toBe('');
});
