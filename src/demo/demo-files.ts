// The two states of demo-repo/: green, and with the test that exposes its bug. See demo-repo/.rehearsal/README.md.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const demo = join(import.meta.dirname, '../../demo-repo');
export const demoAnswers = join(demo, '.rehearsal/answers');
/** The push that turns the demo's CI red adds it. */
const exposing = 'tests/test_unknown_user.py';

export interface DemoFiles {
  /** Text by path: everything but the test that exposes the bug. */
  readonly green: Record<string, string>;
  readonly exposing: Record<string, string>;
}

/** Everything but the folder of scripted answers and Python's caches. */
export async function demoFiles(): Promise<DemoFiles> {
  const entries = await readdir(demo, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(demo, join(entry.parentPath, entry.name)))
    .filter(path => !/(^|\/)(\.rehearsal|__pycache__|\.pytest_cache)\//.test(path))
    .sort();
  const texts = await Promise.all(paths.map(async path => [path, await readFile(join(demo, path), 'utf8')]));
  const { [exposing]: test = '', ...green } = Object.fromEntries(texts) as Record<string, string>;
  return { green, exposing: { [exposing]: test } };
}
