// Holds the import table and the size budget of src/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const src = join(import.meta.dirname, '../src');

const values = ['incident/', 'ports.ts'];
const belowStages = [...values, 'suite/', 'context/', 'languages/', 'actions/', 'text/', 'threads/'];
/** What measurements take apart; everything that the entry point is made of. */
const product = [
  ...belowStages,
  'store.ts',
  'stages/',
  'intake/',
  'adapters/',
  'server/',
  'compose.ts',
  'config.ts',
  'log.ts',
];
const composed = [
  ...values,
  'store.ts',
  'config.ts',
  'log.ts',
  'adapters/',
  'engine/',
  'dashboard/',
  'intake/',
  'server/',
  'setup/',
];

/** What each room may import from the others. A room may always import itself; `x/` stands for all below. */
const rooms: Record<string, { rooms: readonly string[]; packages: readonly string[] }> = {
  'incident/': { rooms: [], packages: ['zod', 'canonicalize'] },
  'ports.ts': { rooms: ['incident/'], packages: ['zod'] },
  'store.ts': { rooms: ['incident/'], packages: [] },
  'text/': { rooms: [], packages: ['mdast', 'mdast-util-to-markdown', 'mdast-util-gfm'] },
  'threads/': { rooms: ['ports.ts'], packages: ['tinypool'] },
  'actions/': { rooms: [...values, 'text/'], packages: ['zod', 'yaml', 'strip-ansi', '@actions/expressions'] },
  'languages/': {
    rooms: [...values, 'actions/', 'text/'],
    packages: ['zod', 'smol-toml', '@vscode/tree-sitter-wasm'],
  },
  'suite/': { rooms: [...values, 'languages/', 'text/'], packages: ['zod'] },
  'context/': { rooms: [...values, 'languages/', 'text/', 'threads/'], packages: [] },
  'stages/configure/': { rooms: belowStages, packages: ['zod'] },
  'stages/collect/': { rooms: belowStages, packages: ['zod'] },
  'stages/diagnose/': { rooms: belowStages, packages: ['zod'] },
  'stages/reproduce/': { rooms: belowStages, packages: ['zod'] },
  'stages/guard/': { rooms: belowStages, packages: ['zod'] },
  'stages/repair/': { rooms: belowStages, packages: ['zod'] },
  'stages/publish/': { rooms: belowStages, packages: ['zod'] },
  'line.ts': { rooms: ['stages/', 'incident/', 'ports.ts'], packages: [] },
  'report/': { rooms: ['incident/', 'ports.ts', 'text/'], packages: [] },
  'engine/': { rooms: ['line.ts', ...values, 'store.ts', 'report/'], packages: [] },
  'intake/': { rooms: [...values, 'store.ts', 'server/'], packages: ['probot', 'zod', 'lru-cache'] },
  'dashboard/': { rooms: ['incident/', 'store.ts', 'server/'], packages: ['hono', 'zod', 'lowlight'] },
  'adapters/github/': {
    rooms: ['incident/', 'ports.ts', 'text/'],
    packages: ['probot', '@octokit/request-error', 'adm-zip', 'zod'],
  },
  'adapters/gemini/': { rooms: ['incident/', 'ports.ts'], packages: ['@google/genai', 'zod'] },
  'adapters/docker/': {
    rooms: ['incident/', 'ports.ts', 'languages/', 'text/'],
    packages: ['dockerode', 'lru-cache', 'tar-stream', 'zod'],
  },
  'adapters/git/': { rooms: ['incident/', 'ports.ts'], packages: ['simple-git', 'lru-cache'] },
  'adapters/prisma/': { rooms: [...values, 'store.ts'], packages: ['@prisma/*', 'zod'] },
  'adapters/secrets/': { rooms: ['incident/', 'ports.ts', 'threads/'], packages: ['smol-toml', 'zod'] },
  'adapters/smee/': { rooms: [], packages: ['smee-client'] },
  'server/': { rooms: [], packages: ['hono'] },
  'setup/': { rooms: ['config.ts', 'server/'], packages: ['hono', '@hono/node-server', 'yaml', 'zod'] },
  'config/': { rooms: ['languages/'], packages: ['zod'] },
  'config.ts': { rooms: ['config/'], packages: ['@probot/get-private-key'] },
  'log.ts': { rooms: [], packages: ['pino', '@probot/pino'] },
  'compose/': { rooms: composed, packages: ['probot', 'pino'] },
  'compose.ts': { rooms: [...composed, 'compose/'], packages: ['probot', 'pino'] },
  'main.ts': { rooms: ['config.ts', 'compose.ts', 'compose/'], packages: [] },
  'standins/': { rooms: ['actions/', 'compose.ts', 'config.ts'], packages: ['*'] },
  'measure/': { rooms: [...product, 'standins/', 'demo/demo-files.ts'], packages: ['*'] },
  'verify/': { rooms: [...product, 'standins/'], packages: ['*'] },
  'demo/': { rooms: [...product, 'standins/'], packages: ['*'] },
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => file.endsWith('.ts') && !file.includes('/generated/'));

describe('the import table', () => {
  test.each(files)('%s stays within it', file => {
    const room = roomOf(file);
    if (!room) throw new Error(`src/${file} stands in no room; see src/README.md`);
    expect(importsOf(file).flatMap(wanted => complaint(file, room, wanted))).toEqual([]);
  });
});

describe('the budget', () => {
  test.each(files)('%s is at most 200 lines', file => {
    expect(readFileSync(join(src, file), 'utf8').split('\n').length - 1).toBeLessThanOrEqual(200);
  });

  test.each(files)('%s says on its first line what it is for', file => {
    expect(readFileSync(join(src, file), 'utf8')).toMatch(/^(\/\/ |\/\*\*)/);
  });
});

test('no file imports itself by way of others, not even for a type', () => {
  expect(circles(files)).toEqual([]);
});

test('a folder of more than 20 files has folders in it', () => {
  const crowded = [...new Set(files.map(file => posix.dirname(file)))].filter(folder => {
    const inside = files.filter(file => posix.dirname(file) === folder);
    return inside.length > 20 && !files.some(file => posix.dirname(file).startsWith(`${folder}/`));
  });
  expect(crowded).toEqual([]);
});

test('only config.ts, what plays and measures, and what hands git its PATH and proxy read process.env', () => {
  const readers = files.filter(file => /process\.env\b/.test(codeOf(file)) && isProduct(file));
  expect(readers.sort()).toEqual(['adapters/git/git-environment.ts', 'config.ts']);
});

test('the product does not know the demo', () => {
  const knowing = files.filter(
    file => isProduct(file) && /demo-repo|user_service|send_notification/.test(codeOf(file)),
  );
  expect(knowing).toEqual([]);
});

test('no file outside a language’s folder names its tools, not even in a comment', () => {
  const exceptions = [
    // The list of languages, and the shape of rows stored while there was one.
    'incident/language.ts',
    // The table, the grammars, and the example of a title.
    ...['languages/languages.ts', 'languages/syntax.ts', 'languages/language.ts'],
    // The proxy of setup is a program of ours in one of these languages.
    'adapters/docker/egress/program.ts',
    // A token that starts with its registry's name may leak from a repository in any language.
    'adapters/secrets/kinds/more-kinds.ts',
  ];
  const naming = files.filter(
    file => isProduct(file) && languageFolder(file) === undefined && namesATool(readFileSync(join(src, file), 'utf8')),
  );
  expect(naming.sort()).toEqual(exceptions.sort());
});

test.each([
  ['a variable', 'return { PIP_CERT: path };', true],
  ['an exception', '/gaierror|name resolution/', true],
  ['an exception of an HTTP client', '/Max(?:imum)?|MaxRetryError/', true],
  ['a part of a name', 'const pytestArguments = [];', true],
  ['a file', "'tests/conftest.py'", true],
  ['a comment', '// poetry installs it', true],
  ['the field’s own words', 'A pipeline that is toxic: TimeoutError, pipe(), nextjest', false],
])('%s, “%s”, names a tool: %s', (_, text, expected) => {
  expect(namesATool(text)).toBe(expected);
});

test('test ids are parsed in one file; a language may read what its own runner prints', () => {
  const parsing = files.filter(
    file => isProduct(file) && !file.startsWith('languages/') && /'::'|\/::\//.test(codeOf(file)),
  );
  expect(parsing).toEqual(['incident/test-id.ts']);
});

test('the table alone imports a language’s folder, and no language another', () => {
  const importing = files.filter(
    file =>
      isProduct(file) &&
      file !== 'languages/languages.ts' &&
      importsOf(file).some(wanted => {
        const language = languageFolder(posix.join(posix.dirname(file), wanted));
        return wanted.startsWith('.') && language !== undefined && language !== languageFolder(file);
      }),
  );
  expect(importing).toEqual([]);
});

/** Reads the parts of `PIP_CERT` and `pipCert` as words. Exceptions are whole names: other languages have their own. */
function namesATool(text: string): boolean {
  const words = text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  const tools = new RegExp(
    [
      String.raw`\b(?:python|pytest|unittest|conftest|pip|pypi|conda|virtualenv|venv|pyproject|setuptools|hatch|tox|nox)\b`,
      String.raw`\b(?:poetry|django|flask|numpy|mypy|ruff|flake8|jest|vitest|mocha|cargo|rustc|golang|go test)\b|\.py\b`,
    ].join('|'),
    'i',
  );
  const exceptions =
    /\b(?:gaierror|URLError|MaxRetryError|NewConnectionError|ReadTimeoutError|SSLError|MemoryError|OSError|ImportError|ModuleNotFoundError|IndentationError|NameError|ValueError|KeyError|AttributeError)\b/;
  return tools.test(words) || exceptions.test(text);
}

/** `python` of `languages/python/log/log.ts`; undefined outside the languages' own folders. */
function languageFolder(file: string): string | undefined {
  const folder = /^languages\/([^/]+)\//.exec(file)?.[1];
  return folder === 'contract' ? undefined : folder;
}

/** Neither a stand-in, nor a measurement, nor the demo. */
function isProduct(file: string): boolean {
  return !/^(?:standins|measure|verify|demo)\//.test(file);
}

function roomOf(file: string): string | undefined {
  return Object.keys(rooms).find(room => (room.endsWith('/') ? file.startsWith(room) : file === room));
}

function complaint(file: string, room: string, wanted: string): string[] {
  const { rooms: allowedRooms, packages } = rooms[room] ?? { rooms: [], packages: [] };
  if (wanted.startsWith('node:')) return [];
  if (!wanted.startsWith('.')) return matches(packages, packageOf(wanted)) ? [] : [sentence(file, wanted)];
  const target = posix.join(posix.dirname(file), wanted);
  const isHome = room.endsWith('/') ? target.startsWith(room) : target === room;
  return isHome || matches(allowedRooms, target) ? [] : [sentence(file, target)];
}

function sentence(file: string, wanted: string): string {
  return `${posix.dirname(file)} may not import ${wanted}; see src/README.md`;
}

function matches(allowed: readonly string[], name: string): boolean {
  return allowed.some(
    each => each === name || each === '*' || (/[/*]$/.test(each) && name.startsWith(each.replace('*', ''))),
  );
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function importsOf(file: string): string[] {
  return [
    ...codeOf(file).matchAll(
      /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
    ),
  ].map(match => match[1] ?? match[2] ?? '');
}

/** Tarjan's strongly connected components of more than one file, each sorted: what has a way back to itself. */
function circles(all: readonly string[]): string[][] {
  const seen = new Map<string, { index: number; low: number }>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): { index: number; low: number } => {
    const own = { index: seen.size, low: seen.size };
    seen.set(file, own);
    path.push(file);
    for (const target of importsOf(file).filter(wanted => wanted.startsWith('.'))) {
      const other = posix.join(posix.dirname(file), target);
      if (!all.includes(other)) continue;
      if (!seen.has(other)) own.low = Math.min(own.low, visit(other).low);
      else if (path.includes(other)) own.low = Math.min(own.low, seen.get(other)?.index ?? own.low);
    }
    if (own.low === own.index) found.push(path.splice(path.indexOf(file)).sort());
    return own;
  };
  for (const file of all) if (!seen.has(file)) visit(file);
  return found.filter(members => members.length > 1).sort();
}

function codeOf(file: string): string {
  return readFileSync(join(src, file), 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '');
}
