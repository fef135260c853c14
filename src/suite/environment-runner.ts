// `poetry run`, `uv run` and the like: how a command reaches an environment of its own.

const runner = String.raw`\b((?:poetry|uv|pdm|pipenv|hatch|rye) run`;
const withOptions = new RegExp(
  `${runner}(?:\\s+--?[\\w-]+(?:[= ][^\\s-]\\S*)?)*?)\\s+(?:python[\\d.]*\\s+)?(?:-m\\s+)?pytest\\b`,
);
const plain = new RegExp(`${runner}) .*\\bpytest\\b`);

/** The words before pytest with which a script reaches its environment, options included; null when there are none. */
export function environmentRunner(text: string): string | null {
  return withOptions.exec(text)?.[1] ?? plain.exec(text)?.[1] ?? null;
}
