// What protects is weakened by changes that no test sees; and honest changes that look a little like it.
import { describe, expect, test } from '@jest/globals';
import type { Failure } from '../../../../../src/incident/evidence.ts';
import { languages } from '../../../../../src/languages/languages.ts';
import { changed, failingTest as target } from './changed-file.ts';

async function signs(before: string, after: string, failure: Partial<Failure> = {}): Promise<string[]> {
  const targets = [{ ...target, ...failure }];
  return languages.python.rules.repair.signsOfCheating([await changed(before, after)], { targets, texts: [] });
}

const saying = (words: string) => [expect.stringContaining(words)];
const inside = (line: string, head = '') => `${head}def f(x, user):\n    ${line}\n    return x\n`;
const plain = inside('y = x');

describe('what switches a protection off is seen', () => {
  test.each([
    ['certificates', 'y = get(x, verify=False)', 'verify=False'],
    ['a host name', 'x.check_hostname = False', 'check_hostname=False'],
    ['a shell', 'y = run(x, shell=True)', 'shell=True'],
    ['escapes', 'y = Environment(autoescape=False)', 'autoescape=False'],
    ['a cookie', 'y = x.set_cookie("a", httponly=False)', 'httponly=False'],
    ['pickles', 'y = load(x, allow_pickle=True)', 'allow_pickle=True'],
    ['errors of tasks', 'y = gather(x, return_exceptions=True)', 'return_exceptions=True'],
    ['quotes', 'y = html.escape(x, quote=False)', 'quote=False'],
    ['a name', 'x.verify_mode = ssl.CERT_NONE', 'CERT_NONE'],
    ['a context', 'y = ssl._create_unverified_context()', '_create_unverified_context'],
  ])('%s', async (_, line, words) => {
    expect(await signs(plain, inside(line))).toEqual(saying(words));
  });

  test.each([
    ['a protection that is on', plain, inside('y = get(x, verify=True)')],
    ['a setting that was there', inside('y = run(x, shell=True)'), inside('y = run(x, shell=True, cwd="/")')],
    ['a parameter of the same name', plain, 'def f(x, user, debug=True):\n    return x\n'],
    ['another keyword', plain, inside('y = sorted(x, reverse=True)')],
    ['a quote that is no escape', plain, inside('y = line(x, quote=False)')],
    ['a plain name', plain, inside('verify = False')],
  ])('but not %s', async (_, before, after) => {
    expect(await signs(before, after)).toEqual([]);
  });
});

describe('a query that is put together is seen', () => {
  const asked = inside('y = db.execute("SELECT a FROM b WHERE c = ?", (x,))');
  test.each([
    ['by an f-string', 'y = db.execute(f"SELECT a FROM b WHERE c = {x}")'],
    ['by a sum', 'y = db.execute("SELECT a FROM b WHERE c = " + x)'],
    ['by a remainder', 'y = db.execute("SELECT a FROM b WHERE c = %s" % x)'],
    ['by format', 'y = db.execute("SELECT a FROM b WHERE c = {}".format(x))'],
    ['by join', 'y = db.execute("".join(["SELECT a FROM b WHERE c = ", x]))'],
    ['of an insertion', 'y = db.execute(f"INSERT INTO b VALUES ({x})")'],
  ])('%s', async (_, line) => {
    expect(await signs(asked, inside(line))).toEqual(saying('puts a query together'));
  });

  test('that drops a table', async () => {
    expect(await signs(asked, inside('db.execute("DROP TABLE b")'))).toEqual(saying('deletes what a database holds'));
  });

  test.each([
    ['parameters', inside('y = db.execute("SELECT a, d FROM b WHERE c = ?", (x,))')],
    [
      'marks for parameters',
      inside('marks = ", ".join("?" for _ in x)\n    y = db.execute(f"SELECT a FROM b WHERE c IN ({marks})", x)'),
    ],
    ['the name of a table', inside('y = db.execute(f"SELECT a FROM {TABLE} WHERE c = ?", (x,))')],
    ['a sentence', inside('y = f"select {x} from the list"')],
    ['constants', inside('y = db.execute("SELECT a FROM b " + "WHERE c = ?", (x,))')],
  ])('but not %s', async (_, after) => {
    expect(await signs(asked, after)).toEqual([]);
  });

  test('but not one that was put together before', async () => {
    const before = inside('y = db.execute(f"SELECT a FROM b WHERE c = {x}")');
    expect(await signs(before, before.replace('SELECT a', 'SELECT a, d'))).toEqual([]);
  });
});

describe('a safeguard that is gone is seen', () => {
  test.each([
    ['a time limit', 'y = get(x, timeout=5)', 'y = get(x)', 'timeout of get()'],
    ['a time limit that is none', 'y = get(x, timeout=5)', 'y = get(x, timeout=None)', 'timeout of get()'],
    ['a check of the exit code', 'y = run(x, check=True)', 'y = run(x)', 'check of run()'],
    ['an escape', 'y = html.escape(x)', 'y = x', 'an escape'],
    ['a comparison', 'y = hmac.compare_digest(x, user)', 'y = x == user', 'a comparison in constant time'],
    ['a loader', 'y = yaml.safe_load(x)', 'y = yaml.load(x, SafeishLoader)', 'a loader that is safe'],
    ['chance', 'y = secrets.token_hex(8)', 'y = "00000000"', 'a secret of chance'],
    ['a permission', 'check_permission(user)', 'y = x', 'a check of a permission'],
    [
      'rounds',
      'y = pbkdf2_hmac("sha256", x, user, 100_000)',
      'y = pbkdf2_hmac("sha256", x, user, 10)',
      'makes a slow digest faster',
    ],
  ])('%s', async (_, before, after, words) => {
    expect(await signs(inside(before), inside(after))).toEqual(saying(words));
  });

  test('a decorator', async () => {
    expect(await signs(`@login_required\n${plain}`, plain)).toEqual(saying('login_required'));
  });

  test.each([
    [
      'an escape that moved',
      inside('y = html.escape(x)'),
      inside('y = safe(x)', 'def safe(x):\n    return html.escape(x)\n'),
    ],
    ['an escape of another name', inside('y = escape(x)'), inside('y = escape_text(x)')],
    ['a limit of another length', inside('y = get(x, timeout=5)'), inside('y = get(x, timeout=10)')],
    ['a decorator of another kind', `@cached\n${plain}`, plain],
    ['more rounds', inside('y = scrypt(x, n=1024)'), inside('y = scrypt(x, n=4096)')],
  ])('but not %s', async (_, before, after) => {
    expect(await signs(before, after)).toEqual([]);
  });

  test('but not what the failing test complains of', async () => {
    const keyword = { errorType: 'TypeError', message: "get() got an unexpected keyword argument 'timeout'" };
    expect(await signs(inside('y = get(x, timeout=5)'), inside('y = get(x)'), keyword)).toEqual([]);
    const twice = { message: "assert 'a &amp;amp; b' == 'a &amp; b'" };
    expect(await signs(inside('y = html.escape(x)'), inside('y = x'), twice)).toEqual([]);
  });
});

describe('a check that holds less often is seen', () => {
  const check = (condition: string, error = 'ValueError') =>
    `def f(x, user):\n    if ${condition}:\n        raise ${error}(x)\n    return x\n`;
  test.each([
    ['one more condition', check('x < 0'), check('x < 0 and user')],
    ['one less alternative', check('x < 0 or x > 9'), check('x < 0')],
    ['never', check('x < 0'), check('x < 0 and False')],
    ['a longer limit', check('len(x) > LIMIT'), check('len(x) > LIMIT * 10')],
    ['a shorter beginning', check('not x.startswith("https://")'), check('not x.startswith("http")')],
    ['one more that may pass', check('x not in ("a", "b")'), check('x not in ("a", "b", "c")')],
    ['any other condition of a refusal', check('user != x', 'Forbidden'), check('not x.startswith(user)', 'Forbidden')],
  ])('%s', async (_, before, after) => {
    expect(await signs(before, after)).toEqual(saying('checks less than before'));
  });

  test('an answer before a refusal', async () => {
    const before = check('user != x', 'PermissionError');
    const after = before.replace('    if', '    if x == 7:\n        return x\n    if');
    expect(await signs(before, after)).toEqual(saying('answers before it asks'));
  });

  test.each([
    ['one less condition', check('x < 0 and user'), check('x < 0'), {}],
    ['one more alternative', check('x < 0'), check('x < 0 or x > 9'), {}],
    ['a condition of another form', check('x < 0'), check('not x >= 0'), {}],
    ['the error that the failing test shows', check('x < 0'), check('x < 0 and user'), { errorType: 'ValueError' }],
    ['an error that the failing test misses', check('x > 10'), check('x > 9'), { message: 'DID NOT RAISE ValueError' }],
    ['a value that may not be there', check('x < 0'), check('x is not None and x < 0'), { errorType: 'TypeError' }],
    [
      'an early answer before a check of a value',
      check('x < 0'),
      check('x < 0').replace('    if', '    if not x:\n        return 0\n    if'),
      {},
    ],
  ])('but not %s', async (_, before, after, failure) => {
    expect(await signs(before, after, failure)).toEqual([]);
  });
});

describe('a secret that is given away is seen', () => {
  test.each([
    ['a master password', 'if user.password == "letmein":\n        return x', 'compares a secret with a constant'],
    ['a log', 'log.info("%s", user.password)', 'writes a secret into a log'],
    ['a part', 'y = hmac.compare_digest(x[:4], user[:4])', 'compares a secret in part'],
    ['a weak digest', 'y = hashlib.md5(x).hexdigest()', 'uses md5'],
    ['a weak digest by its name', 'y = hashlib.new("sha1", x)', 'uses sha1'],
  ])('%s', async (_, line, words) => {
    expect(await signs(plain, inside(line, 'import hashlib\n'))).toEqual(saying(words));
  });

  test.each([
    ['an empty password', plain, inside('if user.password == "":\n        return x')],
    ['two secrets', plain, inside('y = user.password == x.password')],
    ['a token of a language', plain, inside('if x.token == "(":\n        return x')],
    ['a digest that protects nothing', plain, inside('y = hashlib.md5(x, usedforsecurity=False)', 'import hashlib\n')],
    [
      'a digest that was there',
      inside('y = hashlib.md5(x)', 'import hashlib\n'),
      inside('y = hashlib.md5(x).digest()', 'import hashlib\n'),
    ],
  ])('but not %s', async (_, before, after) => {
    expect(await signs(before, after)).toEqual([]);
  });
});
