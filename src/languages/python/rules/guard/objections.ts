// What a regression test must and must not hold, seen from its syntax tree alone: refused here, it costs no container.
import type { GuardSurroundings } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { importByCall, importsOf, resolver } from '../names.ts';
import { evasionsOf } from './evasive.ts';
import { type Candidate, forbiddenIn } from './forbidden.ts';
import { asserts, importsRepository } from './helpers.ts';
import { looksAround } from './looks-around.ts';
import { patchesOf } from './patching.ts';
import { reachOf } from './reach.ts';
import { runnerObjection } from './runner.ts';

const mostCharacters = 6_000;
const networkModules =
  /^(?:socket|requests|httpx|aiohttp|urllib3|urllib\.request|http\.client|ftplib|smtplib|websockets|paramiko)(?=\.|$)/;

/** Sentences that say why a candidate is refused; empty when it may be run. */
export function objections(source: string, surroundings: GuardSurroundings): string[] {
  if (source.length > mostCharacters) return [`It is longer than ${mostCharacters} characters.`];
  return [
    ...whereItIs(surroundings),
    ...(source.isWellFormed() ? [] : ['It is not valid Unicode.']),
    ...(fromCandidate(source, candidate => [
      ...whatItHolds(candidate, surroundings),
      ...forbiddenIn(candidate),
      ...evasionsOf(candidate, surroundings),
      ...looksAround(candidate, surroundings),
      ...network(candidate, surroundings),
      ...reachOf(candidate, surroundings),
      ...patchesOf(candidate, surroundings).map(name => `It replaces parts of what it should test (${name}).`),
      ...(importsRepository(source, testsIn(candidate.root), surroundings)
        ? []
        : ['It imports nothing of the repository.']),
      ...runnerObjection(candidate, surroundings),
    ]) ?? []),
  ];
}

/** What `read` makes of a candidate's syntax; null when it is too long to be parsed. */
export function fromCandidate<T>(source: string, read: (candidate: Candidate) => T): T | null {
  return fromSyntax('python', source, root => {
    const imports = [...importsOf(root), ...nodesOf(root, 'call').flatMap(importByCall)];
    return read({ root, imports, resolve: resolver(imports) });
  });
}

function whereItIs({ path, paths }: GuardSurroundings): string[] {
  return paths.has(path) ? [`There is a file at ${path} already.`] : [];
}

function whatItHolds({ root, resolve }: Candidate, surroundings: GuardSurroundings): string[] {
  const tests = testsIn(root).length;
  return [
    ...(tests === 1 ? [] : [`It holds ${tests} test functions; it should hold exactly one.`]),
    ...(isParametrized(root) ? ['It is parametrized; it should be one plain test.'] : []),
    ...(asserts(root, resolve, surroundings) ? [] : ['It asserts nothing.']),
  ];
}

/** By a mark, by a fixture's parameters, or by examples that a library thinks of. */
function isParametrized(root: Node): boolean {
  const named = nodesOf(root, 'identifier', 'string_content').some(({ text }) => text === 'parametrize');
  const isGenerated = nodesOf(root, 'decorator').some(({ text }) => /^@\s*(?:hypothesis\s*\.\s*)?given\b/.test(text));
  const isOfFixture = nodesOf(root, 'keyword_argument').some(
    node => node.childForFieldName('name')?.text === 'params' && /\bfixture\s*\($/.test(beforeArguments(node)),
  );
  return named || isGenerated || isOfFixture;
}

function beforeArguments({ parent: list }: Node): string {
  const called = list?.parent?.childForFieldName('function')?.text ?? '';
  return `${called}(`;
}

/** Names of the test functions. */
function testsIn(root: Node): string[] {
  return nodesOf(root, 'function_definition').flatMap(node => {
    const name = node.childForFieldName('name')?.text ?? '';
    return name.startsWith('test') ? [name] : [];
  });
}

/** A repository may itself be one of these packages: its own modules are never foreign. */
function network({ imports }: Candidate, { paths }: GuardSurroundings): string[] {
  const used = imports.flatMap(({ path }) => networkModules.exec(path)?.[0] ?? []);
  const foreign = new Set(
    used.filter(name => ![...paths].some(path => new RegExp(`(^|/)${name.split('.')[0]}(/|\\.py$)`).test(path))),
  );
  return foreign.size > 0 ? [`It uses the network (${[...foreign].join(', ')}).`] : [];
}
