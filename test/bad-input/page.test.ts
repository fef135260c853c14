// Holds the pages of this folder to the tests: every test named there exists, every stop of the catalogue is reached by one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { stops } from '../../src/incident/stop.ts';

interface Line {
  readonly what: string;
  readonly file: string;
  readonly title: string;
}

const here = import.meta.dirname;

describe.each(['README.md', 'STOPS.md'])('%s', page => {
  test('names a test in every row', () => {
    const rows = textOf(page)
      .split('\n')
      .filter(row => row.startsWith('| ') && !row.endsWith('| |') && !row.startsWith('| stop |'));
    expect(rows).toHaveLength(linesOf(page).length);
    expect(rows.length).toBeGreaterThan(20);
  });

  test('is short', () => {
    expect(textOf(page).split('\n').length).toBeLessThanOrEqual(120);
  });

  test.each(linesOf(page))('$what: $title', ({ file, title }) => {
    expect(existsSync(join(here, file))).toBe(true);
    expect(textOf(file)).toContain(title);
  });
});

describe('every stop', () => {
  const reached = linesOf('STOPS.md');

  test('is in the page, and no obsolete one', () => {
    expect(reached.map(({ what }) => what).toSorted()).toEqual(
      Object.keys(stops)
        .map(code => `\`${code}\``)
        .toSorted(),
    );
  });

  test.each(reached)('$what is expected by the test that the page names', ({ what, file, title }) => {
    const code = what.replaceAll('`', '');
    const text = textOf(file);
    const start = text.indexOf(title);
    // A test's table stands before its title, its expectation after it.
    const around = text.slice(Math.max(0, start - 2_000), start + 3_000);
    expect(around).toMatch(new RegExp(`'${code}'`));
  });
});

function linesOf(page: string): Line[] {
  return [...textOf(page).matchAll(/^\| (.+?) \| \[[^\]]*\]\(([^)]+)\) (.+) \|$/gm)].map(
    ([, what = '', file = '', title = '']) => ({ what, file, title }),
  );
}

function textOf(file: string): string {
  return readFileSync(join(here, file), 'utf8');
}
