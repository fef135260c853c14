// `npm run rehearse -- <path to a git repository> [--answers <folder>]`: the whole line on a repository of yours, before
// installing anything. Its last commit is taken as the failing push. The original is never written to.
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { simpleGit } from 'simple-git';
import type { LocalStackOptions } from '../standins/local-stack.ts';
import { runLine } from './run-line.ts';

const root = join(import.meta.dirname, '../..');
const usage = 'Usage: npm run rehearse -- <path to a git repository> [--answers <folder of scripted answers>]';

try {
  await rehearse();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function rehearse(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { answers: { type: 'string' } } });
  const path = positionals[0];
  if (!path || positionals.length > 1) throw new Error(usage);
  const { head, parent, branch } = await lastPush(resolve(path));
  const name =
    basename(resolve(path))
      .replace(/\.git$/, '')
      .replace(/[^A-Za-z0-9._-]/g, '-') || 'repository';
  const view = await runLine({
    directory: join(root, '.nightwatch/rehearsal', name),
    owner: 'rehearsal',
    name,
    model: modelFor(values.answers),
    pushTitle: `Push ${head.slice(0, 7)} to ${branch}`,
    createRepository: ({ github }) =>
      github.createRepository({
        owner: 'rehearsal',
        name,
        from: { path: resolve(path), upTo: parent },
        defaultBranch: branch,
      }),
    push: ({ github }) => github.push({ repository: `rehearsal/${name}`, branch, sha: head }),
  });
  if (!view) console.log('\nCI passed: there is nothing to repair.');
}

/** Throws, with a message for the user, when the repository has no commit to take as the failing push. */
async function lastPush(path: string): Promise<{ head: string; parent: string; branch: string }> {
  const git = simpleGit(existsSync(path) ? path : root);
  if (!existsSync(path) || !(await git.checkIsRepo())) throw new Error(`${path} is not a git repository.\n${usage}`);
  const head = (await git.revparse(['HEAD'])).trim();
  const parent = await git.revparse(['--verify', '--quiet', 'HEAD^']).catch(() => '');
  if (!parent) throw new Error(`${path} needs at least two commits: the last one is taken as the failing push.`);
  const workflows = await git.raw(['ls-tree', '--name-only', 'HEAD', '.github/workflows/']);
  if (!/\.ya?ml$/m.test(workflows)) throw new Error(`${path} has no workflow in .github/workflows in its last commit.`);
  const branch = (await git.raw(['branch', '--show-current'])).trim() || 'main';
  return { head, parent: parent.trim(), branch };
}

function modelFor(answers: string | undefined): LocalStackOptions['model'] {
  const apiKey = process.env['GEMINI_API_KEY'];
  if (answers) {
    console.log(`The model's answers are scripted (${answers}).\n`);
    return { answers: resolve(answers) };
  }
  if (apiKey) return { apiKey };
  throw new Error(
    `Set GEMINI_API_KEY to ask the real Gemini, or pass a folder of scripted answers with --answers.\n${usage}`,
  );
}
