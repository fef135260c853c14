// The container image holds what `main.ts` needs, and none of the stand-ins, measurements and demo.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const kept = copiedFiles();

describe('the container image', () => {
  test('has no stand-in, no measurement and no demo', () => {
    expect(kept.filter(file => /^(?:src\/(?:standins|measure|demo)|demo-repo|test)\//.test(file))).toEqual([]);
  });

  test('has every file that main.ts imports, directly or not', () => {
    const needed = [...reachableFrom('src/main.ts')].filter(file => !file.includes('/generated/'));
    expect(needed.length).toBeGreaterThan(100);
    expect(needed.filter(file => !kept.includes(file))).toEqual([]);
  });

  test('has the migrations', () => {
    expect(kept.filter(file => file.endsWith('.sql')).length).toBeGreaterThan(0);
  });
});

/** Files of the build context that a COPY of the Dockerfile takes: those below its sources that .dockerignore lets through. */
function copiedFiles(): string[] {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  const copies = readFileSync(join(root, 'Dockerfile'), 'utf8').matchAll(/^COPY (?!--from)(.+) \S+$/gm);
  const sources = [...copies].flatMap(([, paths = '']) => paths.split(' '));
  const isIgnored = (path: string) => ignored.some(each => path === each || path.startsWith(`${each}/`));
  return sources.flatMap(filesBelow).filter(path => !isIgnored(path));
}

function filesBelow(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => posix.relative(root, posix.join(entry.parentPath, entry.name)));
}

function reachableFrom(entry: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file) || !existsSync(join(root, file))) return;
    found.add(file);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, path = ''] of text.matchAll(/['"](\.\.?\/[^'"\n]+\.ts)['"]/g))
      visit(posix.join(posix.dirname(file), path));
  };
  visit(entry);
  return found;
}
