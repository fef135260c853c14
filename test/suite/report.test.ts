// A report as the plugin writes it, and what happens to its seal: a run is trusted only when nothing else wrote to it.
import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { languages } from '../../src/languages/languages.ts';
import { readListed, readReport } from '../../src/suite/report.ts';

const key = 'k1';
const exited = (exitCode: number) => ({ end: 'exited' as const, exitCode, output: '', seconds: 1 });

const begin = JSON.stringify({ kind: 'begin', session: 's' });
const collected = JSON.stringify({ kind: 'collected', session: 's', ids: ['t.py::a'] });

function result(id: string, outcome: string, phase = 'call'): string {
  return JSON.stringify({ kind: 'result', session: 's', id, outcome, phase, failure: null });
}

function end(seal: string, status = 0): string {
  return JSON.stringify({ kind: 'end', session: 's', status, slowest: 0.5, seal });
}

function sealOf(lines: readonly string[], by = key): string {
  return createHmac('sha256', by).update(lines.join('')).digest('hex');
}

/** One key for each session that it names, unless others were handed out. */
function read(lines: readonly string[], exitCode = 0, handedOut?: readonly string[]) {
  const sessions = new Set(lines.flatMap(line => /"session":"[^"]+"/.exec(line)?.[0] ?? []));
  const keys = `${(handedOut ?? Array.from(sessions, () => key)).join('\n')}\n`;
  return readReport(
    'pytest',
    { text: `${lines.join('\n')}\n`, keys, runner: languages.python.runner },
    exited(exitCode),
  );
}

const green = [begin, collected, result('t.py::a', 'passed')];
const red = [begin, collected, result('t.py::a', 'failed')];

describe('a report', () => {
  test('that breaks off within a test blames a crash on it, and says nothing else', () => {
    const start = JSON.stringify({ kind: 'start', session: 's', id: 't.py::b' });
    const run = read([...green, start], 139);
    expect(run).toMatchObject({ void: null, failures: [{ testId: 't.py::b', errorType: 'Crash', phase: 'call' }] });
    expect([...run.outcomes]).toEqual([['t.py::b', 'failed']]);
  });

  test('that breaks off between two tests proves nothing', () => {
    const start = JSON.stringify({ kind: 'start', session: 's', id: 't.py::a' });
    expect(read([begin, start, result('t.py::a', 'failed')], 1).void).toMatch(/before it finished its report/);
  });

  test('is not broken by the lines that say which test begins', () => {
    const start = JSON.stringify({ kind: 'start', session: 's', id: 't.py::a' });
    expect(read([...green.slice(0, 2), start, green[2] ?? '', end(sealOf(green))])).toMatchObject({ void: null });
  });

  test('whose seal fits all lines before it is trusted', () => {
    const run = read([...green, end(sealOf(green))]);
    expect(run).toMatchObject({ command: 'pytest', void: null, slowest: 0.5 });
    expect([...run.outcomes]).toEqual([['t.py::a', 'passed']]);
  });

  test.each([
    ['another outcome than was sealed', [...green, end(sealOf(red))]],
    ['a line less than was sealed', [begin, green[2] ?? '', end(sealOf(green))]],
    ['a line more than was sealed', [...green, result('t.py::b', 'passed'), end(sealOf(green))]],
    ['its lines in another order', [begin, green[2] ?? '', collected, end(sealOf(green))]],
    ['a seal by another key', [...green, end(sealOf(green, 'guess'))]],
    ['no seal worth the name', [...green, end('')]],
    ['a line behind its end', [...green, end(sealOf(green)), result('t.py::a', 'passed')]],
    ['two ends', [...green, end(sealOf(green)), end(sealOf(green))]],
  ])('with %s is void', (_, lines) => {
    expect(read(lines).void).toMatch(/Something other than pytest wrote/);
  });

  test('that another session has written in the place of its own is void, for the key of its own is known', () => {
    const forged = [...green, end(sealOf(green, 'k2'))];
    expect(read(forged, 0, ['k1', 'k2']).void).toBe('pytest began 2 times, but 1 reports were written.');
  });

  test('that no session was given a key for is void', () => {
    expect(read([...green, end(sealOf(green, ''))], 0, []).void).toMatch(/Something other than pytest wrote/);
    expect(read([], 0, ['k1']).void).toBe('pytest began 1 times, but 0 reports were written.');
  });

  test('of two sessions needs two keys, whichever closes first', () => {
    const other = green.map(line => line.replace('"session":"s"', '"session":"t"'));
    const [first, second] = [sealOf(green, 'k2'), end(sealOf(other)).replace('"session":"s"', '"session":"t"')];
    expect(read([...green, ...other, second, end(first)], 0, ['k1', 'k2']).void).toBeNull();
    expect(read([...green, ...other, second, end(sealOf(green))], 0, ['k1', 'k2']).void).toMatch(/Something other/);
  });

  test('without an end is void', () => {
    expect(read(green).void).toMatch(/before it finished its report/);
  });

  test('of several sessions keeps the worst outcome of each test, in whichever order they are heard', () => {
    for (const outcomes of [
      ['failed', 'passed'],
      ['passed', 'failed'],
    ]) {
      const lines = [begin, ...outcomes.map(outcome => result('t.py::a', outcome))];
      expect(read([...lines, end(sealOf(lines), 1)], 1)).toMatchObject({
        void: null,
        outcomes: new Map([['t.py::a', 'failed']]),
      });
    }
  });
});

describe('the tests that a run lists', () => {
  const listing = [begin, collected];
  const listed = (lines: readonly string[], exitCode = 0, keys = key) =>
    readListed({ text: lines.join('\n'), keys, runner: languages.python.runner }, exited(exitCode));

  test('are those of all its sessions', () => {
    expect(listed([...listing, end(sealOf(listing))])).toEqual(new Set(['t.py::a']));
    expect(listed([...listing, end(sealOf(listing), 5)])).toEqual(new Set(['t.py::a']));
  });

  test.each<[string, ReturnType<typeof listed>]>([
    ['the command failed, so that others may be missing', listed([...listing, end(sealOf(listing))], 1)],
    ['a session broke off', listed(listing)],
    ['a file could not be imported', listed([...listing, end(sealOf(listing), 2)])],
    ['a session wrote nothing', listed([...listing, end(sealOf(listing))], 0, 'k1\nk2')],
    ['none began', listed([], 0, '')],
  ])('are not known where %s', (_, ids) => {
    expect(ids).toBeNull();
  });
});
