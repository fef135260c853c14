// `npm run demo`: the whole line on demo-repo/, from a failing push to a proven pull request with green CI on it.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { play } from './play.ts';

const root = join(import.meta.dirname, '../..');
const demo = join(root, 'demo-repo');
/** The second push adds it; see demo-repo/.rehearsal/README.md. */
const exposing = 'tests/test_unknown_user.py';
const apiKey = process.env['GEMINI_API_KEY'];

console.log(
  apiKey
    ? 'The answers come from the real Gemini, by your GEMINI_API_KEY.\n'
    : "The model's answers are scripted (demo-repo/.rehearsal/answers). Everything else happens for real. Set GEMINI_API_KEY to ask the real Gemini.\n",
);
const files = await filesOf(demo);
const { [exposing]: test = '', ...green } = files;
const ending = await play({
  directory: join(root, '.nightwatch/demo'),
  owner: 'acme',
  name: 'demo-repo',
  model: apiKey ? { apiKey } : { answers: join(demo, '.rehearsal/answers') },
  deed: 'A push adds a test that exposes a bug',
  createRepository: ({ github }) =>
    github.createRepository({ owner: 'acme', name: 'demo-repo', from: { files: green } }),
  push: ({ github }) =>
    github.commit({
      repository: 'acme/demo-repo',
      branch: 'main',
      files: { [exposing]: test },
      message: 'Test unknown users',
    }),
});
process.exitCode = ending?.proposalRun?.conclusion === 'success' ? 0 : 1;

/** Text by path, all but the folder that says how the demo is played and what Python leaves behind. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .filter(path => !/(^|\/)(\.rehearsal|__pycache__|\.pytest_cache)\//.test(path))
    .sort();
  return Object.fromEntries(
    await Promise.all(paths.map(async path => [path, await readFile(join(folder, path), 'utf8')])),
  );
}
