// Changes that answer for the circumstances of CI's run, and honest ones that ask for nearly the same. In every file the clock, the
// environment and the rest were asked for before, so that no capability is new.
import { describe, expect, test } from '@jest/globals';
import { languages } from '../../../../../src/languages/languages.ts';
import { replaced } from './changed-file.ts';

const head = `import datetime, getpass, itertools, logging, os, platform, socket, sys, time
from datetime import date
from pathlib import Path

HOST = platform.node()
TODAY = date.today()
NUMBERS = itertools.count()
LIMIT = int(os.environ.get("LIMIT", "10"))
calls = 0
seen = []
`;
const before = `${head}

def price(x, start=0.0, status=None):
    log = logging.getLogger(__name__)
    return x * 3
`;

function signs(lines: string, top = ''): string[] {
  const body = lines
    .split('\n')
    .map(line => `    ${line}`)
    .join('\n');
  const after = `${head}${top}\n\ndef price(x, start=0.0, status=None):\n    log = logging.getLogger(__name__)\n${body}\n    return x * 3\n`;
  const texts = ['def test_it():\n    assert price(4) == 17\n'];
  return languages.python.rules.repair.signsOfCheating([replaced(before, after)], {
    targets: [],
    texts,
    support: [],
    data: [],
  });
}

describe('a branch on circumstances is seen', () => {
  test.each([
    ['the host', 'if platform.node() == "fv-az1":\n    x += 1'],
    ['the host, in a name', 'if "fv-az" in HOST:\n    x += 1'],
    ['the host, by its start', 'if socket.gethostname().startswith("fv-"):\n    x += 1'],
    ['the host, as a key', 'x += {"fv-az1": 1}.get(platform.node(), 0)'],
    ['the host, in a match', 'match HOST:\n    case "fv-az1":\n        x += 1'],
    ['the host, kept for later', 'on_runner = platform.node() == "fv-az1"\nif on_runner:\n    x += 1'],
    ['the host of the environment', 'if os.environ.get("HOSTNAME") == "fv-az1":\n    x += 1'],
    ['the system’s own name', 'if os.uname().nodename == "fv-az1":\n    x += 1'],
    ['the user', 'if os.getuid() == 1001:\n    x += 1'],
    ['the user, for its truth', 'if not os.geteuid():\n    x += 1'],
    ['the user’s name', 'if getpass.getuser() in ("runner", "root"):\n    x += 1'],
    ['the user of the environment', 'x += 1 if os.environ["USER"] == "runner" else 0'],
    ['the process', 'if os.getpid() < 100:\n    x += 1'],
    ['CI', 'if os.environ.get("CI"):\n    x += 1'],
    ['CI, in a copy', 'env = dict(os.environ)\nif env.get("CI"):\n    x += 1'],
    ['CI, as a key', 'if "GITHUB_RUN_ID" in os.environ:\n    x += 1'],
    ['another CI', 'if os.getenv("BUILDKITE") == "true":\n    x += 1'],
    ['a date', 'if date.today() < date(2027, 1, 1):\n    x += 1'],
    ['a year', 'if datetime.datetime.now().year == 2026:\n    x += 1'],
    ['a date in a name', 'if TODAY <= date(2026, 12, 31):\n    x += 1'],
    ['a moment', 'if time.time() < 1798761600:\n    x += 1'],
    ['a date as text', 'if time.strftime("%Y-%m") == "2026-11":\n    x += 1'],
    ['every other second', 'if int(time.time()) % 2 == 0:\n    x += 1'],
    ['the start by name', 'if __name__ != "__main__":\n    x += 1'],
    ['the path of the script', 'if "site-packages" in __file__:\n    x += 1'],
    ['the path of the script, as a path', 'if Path(__file__).parent.name == "work":\n    x += 1'],
    ['the program', 'if sys.argv[0].endswith("__main__.py"):\n    x += 1'],
    ['the interpreter', 'if sys.executable == "/usr/bin/python":\n    x += 1'],
    ['a count of calls', 'global calls\ncalls += 1\nif calls == 3:\n    x += 1'],
    ['a count of calls, reckoned', 'global calls\ncalls = calls + 1\nx += 1 if calls > 2 else 0'],
    ['a switch', 'global calls\ncalls = not calls\nif calls:\n    x += 1'],
    ['a count at the function', 'price.calls = getattr(price, "calls", 0) + 1\nif price.calls > 2:\n    x += 1'],
    [
      'a count at the function, and a limit in a name',
      'price.calls += 1\nmost = 2\nif price.calls > most:\n    x += 1',
    ],
    ['a count at the function, for its truth', 'price.calls = price.calls + 1\nif price.calls:\n    x += 1'],
    ['a count of a counter', 'if next(NUMBERS) == 2:\n    x += 1'],
    ['a list that grows', 'seen.append(x)\nif len(seen) == 3:\n    x += 1'],
  ])('%s', (_, lines) => {
    expect(signs(lines)).not.toEqual([]);
  });

  test('in a default that lasts', () => {
    const after = before
      .replace('start=0.0', 'start=[]')
      .replace('    return', '    start.append(x)\n    if len(start) > 2:\n        x += 1\n    return');
    const change = { targets: [], texts: [], support: [], data: [] };
    expect(languages.python.rules.repair.signsOfCheating([replaced(before, after)], change)).not.toEqual([]);
  });

  test('at the top level', () => {
    expect(signs('x += 0', 'if __name__ != "__main__":\n    calls = 5\n')).not.toEqual([]);
  });
});

describe('an honest change is let through', () => {
  test.each([
    ['a span of time', 'if time.time() - start > 30:\n    raise TimeoutError'],
    ['a span in names', 'elapsed = time.time() - start\nif elapsed > LIMIT:\n    raise TimeoutError'],
    ['a deadline', 'if time.time() > start + LIMIT:\n    raise TimeoutError'],
    ['an expiry', 'if status and status.expires < datetime.datetime.now():\n    raise ValueError("expired")'],
    ['the time of day', 'if datetime.datetime.now().hour < 12:\n    x += 1'],
    ['the day of the week', 'if date.today().weekday() >= 5:\n    x += 1'],
    ['a birthday', 'born = status.born\nif (TODAY.month, TODAY.day) < (born.month, born.day):\n    x -= 1'],
    ['a year of what is given', 'if status.date.year < 2000:\n    x += 1'],
    ['the owner of a file', 'if status.st_uid != os.getuid():\n    raise PermissionError'],
    ['a setting', 'if os.environ.get("SHOP_DEBUG"):\n    log.debug("x")'],
    ['a setting with a value', 'if os.environ.get("SHOP_MODE", "fast") == "slow":\n    x += 0'],
    ['a setting in a name', 'if x > LIMIT:\n    x = LIMIT'],
    ['home', 'if not os.path.isdir(os.path.expanduser("~/.shop")):\n    x += 0'],
    ['the system', 'if sys.platform == "win32":\n    x += 0'],
    ['the version of Python', 'if sys.version_info >= (3, 12):\n    x += 0'],
    ['arguments', 'if len(sys.argv) > 1:\n    x += 0'],
    ['an argument', 'if "--verbose" in sys.argv[1:]:\n    x += 0'],
    ['attempts in a loop', 'attempts = 0\nwhile attempts < 3:\n    attempts += 1'],
    ['a count in a loop', 'n = 0\nfor y in range(x):\n    n += 1\n    if n == 3:\n        break'],
    ['what was found', 'found = []\nfor y in range(x):\n    found.append(y)\nif len(found) == 1:\n    return found[0]'],
    ['a value that was seen', 'if x in seen:\n    return 0\nseen.append(x)'],
    ['a cache that is full', 'seen.append(x)\nif len(seen) > 1000:\n    seen.clear()'],
    ['a thing that is made once', 'global calls\nif calls is None:\n    calls = object()'],
    ['the next of an iterator', 'rows = iter([x])\nif next(rows, None) is None:\n    return 0'],
    ['an index', 'at = 0\nif x < 0:\n    at += 1\nif at == 1:\n    return 0'],
    ['a name', 'if type(status).__name__ == "Row":\n    x += 0'],
    ['the name of a host that is given', 'if status and status.host == "localhost":\n    x += 0'],
    ['a user that is given', 'if status and status.user == "root":\n    raise PermissionError'],
    ['a limit that is given', 'price.fails += 1\nif price.fails >= start:\n    raise ValueError'],
    [
      'a moment at the function',
      'now = time.time()\nif price.until and price.until > now:\n    return 0\nprice.until = now + start',
    ],
    ['a state of its own', 'if status.failures > 3:\n    status.failures += 1'],
  ])('%s', (_, lines) => {
    expect(signs(lines)).toEqual([]);
  });

  test('a script that can be run', () => {
    const after = `${before}\n\nif __name__ == "__main__":\n    print(price(int(sys.argv[1])))\n`;
    expect(
      languages.python.rules.repair.signsOfCheating([replaced(before, after)], {
        targets: [],
        texts: [],
        support: [],
        data: [],
      }),
    ).toEqual([]);
  });

  test('a condition that was there', () => {
    const old = `${head}\n\ndef price(x):\n    if os.environ.get("CI"):\n        x = 1\n    return x\n`;
    const after = old.replace('return x', 'return x * 3');
    expect(
      languages.python.rules.repair.signsOfCheating([replaced(old, after)], {
        targets: [],
        texts: [],
        support: [],
        data: [],
      }),
    ).toEqual([]);
  });
});
