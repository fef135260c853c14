// What a regression test reaches that CI's failing tests do not: a test puts values in and looks at what comes out.
import type { GuardSurroundings } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { matchesOf } from '../capabilities/match.ts';
import { ownPackages } from '../capabilities/own-packages.ts';
import { type CapabilityName, capabilities } from '../capabilities/table.ts';
import { type Use, usesIn } from '../capabilities/uses.ts';
import { argumentsOf } from '../names.ts';
import type { Candidate } from './forbidden.ts';
import { patchers } from './replaced.ts';
import { partNamed } from './repository-part.ts';
import { temporaryNames } from './temporary-names.ts';

/** What tests are made of; clock, chance and network are refused by rules of their own, whatever CI's tests do. */
const ofTests = new Set<CapabilityName>(['tests', 'warnings', 'clock', 'chance', 'network']);

/** Sentences, one a capability. */
export function reachOf(
  candidate: Candidate,
  { failing, paths }: Pick<GuardSurroundings, 'failing' | 'paths'>,
): string[] {
  const own = ownPackages(paths);
  const isHonest = honestUses(candidate, paths);
  const found = [...usesIn(candidate.root, own).filter(use => !isHonest(use)), ...patchedRunner(candidate, own)];
  if (found.length === 0) return [];
  const known = new Set(failing.texts.flatMap(text => usesOf(text, own)));
  const news = new Map(found.filter(use => !known.has(use.capability)).map(use => [use.capability, use]));
  return [...news].map(
    ([capability, { name }]) => `It ${capabilities[capability].words} (${name}), which CI's failing tests do not do.`,
  );
}

function usesOf(text: string, own: ReadonlySet<string>): CapabilityName[] {
  return fromSyntax('python', text, root => usesIn(root, own).map(({ capability }) => capability)) ?? [];
}

function honestUses(candidate: Candidate, paths: ReadonlySet<string>): (use: Use) => boolean {
  const patched = new Set(patchCalls(candidate).flatMap(targetNodes));
  const temporary = temporaryNames(candidate.root);
  return ({ capability, name, node }) => {
    if (ofTests.has(capability) || patched.has(node.id)) return true;
    if (capability === 'reads')
      return !ofSource.test(name) && !nodesOf(node, 'identifier', 'attribute').some(isFileName);
    if (capability === 'writes') return name === 'tempfile' || namesIn(node).some(each => temporary.has(each));
    // Whether it is the suspect that is replaced, `patching.ts` tells.
    return capability === 'replacements' && isOfRepository(node, candidate, paths);
  };
}

const ofSource = /^(?:inspect\.|linecache|tokenize|importlib)/;

function isFileName({ text }: Node): boolean {
  return /__file__$/.test(text);
}

/** With the object of a method and what the call is given. */
function namesIn(node: Node): string[] {
  const around = node.type === 'attribute' && node.parent ? node.parent : node;
  return nodesOf(around, 'identifier').map(({ text }) => text);
}

function isOfRepository(node: Node, { resolve }: Candidate, paths: ReadonlySet<string>): boolean {
  const [object] = node.type === 'call' ? argumentsOf(node).map(({ value }) => value) : nodesOf(node, 'attribute');
  return object !== undefined && partNamed(resolve(object), paths) !== null;
}

function patchCalls({ root, resolve }: Candidate): Node[] {
  return nodesOf(root, 'call').filter(call => patchers.test(resolve(call.childForFieldName('function') ?? call)));
}

/** What is patched is put back when the test ends. */
function targetNodes(call: Node): number[] {
  const target = argumentsOf(call)[0]?.value;
  return target ? [target.id, ...nodesOf(target, 'identifier', 'attribute').map(({ id }) => id)] : [];
}

/** `patch("_pytest.reports.TestReport")` */
function patchedRunner(candidate: Candidate, own: ReadonlySet<string>): Use[] {
  return patchCalls(candidate).flatMap(node => {
    const said = argumentsOf(node).map(({ value }) => constantString(value))[0] ?? '';
    const matches = matchesOf(said ?? '', own).filter(({ capability }) => capability === 'the test run');
    return matches.map(match => ({ ...match, node }));
  });
}
