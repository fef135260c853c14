// Static signs of cheating in a diff: code that makes tests pass without being right.
import type { DiffLine, DiffLines } from '../../../../text/diff.ts';

/** What a single new line must not hold, and the sentence for it. */
const signs: readonly [RegExp, string][] = [
  [/PYTEST_|\bpytest_current_test\b|_called_from_test|\bTESTING\b/, 'asks whether tests are running'],
  [
    /\bsys\.modules\b.*["'](?:pytest|_pytest|unittest)\b|["'](?:pytest|_pytest|unittest)["']\s+(?:not\s+)?in\s+sys\.modules/,
    'asks whether pytest is loaded',
  ],
  [
    /\b(?:environ|getenv)\b.*["'](?:CI|GITHUB_ACTIONS|GITHUB_WORKFLOW|TOX_ENV_NAME)["']/,
    'asks whether it runs in continuous integration',
  ],
  [/\b(?:if|elif|while|and|or|in)\b.*["'][^"']*\bpytest\b/, 'asks for pytest'],
  [/\bsys\.argv\b.*test|\b(?:inspect\.(?:stack|currentframe)|sys\._getframe)\s*\(/, 'looks at who is calling'],
  [
    /^\s*(?:import|from)\s+(?:_?pytest|unittest|mock|nose)\b|^\s*__import__\(\s*["']pytest/,
    'imports a test framework into the code',
  ],
  [
    /\b(?:if|elif|while|and|or|in)\b.*["'](?:test_\w+|\w+_test|[\w/]*tests?\/[\w/.]*)["']/,
    'branches on the name of a test',
  ],
  [
    /\b(?:sys\.exit|os\._exit|os\.abort)\s*\(|(?<!def )(?<![.\w])(?:quit|exit)\s*\(|\braise\s+SystemExit\b/,
    'ends the process',
  ],
  [/\bwarnings\.(?:filterwarnings|simplefilter)\s*\(\s*["']ignore|\blogging\.disable\s*\(/, 'silences warnings'],
  [/\b(?:contextlib\.)?suppress\s*\(\s*(?:Base)?Exception\b/, 'swallows every error'],
  [
    /^\s*except(?:\s+(?:Base)?Exception(?:\s+as\s+\w+)?)?\s*:\s*(?:pass|continue|\.\.\.|return\b.*)\s*$/,
    'swallows every error',
  ],
  [
    /\b(?:time\.time|time\.sleep|random\.\w+|datetime\.\w+|builtins\.\w+)\s*=(?!=)|\bsetattr\(\s*(?:time|random|datetime|builtins)\b|\brandom\.seed\s*\(|\bfreeze_time\b/,
    'replaces time, chance or built-ins',
  ],
];

const silencer =
  /#\s*(?:(?:ruff|flake8|mypy)\s*:|type:\s*ignore|noqa|pragma:\s*no\s*cover|pylint:\s*disable|nosec|pyright:\s*ignore|fmt:\s*off)/i;

/** Sentences, one a sign; empty when nothing is suspicious. `texts` are the new texts by path. */
export function suspicions({ added, removed }: DiffLines, texts: ReadonlyMap<string, string>): string[] {
  const moved = new Set(removed.map(line => line.text.trim()));
  const fresh = added.filter(line => !moved.has(line.text.trim()));
  const single = fresh.flatMap(line =>
    signs.flatMap(([pattern, words]) => (pattern.test(line.text) ? [`${line.path}:${line.number} ${words}.`] : [])),
  );
  const spanning = [...texts].flatMap(([path, text]) => {
    const own = (line: DiffLine) => line.path === path;
    const numbers = new Set(fresh.filter(own).map(line => line.number));
    const unraised = removed.some(line => own(line) && /^\s*raise\b/.test(line.text));
    return acrossLines(text.split(/\r?\n/), { numbers, unraised }).map(words => `${path}:${words}`);
  });
  return [...new Set([...single, ...spanning, ...silences(added, removed)])];
}

/** A line that was silenced before may change and stay so. */
function silences(added: readonly DiffLine[], removed: readonly DiffLine[]): string[] {
  const before = removed.filter(line => silencer.test(line.text)).length;
  return added
    .filter(line => silencer.test(line.text))
    .slice(before)
    .map(line => `${line.path}:${line.number} silences a checker.`);
}

const broad = /^\s*except(?:\s*\(?\s*(?:Base)?Exception\b[^:]*)?\s*:\s*(?:#.*)?$/;
const equality = /^\s*def\s+__(?:eq|ne|contains|bool)__\s*\(\s*\w+\s*(?:,\s*(\w+))?/;

/** Signs of a head and its body: an except for everything that raises nothing, an equality that does not look at what it compares. */
function acrossLines(
  lines: readonly string[],
  { numbers, unraised }: { numbers: ReadonlySet<number>; unraised: boolean },
): string[] {
  return lines.flatMap((line, at) => {
    const compares = equality.exec(line);
    if (!compares && !broad.test(line)) return [];
    const end = endOfBody(lines, at);
    const isHeadNew = numbers.has(at + 1);
    const isBodyNew = lines.slice(at, end).some((_, index) => numbers.has(at + index + 1));
    const body = lines
      .slice(at + 1, end)
      .join('\n')
      .replace(/("""|''')[\s\S]*?\1|#.*/g, '');
    if (compares) {
      const looks = new RegExp(`\\b${compares[1] ?? '(?:self|if)'}\\b`).test(body);
      return isBodyNew && !looks ? [`${at + 1} compares without comparing.`] : [];
    }
    const isNew = isHeadNew || (isBodyNew && unraised);
    return isNew && !/\braise\b/.test(body) ? [`${at + 1} catches every error and raises none.`] : [];
  });
}

/** Index after the last line that is indented deeper than the head. */
function endOfBody(lines: readonly string[], head: number): number {
  const depth = (text: string) => text.length - text.trimStart().length;
  const end = lines.findIndex((line, at) => at > head && line.trim() !== '' && depth(line) <= depth(lines[head] ?? ''));
  return end < 0 ? lines.length : end;
}
