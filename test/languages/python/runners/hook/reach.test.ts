// What the repository's code reaches is told with the line it comes from, and cannot be taken back.
import { afterAll, expect, test } from '@jest/globals';
import { hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

const shop = `import os, socket, subprocess, threading
def runs(): subprocess.run(["true"])
def forks():
    if os.fork() == 0: os._exit(0)
    os.wait()
def shells(): os.system("true")
def connects(): socket.socket().connect_ex(("192.0.2.1", 9))
def sends(): socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.2", 9))
def writes(): open(os.path.expanduser("~/.profile"), "a").close()
def removes(): os.remove(os.path.expanduser("~/.profile"))
def threads():
    thread = threading.Thread(target=runs)
    thread.start()
    thread.join()
`;
const others = `import ctypes, os, socket, subprocess, sys, tempfile
def loads(): ctypes.CDLL("libc.so.6")
def works(folder):
    open(folder + "/x", "w").close()
    open("here.txt", "w").close()
    open(os.devnull, "w").close()
    tempfile.NamedTemporaryFile().close()
    open(__file__).close()
    socket.socket().connect_ex(("127.0.0.1", 9))
`;
const suite = `import shop, others, subprocess
def test_all(tmp_path):
    for each in ("runs", "forks", "shells", "connects", "sends", "writes", "removes", "threads"):
        try: getattr(shop, each)()
        except OSError: pass
    others.loads()
    others.works(str(tmp_path))
    subprocess.run(["sleep", "0"])
`;
const files = { 'shop.py': shop, 'others.py': others, 'tests/test_a.py': suite };

test('each is told once, with the innermost line of the repository; what every test may do is not', async () => {
  const { reached, run } = await container.run(files, 'PYTHONPATH=. pytest');
  expect(run.void).toBeNull();
  expect(reached.map(({ kind, what, file, line }) => `${kind} ${what} ${file}:${line}`)).toEqual([
    'executes true shop.py:2',
    'executes fork shop.py:4',
    'executes true shop.py:6',
    'connects 192.0.2.1 shop.py:7',
    'connects 192.0.2.2 shop.py:8',
    'writes /home/runner/.profile shop.py:9',
    'writes /home/runner/.profile shop.py:10',
    'loads libc.so.6 others.py:2',
    'executes sleep tests/test_a.py:8',
  ]);
});

test('code that is evaluated, and an import without a statement, are told; what libraries evaluate for a class is not', async () => {
  const hidden = `from collections import namedtuple
from dataclasses import dataclass
Pair = namedtuple("Pair", "a b")
@dataclass
class Point:
    x: int = 0
def builtin(name): return Point.__init__.__globals__["__builtins__"][name]
def evaluates(): return builtin("ev" + "al")("1 + 1")
def imports(): return builtin("__imp" + "ort__")("wave")
def states():
    import chunk, colorsys
    return chunk, colorsys
`;
  const suite = `import hidden
def test_all(): assert (hidden.evaluates(), hidden.imports().__name__, len(hidden.states())) == (2, "wave", 2)
`;
  const { reached, run } = await container.run(
    { 'hidden.py': hidden, 'tests/test_a.py': suite },
    'PYTHONPATH=. pytest',
  );
  expect(run.finished.exitCode).toBe(0);
  expect(reached.map(({ kind, what, file, line }) => `${kind} ${what} ${file}:${line}`)).toEqual([
    'evaluates code hidden.py:8',
    'imports wave hidden.py:9',
  ]);
});

test('a process that a test starts tells as well, and who clears what it finds takes nothing back', async () => {
  const hiding = `import subprocess, sys, others
def test_child(): subprocess.run([sys.executable, "-c", "import others; others.loads()"], check=True)
def test_hides():
    for name in ("nightwatch_reach", "nightwatch_hook"):
        module = sys.modules[name]
        for each in list(vars(module)):
            setattr(module, each, None)
    subprocess.run(["rm", "-rf", "/var/lib/nightwatch"], stderr=subprocess.DEVNULL)
`;
  const { reached } = await container.run({ ...files, 'tests/test_a.py': hiding }, 'PYTHONPATH=. pytest || true');
  expect(reached.map(({ kind, file }) => `${kind} ${file}`)).toEqual(['executes tests/test_a.py', 'loads others.py']);
});
