// What a file that reaches further already is made to reach besides: one more process or connection, another program, another host.
import { type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { matchesOf } from '../capabilities/match.ts';
import { ownPackages } from '../capabilities/own-packages.ts';
import { type CapabilityName, capabilities } from '../capabilities/table.ts';
import { argumentsOf, importsOf, lineOf, type Resolve, resolver } from '../names.ts';
import type { FileTrees } from './file-trees.ts';

interface Reaching {
  readonly file: FileTrees;
  readonly node: Node;
  readonly name: string;
  readonly capability: CapabilityName;
}

const counted: ReadonlySet<CapabilityName> = new Set([
  'processes',
  'network',
  'code at run time',
  'pickles',
  'native memory',
]);
/** Errors are caught and limits are set without anything being reached. */
const harmless = /(?:Error|Exception|Timeout|Expired|Warning|Limits|Retry|context|list2cmdline)(?:\(\))?$/;

/** Sentences. What moved is as much as it was. */
export function furtherReach(files: readonly FileTrees[]): string[] {
  const before = files.flatMap(file => reachingIn(file, file.before));
  const after = files.flatMap(file => reachingIn(file, file.after));
  return [
    ...(before.length > 0 || after.length > 0 ? [...more(before, after), ...elsewhere(before, after, files)] : []),
  ];
}

function reachingIn(file: FileTrees, root: Node): Reaching[] {
  const resolve = resolver(importsOf(root));
  const own = ownPackages([file.path]);
  return nodesOf(root, 'call').flatMap(node => ofCall(node, { resolve, own }).map(each => ({ ...each, file, node })));
}

function ofCall(node: Node, { resolve, own }: { resolve: Resolve; own: ReadonlySet<string> }) {
  const path = resolve(node.childForFieldName('function') ?? node);
  if (path === '' || harmless.test(path)) return [];
  return matchesOf(path, own).flatMap(({ capability }) =>
    counted.has(capability) ? [{ capability, name: path }] : [],
  );
}

function more(before: readonly Reaching[], after: readonly Reaching[]): string[] {
  const old = new Set(before.map(({ node }) => node.text));
  return [...counted].flatMap(capability => {
    const [then, now] = [before, after].map(all => all.filter(each => each.capability === capability));
    if (!then || !now || then.length === 0 || now.length <= then.length) return [];
    const added = now.find(({ node }) => !old.has(node.text)) ?? now[0];
    return added
      ? [sentence(added, `${capabilities[capability].words} in one more place than before (${added.name})`)]
      : [];
  });
}

function sentence({ file, node }: Reaching, words: string): string {
  return `${file.path}:${lineOf(node)} ${words}.`;
}

const shells =
  /^(?:(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh|cmd(?:\.exe)?|powershell|pwsh|curl|wget|nc|ncat|socat|ssh|scp|perl|ruby|node|eval|sudo|rm|chmod)$/;
const address = /\b(?:https?|ftp|wss?):\/\/([\w.-]+\.[a-z]{2,}|\d+\.\d+\.\d+\.\d+)/i;

/** Another program, or an address of another host, than any that was named before. */
function elsewhere(before: readonly Reaching[], after: readonly Reaching[], files: readonly FileTrees[]): string[] {
  const old = files.map(file => file.before.text).join('\n');
  const starts = before.some(({ capability }) => capability === 'processes');
  const programs = (starts ? after : [])
    .filter(({ capability }) => capability === 'processes')
    .flatMap(each => {
      const said = wordsOf(each.node).find(
        word => shells.test(word.split(/\s/)[0] ?? '') && !before.some(({ node }) => wordsOf(node).includes(word)),
      );
      return said === undefined ? [] : [sentence(each, `starts another program than before (${said.slice(0, 40)})`)];
    });
  if (!before.some(({ capability }) => capability === 'network')) return programs;
  const hosts = files.flatMap(file =>
    file
      .added(['string'])
      .filter(file.isNew)
      .flatMap(node => {
        const host = address.exec(node.text)?.[1];
        const isNew = host !== undefined && !old.includes(host) && node.parent?.type !== 'expression_statement';
        return isNew ? [`${file.path}:${lineOf(node)} names another address than before (${host}).`] : [];
      }),
  );
  return [...programs, ...hosts];
}

/** What a call of a program is given, as constants. */
function wordsOf(call: Node): string[] {
  return argumentsOf(call).flatMap(({ value }) =>
    [value, ...nodesOf(value, 'string')].flatMap(each => constantString(each) ?? []),
  );
}
