// Static signs of cheating in a diff: code that makes tests pass without being right.
import { diffLines } from './diff-lines.ts';

/** What a single new line must not hold, and the sentence for it. */
const signs: readonly [RegExp, string][] = [
  [/PYTEST_|\bpytest_current_test\b|_called_from_test|\bTESTING\b/, 'asks whether tests are running'],
  [
    /\bsys\.modules\b.*["'](?:pytest|_pytest|unittest)\b|["'](?:pytest|_pytest|unittest)["']\s+(?:not\s+)?in\s+sys\.modules/,
    'asks whether pytest is loaded',
  ],
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
  [
    /#\s*(?:type:\s*ignore|noqa|pragma:\s*no\s*cover|pylint:\s*disable|nosec|pyright:\s*ignore|fmt:\s*off)/i,
    'silences a checker',
  ],
  [/\bwarnings\.(?:filterwarnings|simplefilter)\s*\(\s*["']ignore/, 'silences warnings'],
  [/\b(?:contextlib\.)?suppress\s*\(\s*(?:Base)?Exception\b/, 'swallows every error'],
  [
    /^\s*except(?:\s+(?:Base)?Exception(?:\s+as\s+\w+)?)?\s*:\s*(?:pass|continue|\.\.\.|return\b.*)\s*$/,
    'swallows every error',
  ],
  [
    /\b(?:time\.time|time\.sleep|random\.\w+|datetime\.\w+|builtins\.\w+)\s*=(?!=)/,
    'replaces time, chance or built-ins',
  ],
];

/** Sentences, one a sign; empty when nothing is suspicious. `texts` are the new texts by path. */
export function suspicions(diff: string, texts: ReadonlyMap<string, string>): string[] {
  const { added, removed } = diffLines(diff);
  const moved = new Set(removed.map(line => line.text.trim()));
  const fresh = added.filter(line => !moved.has(line.text.trim()));
  const single = fresh.flatMap(line =>
    signs.flatMap(([pattern, words]) => (pattern.test(line.text) ? [`${line.path}:${line.number} ${words}.`] : [])),
  );
  const spanning = [...texts].flatMap(([path, text]) => {
    const numbers = new Set(fresh.filter(line => line.path === path).map(line => line.number));
    return acrossLines(path, text.split(/\r?\n/), numbers);
  });
  return [...new Set([...single, ...spanning])];
}

const broad = /^\s*except(?:\s*\(?\s*(?:Base)?Exception\b[^:]*)?\s*:\s*(?:#.*)?$/;
const swallowed = /^\s*(?:pass|continue|\.\.\.|return(?:\s+(?:None|True|False|0|""|''|\[\]|\{\}))?)\s*(?:#.*)?$/;
const equality = /^\s*def\s+__(?:eq|ne|bool|contains)__\s*\(/;
const always = /^\s*return\s+(?:True|False)\s*(?:#.*)?$/;

/** Signs of two lines: a broad except that swallows, an equality that ignores what it compares. Docstrings between count as nothing. */
function acrossLines(path: string, lines: readonly string[], fresh: ReadonlySet<number>): string[] {
  return lines.flatMap((line, at) => {
    const next = nextCode(lines, at);
    if (next === null || !(fresh.has(at + 1) || fresh.has(next + 1))) return [];
    if (broad.test(line) && swallowed.test(lines[next] ?? '')) return [`${path}:${at + 1} swallows every error.`];
    if (equality.test(line) && always.test(lines[next] ?? '')) return [`${path}:${at + 1} compares without comparing.`];
    return [];
  });
}

function nextCode(lines: readonly string[], at: number): number | null {
  const next = lines.findIndex(
    (line, index) => index > at && line.trim() !== '' && !/^\s*(?:#|(?:"""|''').*(?:"""|''')\s*$)/.test(line),
  );
  return next < 0 ? null : next;
}
