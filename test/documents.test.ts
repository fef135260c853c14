// The documents are held to what they say: commands exist, links lead somewhere, the map names every room.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { stops } from '../src/incident/stop.ts';
import { nightwatchVersion } from '../src/incident/version.ts';

const root = join(import.meta.dirname, '..');
const documents = ['README.md', 'SECURITY.md', 'src/README.md', '.github/CONTRIBUTING.md'];
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

describe.each(documents)('%s', document => {
  const text = readFileSync(join(root, document), 'utf8');

  test('names only commands that exist', () => {
    const named = [...text.matchAll(/\bnpm (?:run ([\w:]+)|(test|start)\b)/g)].map(match => match[1] ?? match[2] ?? '');
    expect(named.filter(name => !scripts[name])).toEqual([]);
  });

  test('links only to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
      .map(match => match[1] ?? '')
      .filter(link => !/^https?:/.test(link));
    expect(links.filter(link => !existsSync(join(root, dirname(document), link)))).toEqual([]);
  });

  test('is short', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(120);
  });
});

test('the README has one command that plays the demo and one that passes the tests', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const commands = [...readme.matchAll(/```sh\n(.*)\n```/g)].map(match => match[1]);
  expect(commands).toContain('npm ci && npm run demo');
  expect(commands).toContain('npm ci && npm test');
});

test('CI runs the README’s own test command', () => {
  const ci = readFileSync(join(root, '.ci/run'), 'utf8');
  expect(ci).toMatch(/^npm ci$/m);
  expect(ci).toMatch(/^npm test\b/m);
});

test('the map names every room', () => {
  const map = readFileSync(join(root, 'src/README.md'), 'utf8');
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).map(entry =>
    entry.isDirectory() ? `${entry.name}/` : entry.name,
  );
  expect(rooms.filter(room => room !== 'README.md' && !map.includes(`\`${room}`))).toEqual([]);
});

test('a receipt names the version that package.json has', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(nightwatchVersion).toBe(version);
});

describe('SECURITY.md', () => {
  const [, defended = ''] = readFileSync(join(root, 'SECURITY.md'), 'utf8').split(/^## What is (?:defended|not)$/m);
  const claims = defended.split('\n').filter(line => /^\| (?!claim )/.test(line));
  const witnesses = claims.flatMap(claim => linksIn(claim).map(({ words, target }) => [target, words] as const));

  test('has a test for each claim', () => {
    expect(claims.length).toBeGreaterThan(20);
    expect(claims.filter(claim => linksIn(claim).length === 0)).toEqual([]);
  });

  test.each(witnesses)('%s has a test named “%s”', (file, name) => {
    expect(file).toMatch(/^test\/.*\.test\.ts$/);
    expect(titlesIn(readFileSync(join(root, file), 'utf8'))).toContain(name);
  });
});

test('every script runs a file that exists', () => {
  const files = Object.values(scripts).flatMap(script =>
    [...script.matchAll(/\b((?:src|prisma|test)\/[\w/.-]+\.ts)\b/g)].map(match => match[1] ?? ''),
  );
  expect(files.filter(file => !existsSync(join(root, file)))).toEqual([]);
});

test('every file that runs at the top level of the repository is one that such a project has', () => {
  const expected = [
    '.ci',
    '.git',
    '.github',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'app.yml',
    'compose.yaml',
    'demo-repo',
    'Dockerfile',
    'package-lock.json',
    'package.json',
    'prisma',
    'src',
    'test',
    'tsconfig.json',
  ];
  const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  const names = [...new Set(tracked.map(path => path.split('/')[0] ?? ''))];
  expect(names).toContain('package.json');
  expect(names.filter(name => !expected.includes(name) && !name.startsWith('.') && name !== '')).toEqual([]);
});

describe('the catalogue of stops', () => {
  test.each(Object.entries(stops))('%s has words and advice for people', (_, { title, words, advice }) => {
    expect(title).toMatch(/^\S.{5,70}[^.]$/);
    expect(words).toMatch(/^[A-Z].{20,}\.$/);
    expect(advice).toMatch(/^[A-Z].{8,}\.$/);
  });
});

function linksIn(markdown: string): { words: string; target: string }[] {
  return [...markdown.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, words = '', target = '']) => ({ words, target }));
}

/** What `test`, `describe` and their tables are called with. */
function titlesIn(source: string): string[] {
  const titles = /(?:\b(?:test|describe)|\))\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;
  return [...source.matchAll(titles)].map(match => match[1] ?? match[2] ?? '');
}
