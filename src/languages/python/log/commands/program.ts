// Finds the program that a command runs in the end: `mypy` in `poetry run python -m mypy src`.

/** The words from that program on, without the folder it is installed in. */
export function program(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let step = 0; step < 20; step++) {
    const inner = unwrapped(rest);
    if (inner === null) break;
    rest = inner;
  }
  return [nameOf(rest[0]), ...rest.slice(1)];
}

/** `./build` is the repository's own, whatever it is called. */
function nameOf(word = ''): string {
  const isInstalled = /[/\\](?:\.?bin|Scripts)[/\\][^/\\]+$/.test(word) || word.endsWith('.py');
  return isInstalled ? word.replace(/^.*[/\\]/, '').replace(/\.exe$/, '') : word;
}

/** Programs whose first argument that is no option is the command. */
const PREFIXES = new Set(['sudo', 'env', 'time', 'nice', 'stdbuf', 'xvfb-run', 'exec', 'command', 'uvx', 'npx']);
const RUNNERS = new Set([
  'poetry',
  'uv',
  'pdm',
  'pipenv',
  'rye',
  'hatch',
  'pipx',
  'pixi',
  'conda',
  'mamba',
  'micromamba',
]);
/** Options of all of these that are followed by a value. */
const VALUED =
  /^(?:-[nprsuCE]|--(?:with|with-editable|with-requirements|from|spec|python|extra|group|only-group|no-group|project|directory|package|env-file|name|server-args|source|rcfile|data-file|include|omit|concurrency))$/;

/** One layer less; null if there is none. */
function unwrapped(words: readonly string[]): readonly string[] | null {
  const [first = '', second = '', third = ''] = words;
  if (/^[A-Za-z_]\w*=/.test(first)) return words.slice(1);
  const name = nameOf(first);
  if (PREFIXES.has(name)) return withoutVersion(afterOptions(words.slice(1)));
  if (name === 'timeout') return afterOptions(words.slice(1)).slice(1);
  if (name === 'uv' && second === 'tool' && third === 'run') return withoutVersion(afterOptions(words.slice(3)));
  if (RUNNERS.has(name) && second === 'run') return withoutVersion(afterOptions(words.slice(2)));
  if (/^(?:python|pypy)[\d.]*t?$/.test(name)) return run(words.slice(1));
  if (name === 'coverage' && second === 'run') return run(words.slice(2));
  return null;
}

/** What Python itself is to run; null for a script of its own or code. */
function run(words: readonly string[]): readonly string[] | null {
  const module = words.findIndex((word, at) => /^-\w*m$/.test(word) && words.slice(0, at).every(isOption));
  if (module !== -1) return words.slice(module + 1);
  const script = afterOptions(words);
  return /\.py$/.test(script[0] ?? '') ? script : null;
}

function isOption(word: string, at: number, words: readonly string[]): boolean {
  return word.startsWith('-') || VALUED.test(words[at - 1] ?? '') || words[at - 1] === '-X' || words[at - 1] === '-W';
}

function afterOptions(words: readonly string[]): readonly string[] {
  const first = words.findIndex((word, at) => !isOption(word, at, words));
  return first === -1 ? [] : words.slice(first);
}

/** `ruff@0.9.1` of `uvx`. */
function withoutVersion([first = '', ...rest]: readonly string[]): readonly string[] {
  return [first.replace(/@.*/s, ''), ...rest];
}
