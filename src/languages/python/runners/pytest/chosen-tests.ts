// The command that runs selected tests, in the environment in which the failing command ran pytest.
import { posix } from 'node:path';
import type { Recipe, Script } from '../../../../incident/reproduction.ts';
import { fileOfTest, withFile } from '../../../../incident/test-id.ts';
import { commands, isPlacing } from '../../../shell.ts';
import { environmentRunner, runnerAfter } from './environment-runner.ts';

/** A script for these test ids or files, given relative to the work tree. */
export function chosenTests(recipe: Recipe, ids: readonly string[]): Script {
  const { shell, directory, env } = recipe.test;
  const text = shell.startsWith('python') ? '' : recipe.test.text;
  const before = untilPytest(commands(text));
  const placing = before.filter(isPlacing);
  const folder = placing.reduce(enter, directory);
  const words = [
    assignments(text),
    environmentRunner(text) ?? (namesPytest(text) ? null : runnerAfter(recipe.setup.map(one => one.text).join('\n'))),
    pythonOfTool(text) ?? recipe.call,
    ...ids.map(id => quoted(below(folder, id))),
  ];
  const call = words.filter(word => word !== null).join(' ');
  return { text: [...placing, call].join('\n'), shell: 'bash -e {0}', directory, env };
}

function namesPytest(text: string): boolean {
  return /\b(?:pytest|py\.test)\b/.test(text);
}

/** tox and nox keep an environment of their own in the work tree; the set-up has made it. */
function pythonOfTool(text: string): string | null {
  const tool = /(?:^|\s)(tox|nox)\s/m.exec(`${text} `)?.[1];
  return tool === undefined ? null : `"$(ls -d "$GITHUB_WORKSPACE"/.${tool}/*/bin/python | head -n 1)" -m pytest`;
}

function untilPytest(all: readonly string[]): readonly string[] {
  const position = all.findIndex(command => !isPlacing(command) && /\b(?:pytest|py\.test)\b/.test(command));
  return position < 0 ? all : all.slice(0, position);
}

/** Variables given to pytest alone, as in `PYTHONPATH=src pytest`. */
function assignments(text: string): string | null {
  const call = commands(text).find(command => /\b(?:pytest|py\.test)\b/.test(command) && !isPlacing(command));
  return /^(?:env\s+)?((?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)*)/.exec(call ?? '')?.[1]?.trim() || null;
}

/** The folder after a command; pytest resolves ids against the one it is called in. */
function enter(folder: string, command: string): string {
  const target = /^cd\s+["']?([\w./-]+)["']?$/.exec(command)?.[1];
  return target === undefined || target === '-' || target.startsWith('/') ? folder : posix.join(folder, target);
}

function below(folder: string, id: string): string {
  return withFile(id, posix.relative(folder, fileOfTest(id)));
}

function quoted(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
