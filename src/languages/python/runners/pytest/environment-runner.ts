// `poetry run`, `uv run` and the like: how a command reaches an environment of its own.

const runner = String.raw`\b((?:poetry|uv|pdm|pipenv|hatch|rye) run`;
const withOptions = new RegExp(
  `${runner}(?:\\s+--?[\\w-]+(?:[= ][^\\s-]\\S*)?)*?)\\s+(?:python[\\d.]*\\s+)?(?:-m\\s+)?pytest\\b`,
);
const plain = new RegExp(`${runner}) .*\\bpytest\\b`);
/** Of a script that hides pytest behind a task of its own: `pdm run test`, `uv run make test`. */
const hidden = new RegExp(`^${runner})\\s`, 'm');

/** The words before pytest with which a script reaches its environment, options included; null when there are none. */
export function environmentRunner(text: string): string | null {
  return withOptions.exec(text)?.[1] ?? plain.exec(text)?.[1] ?? hidden.exec(text)?.[1] ?? null;
}

/** The same for a script that says nothing of it (`make test`), by what set the environment up; null when nothing tells. */
export function runnerAfter(setup: string): string | null {
  return /^\s*(uv|pdm|pipenv) (?:sync|install)\b/m.exec(setup)?.[1]?.concat(' run') ?? null;
}
