// unittest and nose have no machine-readable report, so pytest runs the same tests instead.
import { posix } from 'node:path';
import { parseArgs } from 'node:util';
import type { Script } from '../../../incident/reproduction.ts';
import { commands, hasHeredoc, isList, words } from '../../shell.ts';
import { standIn } from '../runners/pytest/stand-in.ts';

/** Facts from the tree that the command does not give. */
export interface Around {
  readonly paths: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

export interface ByPytest {
  readonly setup: readonly Script[];
  readonly test: Script;
  readonly notes: readonly string[];
}

const call =
  /^(?<before>(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+)*(?:(?:poetry|uv|pdm|pipenv|hatch|rye) run\s+(?:-\S+\s+)*)?)(?:(?:coverage run|python[\d.]*)\b.*?\s(?:-m\s+(?<module>unittest|nose2?)\b|(?<setup>setup\.py)\s+test\b)|(?<tool>nosetests|nose2)\b)(?<rest>.*)$/;

/** The script with these calls replaced; unchanged if it has none, or one that cannot be parsed. */
export function byPytest(script: Script, around: Around): ByPytest {
  const asItIs = { setup: [], test: script, notes: [] };
  const all = commands(script.text);
  const replaced = all.map(command => maybePytest(command, { ...around, directory: script.directory }));
  const found = replaced.find(one => one !== null);
  if (!found || !isList(script.text) || hasHeredoc(script.text)) return asItIs;
  const original = all[replaced.indexOf(found)];
  const install = /\buv run\b/.test(found.before) ? 'uv pip install' : `${found.before}python -m pip install`;
  return {
    setup: [{ ...script, text: [install, 'pytest', ...found.needs.map(need => `'${need}'`)].join(' ') }],
    test: { ...script, text: all.map((command, index) => replaced[index]?.text ?? command).join('\n') },
    notes: [`CI runs \`${original}\`; here pytest runs the same tests, because it reports the result of each.`],
  };
}

interface Replaced {
  readonly before: string;
  readonly text: string;
  /** Further packages that the tests need. */
  readonly needs: readonly string[];
}

/** The tree, seen from the step's folder. */
interface At extends Around {
  readonly directory: string;
}

function maybePytest(command: string, around: At): Replaced | null {
  const { before = '', module, setup, tool, rest = '' } = call.exec(command)?.groups ?? {};
  const name = module ?? setup ?? tool;
  if (name === undefined || /[|><;$`]/.test(rest)) return null;
  const given = words(rest);
  const setupPy = around.texts.get(posix.join(around.directory, 'setup.py')) ?? '';
  const isNose = /^nose(?:tests)?$/.test(name) || (name === 'setup.py' && /nose\.collector/.test(setupPy));
  const chosen =
    name === 'setup.py'
      ? suiteOf(setupPy, around)
      : chosenBy(given, /^nose(?:tests)?$/.test(name) ? 'quiet' : 'folder', around);
  if (chosen === null) return null;
  // Without the repository's pytest options, which CI did not use, and with the original runner's rules for what is a test.
  const pattern = isNose ? '*test*.py' : chosen.pattern;
  const kinds = [`-o python_files='${pattern}'`, isNose ? standIn.nose : standIn.unittest];
  const text = [`${before}python -m pytest`, '-o addopts=', ...kinds, ...chosen.options, ...chosen.places].join(' ');
  return { before, text, needs: name === 'setup.py' ? testsRequire(setupPy) : [] };
}

interface Chosen {
  readonly pattern: string;
  readonly options: readonly string[];
  readonly places: readonly string[];
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
/** Options that select tests, or that take a value; the others only affect output. */
const choosing = {
  pattern: { ...text, short: 'p' },
  'top-level-directory': { ...text, short: 't' },
  'start-directory': text,
  where: { ...text, short: 'w' },
  durations: text,
  k: { ...text, short: 'k' },
  failfast: { ...flag, short: 'f' },
  stop: { ...flag, short: 'x' },
};

/** Null for a name that is not in the tree. nose and unittest use `-s` differently. */
function chosenBy(given: readonly string[], s: 'folder' | 'quiet', around: At): Chosen | null {
  const short = s === 'folder' ? { s: { ...text, short: 's' } } : { s: { ...flag, short: 's' } };
  const { values, positionals } = parseArgs({
    args: [...given],
    options: { ...choosing, ...short },
    strict: false,
    allowPositionals: true,
  });
  const named = positionals.filter(word => word !== 'discover');
  // `discover folder pattern`.
  const pattern = positionals[0] === 'discover' ? named.splice(1)[0] : undefined;
  const places = [values['start-directory'], values.s, values.where, ...named].filter(one => typeof one === 'string');
  const found = places.map(place => placeOf(place, around));
  if (found.includes(null)) return null;
  const word = typeof values.k === 'string' ? [`-k '${values.k.replaceAll('*', '')}'`] : [];
  const first = values.failfast || values.stop ? ['-x'] : [];
  return {
    pattern: String(values.pattern ?? pattern ?? 'test*.py'),
    options: [...word, ...first],
    places: found.filter(place => place !== null),
  };
}

/** `tests.test_user.Users.test_x` as a pytest id; a path stays as it is. */
function placeOf(name: string, { directory, paths }: At): string | null {
  const exists = (path: string) => paths.some(one => one === posix.join(directory, path));
  const isFolder = (path: string) => paths.some(one => one.startsWith(`${posix.join(directory, path)}/`));
  if (name === '.' || exists(name) || isFolder(name)) return name;
  const parts = name.split(/[.:]/);
  for (let count = parts.length; count > 0; count--) {
    const path = parts.slice(0, count).join('/');
    if (exists(`${path}.py`)) return [`${path}.py`, ...parts.slice(count)].join('::');
    if (count === parts.length && isFolder(path)) return path;
  }
  return null;
}

function suiteOf(setupPy: string, around: At): Chosen | null {
  const suite = /\btest_suite\s*=\s*["']([\w.]+)["']/.exec(setupPy)?.[1];
  return chosenBy(suite === undefined || suite === 'nose.collector' ? [] : [suite], 'folder', around);
}

function testsRequire(setupPy: string): string[] {
  const list = /\btests_require\s*=\s*\[([^\]]*)\]/.exec(setupPy)?.[1] ?? '';
  return [...list.matchAll(/["']([^"']+)["']/g)].map(match => match[1] ?? '');
}
