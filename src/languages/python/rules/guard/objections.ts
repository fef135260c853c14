// What a regression test must and must not hold, seen from its text alone: refused here, it costs no container.

import type { GuardSurroundings } from '../../../contract/rules.ts';
import { blocks } from '../../source/blocks.ts';
import { codeOnly } from '../../source/code-only.ts';
import { fixturesIn, parameters } from '../../source/fixtures.ts';
import { importedFiles } from '../../source/imports.ts';
import { isTestFile } from '../../source/test-files.ts';
import { patchesOf } from './patching.ts';
import { runnerObjection } from './runner.ts';

const mostCharacters = 6_000;
const networkModules =
  'socket|requests|httpx|aiohttp|urllib3|urllib\\.request|http\\.client|ftplib|smtplib|websockets|paramiko';

/** Rules that need the text only: a pattern that must not occur, and the sentence for it. */
const forbidden: readonly [RegExp, string][] = [
  [/\bsleep\s*\(/, 'It sleeps.'],
  [
    /\btime\.(time|monotonic|perf_counter|process_time)(_ns)?\s*\(|\b(now|utcnow|today)\s*\(\s*\)|\bfrom\s+time\s+import\b/,
    'It reads the clock.',
  ],
  [/\buuid[14]\s*\(|\bos\.urandom\b|\bsecrets\.\w|\bSystemRandom\b/, 'It depends on chance.'],
  [
    /\b(skip|skipif|skipUnless|skipIf|xfail|importorskip|skipTest|expectedFailure|SkipTest)\b/,
    'It skips, or expects to fail.',
  ],
  [
    /^\s*assert\s+(not\s+)?(False|True|None|0|1)\s*(,|$)|\bpytest\.fail\s*\(|\bself\.fail\s*\(|\braise\s+AssertionError\b/m,
    'It fails by itself, whatever the code does.',
  ],
];

/** Sentences that say why a candidate is refused; empty when it may be run. */
export function objections(source: string, surroundings: GuardSurroundings): string[] {
  const code = codeOnly(source);
  return [
    ...whereItStands(surroundings),
    ...whatItHolds(code, source),
    ...forbidden.flatMap(([pattern, sentence]) => (pattern.test(code) ? [sentence] : [])),
    ...unseededChance(code),
    ...network(code, surroundings),
    ...patchesOf(code, surroundings.suspects).map(name => `It replaces parts of what it should test (${name}).`),
    ...imported(source, surroundings),
    ...[runnerObjection(source, surroundings.recipe)].filter(sentence => sentence !== null),
  ];
}

function whereItStands({ path, paths }: GuardSurroundings): string[] {
  return paths.has(path) ? [`There is a file at ${path} already.`] : [];
}

function whatItHolds(code: string, source: string): string[] {
  const tests = code.match(/^[ \t]*(async[ \t]+)?def[ \t]+test\w*/gm)?.length ?? 0;
  const asserts = /^\s*assert\b|\b(raises|warns)\s*\(|\bself\.assert\w+\s*\(|\bassert_\w+\s*\(/m.test(code);
  return [
    ...(tests === 1 ? [] : [`It holds ${tests} test functions; it should hold exactly one.`]),
    ...(/\bparametrize\b/.test(code) ? ['It is parametrized; it should be one plain test.'] : []),
    ...(asserts ? [] : ['It asserts nothing.']),
    ...(source.isWellFormed() ? [] : ['It is not valid Unicode.']),
    ...(source.length > mostCharacters ? [`It is longer than ${mostCharacters} characters.`] : []),
  ];
}

function unseededChance(code: string): string[] {
  const random =
    /\brandom\.\w/.test(code) || /\bfrom\s+random\s+import\b/.test(code) || /\bdefault_rng\s*\(\s*\)/.test(code);
  const seeded = /\bseed\s*\(\s*\w/.test(code) || /\bRandom\s*\(\s*\w/.test(code);
  return random && !seeded ? ['It depends on chance without a seed.'] : [];
}

/** A repository may itself be one of these packages: its own modules are never foreign. */
function network(code: string, { paths }: GuardSurroundings): string[] {
  const used = [...code.matchAll(new RegExp(`^\\s*(?:import|from)\\s+(${networkModules})\\b`, 'gm'))].map(
    match => match[1] ?? '',
  );
  const foreign = used.filter(
    name => ![...paths].some(path => new RegExp(`(^|/)${name.split('.')[0]}(/|\\.py$)`).test(path)),
  );
  return foreign.length > 0 ? [`It uses the network (${foreign.join(', ')}).`] : [];
}

/** By an import of its own, or by a fixture of the repository, which may do the importing. */
function imported(source: string, { path, paths, support }: GuardSurroundings): string[] {
  const own = importedFiles(path, source, paths).filter(file => !isTestFile(file));
  const tests = blocks(source).flatMap(block => (block.name.startsWith('test') ? block.name : []));
  const fixtures = new Set(support.flatMap(fixturesIn));
  const borrowed = parameters(source, tests).filter(name => fixtures.has(name));
  return own.length + borrowed.length > 0 ? [] : ['It imports nothing of the repository.'];
}
