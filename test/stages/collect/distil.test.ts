import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { languages } from '../../../src/languages/languages.ts';
import { distil } from '../../../src/stages/collect/distil.ts';
import { recordedLines } from './fixtures.ts';

const command = { script: 'pytest -q', shell: 'bash -e {0}', env: {}, exitCode: 1 };
const about = { where: 'job "test", step 5 "Test"', command, annotations: [], log: languages.python.log };
const noise = Array.from(
  { length: 5000 },
  (_, index) => `downloading part ${String.fromCharCode(97 + (index % 26))} of the world`,
);

test('a short log is kept in full', () => {
  const digest = distil({ ...about, lines: ['one', 'two', 'E   boom'] });
  expect(digest).toBe('Failed: job "test", step 5 "Test"\nCommand (exit code 1): pytest -q\nLog:\none\ntwo\nE   boom');
});

test('a long log stays under 4,000 tokens and keeps the command, the first error, the summary and the last 40 lines', () => {
  const end = Array.from(
    { length: 60 },
    (_, index) => `end ${'abcdefghij'[index % 10]}${'klmnop'[Math.floor(index / 10)]}`,
  );
  const digest = distil({ ...about, lines: [...noise, ...recordedLines('pytest-tb-auto'), ...noise, ...end] });
  expect(digest.length).toBeLessThan(16_000);
  expect(digest).toContain('Command (exit code 1): pytest -q');
  expect(digest).toContain('ConnectionRefusedError: Connection refused by fixture');
  expect(digest).toContain('FAILED tests/test_user_service.py::test_unknown - TypeError');
  for (const line of end.slice(-40)) expect(digest).toContain(line);
  expect(digest).toMatch(/\[… \d,\d{3} lines omitted\]/);
});

test('neither the locale, nor the time zone, nor an earlier log shows in it', async () => {
  const [before, lines] = [recordedLines('pytest-tb-short'), [...noise, 'x'.repeat(5_000), ...noise]];
  distil({ ...about, lines: before });
  const script = `
    import { distil } from './src/stages/collect/distil.ts';
    import { languages } from './src/languages/languages.ts';
    const { lines, ...about } = ${JSON.stringify({ ...about, lines })};
    console.log(JSON.stringify(distil({ ...about, log: languages.python.log, lines })));`;
  const env = { ...process.env, LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8', TZ: 'Asia/Kathmandu' };
  const child = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--disable-warning=ExperimentalWarning'],
    {
      cwd: new URL('../../../', import.meta.url),
      env,
      input: script,
      encoding: 'utf8',
    },
  );
  expect(child.stderr).toBe('');
  expect(JSON.parse(child.stdout)).toBe(distil({ ...about, lines }));
  expect(child.stdout).toMatch(/… \d,\d{3} lines omitted/);
});

test('the first report of the test runner is shown, whatever errors come before it; without a report, the first error', () => {
  const body = ['def test_it():', 'first line of the body'];
  const report = ['=================== FAILURES ===================', '___________ test_it ___________', ...body];
  const early = ['before the cache', 'ERROR: the cache is cold', 'after the cache'];
  const withReport = distil({ ...about, lines: [...noise, ...early, ...noise, ...report, ...noise] });
  for (const line of body) expect(withReport).toContain(line);
  const withoutReport = distil({ ...about, lines: [...noise, ...early, ...noise] });
  for (const line of early) expect(withoutReport).toContain(line);
});

test('of a long verbose unittest run the reports are shown, not the list of results', () => {
  const letters = (index: number) => index.toString(26).replace(/\d/g, digit => 'qrstuvwxyz'[Number(digit)] ?? '');
  const result = (index: number) =>
    `test_${letters(index)} (tests.test_shop.Shop.test_${letters(index)}) ... ${index % 10 === 0 ? 'ERROR' : 'ok'}`;
  const report = (index: number) => [
    '='.repeat(70),
    `ERROR: test_${letters(index)} (tests.test_shop.Shop.test_${letters(index)})`,
    '-'.repeat(70),
    'Traceback (most recent call last):',
    `  File "/home/runner/work/shop/shop/tests/test_shop.py", line ${index + 1}, in test_${letters(index)}`,
    `ValueError: ${letters(index)} is no price`,
    '',
  ];
  const failed = Array.from({ length: 300 }, (_, nth) => nth * 10);
  const results = Array.from({ length: 3000 }, (_, index) => result(index));
  const digest = distil({ ...about, lines: [...results, '', ...failed.flatMap(report), 'FAILED (errors=300)'] });
  for (const index of failed.slice(0, 15)) expect(digest).toContain(`ValueError: ${letters(index)} is no price`);
  expect(digest.split('... ok').length).toBeLessThan(4);
});

test('lines that differ only in times and numbers are collapsed', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `waiting since ${index}s`);
  expect(distil({ ...about, lines: ['begin', ...lines, 'end'] })).toContain(
    'Log:\nbegin\nwaiting since 0s [and 99 more like it]\nend',
  );
});

test('error lines are never collapsed', () => {
  const digest = distil({ ...about, lines: ['E   assert 1 == 2', 'E   assert 3 == 4'] });
  expect(digest).toContain('E   assert 3 == 4');
});

test('annotations are included, and a missing log is reported', () => {
  const digest = distil({ ...about, command: null, annotations: ['.github:1: The runner is gone'], lines: [] });
  expect(digest).toBe(
    'Failed: job "test", step 5 "Test"\nAnnotations:\n  .github:1: The runner is gone\nThere is no log.',
  );
});

test('very long last lines are truncated so that all forty fit', () => {
  const lines = [
    ...noise,
    ...Array.from(
      { length: 40 },
      (_, index) => `${'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP'[index]}! ${'x'.repeat(3000)}`,
    ),
  ];
  const digest = distil({ ...about, lines });
  expect(digest.match(/^\w! x+ \[… [\d,]+ characters omitted\]$/gm)).toHaveLength(40);
  expect(digest.length).toBeLessThan(16_000);
});

/** What is masked in a line stands beside what is not; every line is its neighbour's twin but for one thing that changes. */
test.each([
  ['times', 'at 10:00:01 done', 'at 11:12:13 done'],
  ['dates', '2026-01-02 03:04:05 start', '2025-11-12T13:14:15.678Z start'],
  ['figures and their units', 'took 12 ms in all', 'took 9 s in all'],
  ['numbers', 'part 7 of 9', 'part 12 of 9'],
  ['addresses', 'object at 0x7f00aa11 gone', 'object at 0xdeadbeef gone'],
  ['hashes that begin with letters', 'commit fedcba987654 made', 'commit abcdef012345 made'],
  ['hashes beside letters', 'layer cafecafecafe pulled', 'layer beefbeefbeef pulled'],
  ['ids', 'run 01234567-89ab-cdef-0123-456789abcdef', 'run fe234567-89ab-cdef-0123-456789abcdef'],
  ['temporary folders', 'wrote /tmp/one/x.txt now', 'wrote /tmp/pytest-of-me/y.txt now'],
  ['checkouts', '/home/runner/work/shop/shop/a.py', '/home/runner/work/other/other/a.py'],
  ['a checkout and none', '/__w/shop/shop/setup.py', 'setup.py'],
])('lines that differ in %s alone are told once', (_, one, other) => {
  const digest = distil({ ...about, lines: [one, other, one] });
  expect(digest).toContain(`${one} [and 2 more like it]`);
});

test.each([
  ['words', 'the order is kept', 'the refund is kept'],
  ['words of hexadecimal letters', 'a bad cafe', 'a fed cafe'],
  ['their length', 'the order is kept', 'the order is kept back'],
])('lines that differ in %s are all told', (_, one, other) => {
  expect(distil({ ...about, lines: [one, other, one] })).not.toContain('more like it');
});
