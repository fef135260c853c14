// The command that runs chosen tests only, in the surroundings in which the failing command ran pytest.
import { posix } from 'node:path';
import type { Recipe, Script } from '../incident/reproduction.ts';

/** A script for these test ids or files, given relative to the work tree. */
export function chosenTests(recipe: Recipe, ids: readonly string[]): Script {
  const { text, directory, env } = recipe.test;
  const call = [wrapper(text) + recipe.pytest, ...ids.map(id => quoted(fromDirectory(id, directory)))].join(' ');
  return { text: [...activations(text), call].join('\n'), shell: 'bash -e {0}', directory, env };
}

/** `poetry run `, `uv run ` and the like, with which the failing command reached its own environment. */
function wrapper(text: string): string {
  return /^.*?\b((?:poetry|uv|pdm|pipenv|hatch|rye) run) .*\bpytest\b/m.exec(text)?.[1]?.concat(' ') ?? '';
}

/** Lines that enter a virtual environment. */
function activations(text: string): readonly string[] {
  return text.split('\n').filter(line => /^\s*(?:source|\.)\s+\S*\/activate\s*$/.test(line));
}

/** pytest resolves ids against the folder it is called in. */
function fromDirectory(id: string, directory: string): string {
  const [file = id, ...rest] = id.split('::');
  return [posix.relative(directory, file), ...rest].join('::');
}

function quoted(word: string): string {
  return /^[\w./:[\]-]+$/.test(word) && !word.includes('[') ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
