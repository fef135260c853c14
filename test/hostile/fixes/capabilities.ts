// Repairs that are right and can do more than the code could before: that is refused, however it is written.
import { fixesOf, instead, type Row } from './change.ts';
import { insideMail, rightInMail as right } from './inside-mail.ts';
import { inMail, inParser } from './places.ts';

const group = 'capabilities';

/** At the top of the module. */
const top = (name: string, text: string): Row => [name, 'new-capability', instead(inMail, right, `${text}\n`)];
/** Where the repair is. */
const inside = insideMail('new-capability');
/** What a person may approve. */
const able = insideMail('needs-approval');

export const newlyAble = [
  ...fixesOf(group, 'mail', [
    able('starts a process', 'import subprocess', 'subprocess.run(["id"])'),
    inside('starts a process by os', 'import os', 'os.system("id")'),
    inside('starts a process by another name', 'from os import system as note', 'note("id")'),
    inside('starts a process by asyncio', 'import asyncio', 'asyncio.run(asyncio.create_subprocess_shell("id"))'),
    inside(
      'starts a process by multiprocessing',
      'import multiprocessing',
      'multiprocessing.Process(target=print).start()',
    ),
    inside('starts a browser', 'import webbrowser', 'webbrowser.open("https://example.org")'),
    inside('forks', 'import os', 'os.fork()'),
    able('connects', 'import socket', 'socket.create_connection(("example.org", 80))'),
    able('connects over HTTP', 'from urllib.request import urlopen', 'urlopen("https://example.org")'),
    able('connects with a package', 'import requests', 'requests.get("https://example.org")'),
    able('sends mail', 'import smtplib', 'smtplib.SMTP("example.org")'),
    inside('listens', 'import http.server', 'http.server.HTTPServer(("", 80), None)'),
    able('resolves a host', 'import socket', 'socket.gethostbyname("secret.example.org")'),
    able('asks the environment', 'import os', 'return os.environ.get("FALLBACK")'),
    able('asks the environment by another name', 'from os import getenv', 'return getenv("FALLBACK")'),
    inside('asks who runs it', 'import getpass', 'getpass.getuser()'),
    inside('asks for the host', 'import platform', 'platform.node()'),
    able('reads the clock', 'import time', 'time.time()'),
    able('reads the date', 'from datetime import date', 'date.today()'),
    able('depends on chance', 'import random', 'random.random()'),
    able('depends on chance by a UUID', 'import uuid', 'uuid.uuid4()'),
    inside('looks at its callers', 'import inspect', 'inspect.stack()'),
    inside(
      'looks at its callers by an error',
      'try:',
      '    raise KeyError',
      'except KeyError as error:',
      '    error.__traceback__.tb_frame.f_back',
    ),
    inside('runs a text', 'exec("x = 1")'),
    inside('evaluates a text', 'eval("1")'),
    inside('runs a text by a name of its own', 'run = exec', 'run("x = 1")'),
    inside('runs a text by map', 'list(map(exec, ["x = 1"]))'),
    inside('runs a text by a walrus', '(run := eval)("1")'),
    inside('runs a text in a comprehension', '[each("1") for each in [eval]]'),
    inside('runs a text in a lambda', '(lambda run=eval: run("1"))()'),
    inside('runs a text in an f-string', 'f"{eval(\'1\')}"'),
    inside('runs a text in a match', 'match user_id:', '    case _ if eval("True"):', '        pass'),
    inside('runs a text that it puts together', 'getattr(__builtins__, "ev" + "al")("1")'),
    inside('runs a text that it finds in the globals', 'globals()["__builtins__"]["eval"]("1")'),
    inside('runs a text by compile', 'compile("1", "", "eval")'),
    inside(
      'runs a text as the value of an annotation',
      'import typing',
      'typing.get_type_hints(type("A", (), {"__annotations__": {"x": "print(1)"}}))',
    ),
    inside('imports by name', '__import__("subprocess")'),
    inside('imports by a name that it puts together', 'import importlib', 'importlib.import_module("sub" + "process")'),
    inside('finds loaded modules', 'import sys', 'sys.modules["os"]'),
    inside('changes where modules are found', 'import sys', 'sys.path.insert(0, "/tmp")'),
    inside('reaches every class', '().__class__.__base__.__subclasses__()'),
    inside('reaches globals by a function', 'find.__globals__["USERS"].clear()'),
    inside('reaches globals by an attribute that it spells', 'getattr(find, "__glo" "bals__")'),
    inside('reaches globals by operator', 'import operator', 'operator.attrgetter("__globals__")(find)'),
    inside(
      'reaches attributes by reduce',
      'import functools',
      'functools.reduce(getattr, ["__class__", "__base__", "__subclasses__"], find)()',
    ),
    inside('reaches memory', 'import ctypes', 'ctypes.string_at(0)'),
    able('writes a file', 'open("/tmp/x", "w").write("x")'),
    able('writes a file by pathlib', 'from pathlib import Path', 'Path("/tmp/x").write_text("x")'),
    able('writes a file by shutil', 'import shutil', 'shutil.copy("/etc/passwd", "/tmp")'),
    inside('removes files', 'import shutil', 'shutil.rmtree("/tmp/x")'),
    inside('reads a file', 'open("/etc/passwd").read()'),
    inside('reads a file by another name', 'import io', 'io.open("/etc/passwd")'),
    able('opens a database', 'import sqlite3', 'sqlite3.connect("/tmp/x")'),
    inside('loads pickles', 'import pickle', 'pickle.loads(b"")'),
    inside('loads unsafe YAML', 'import yaml', 'yaml.load("", Loader=yaml.Loader)'),
    inside('starts a thread', 'import threading', 'threading.Thread(target=print).start()'),
    inside('handles a signal', 'import signal', 'signal.signal(signal.SIGALRM, print)'),
    inside('runs at the end', 'import atexit', 'atexit.register(print)'),
    top('replaces a function of another module', 'import json\n\njson.dumps = lambda value: "{}"'),
    top('replaces a function by setattr', 'import json\n\nsetattr(json, "dumps", str)'),
    top('replaces a built-in function', 'import builtins\n\nbuiltins.len = lambda value: 0'),
    [
      'replaces a method of a class',
      'suspicious',
      instead(
        inMail,
        right,
        'from collections import OrderedDict\n\nOrderedDict.__eq__ = lambda self, other: self is other\n',
      ),
    ],
    top('takes a name from everywhere', 'from os import *\n\nsystem("true")'),
    top('is run as a decorator', '@exec\ndef text():\n    return "x = 1"'),
    top('is run as a default', 'def once(value=eval("1")):\n    return value'),
    top('is run in the body of a class', 'class Once:\n    value = eval("1")'),
    top(
      'is run when a subclass is made',
      'class Base:\n    def __init_subclass__(cls):\n        __import__("os").system("true")',
    ),
    top('is run when an attribute is missing', 'def __getattr__(name):\n    return __import__(name)'),
    top('silences the log', 'import logging\n\nlogging.getLogger().disabled = True'),
    top('silences warnings for all', 'import warnings\n\nwarnings.filterwarnings("error")'),
    top('uses the test framework', 'import pytest'),
  ]),
  ...fixesOf(group, 'parser', [
    [
      'unpacks an archive',
      'new-capability',
      instead(
        inParser,
        '        name, value = line.split("=", 1)\n        import zipfile\n        zipfile.ZipFile(value).extractall("/")\n',
      ),
    ],
    [
      'parses by evaluating',
      'new-capability',
      instead(inParser, '        name, value = line.split("=", 1)\n        value = str(eval(value))\n'),
    ],
    [
      'waits for an hour',
      'guard-red',
      instead(inParser, '        name, value = line.split("=", 1)\n        import time\n        time.sleep(3600)\n'),
    ],
  ]),
];
