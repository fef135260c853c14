// Regression tests that look at something else than what the code does: at the runner, at files, at how the code is written.
import type { GuardSurroundings } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf, importsOf, lastPart, type Resolve, resolver } from '../names.ts';
import type { Candidate } from './forbidden.ts';
import { partNamed } from './repository-part.ts';
import { temporaryNames } from './temporary-names.ts';

type Around = Pick<GuardSurroundings, 'failing' | 'paths'>;

/** Sentences, each once. What CI's failing tests look at themselves belongs to the failure. */
export function looksAround(candidate: Candidate, { failing, paths }: Around): string[] {
  const found = looksIn(candidate, paths);
  if (found.length === 0) return [];
  const inCi = new Set(failing.texts.flatMap(text => looksOf(text, paths)));
  return [...new Set(found.flatMap(({ name, words }) => (inCi.has(name) ? [] : `${words} (${name}).`)))];
}

interface Look {
  readonly name: string;
  readonly words: string;
}

function looksOf(text: string, paths: ReadonlySet<string>): string[] {
  const found = fromSyntax('python', text, root => {
    const imports = importsOf(root);
    return looksIn({ root, imports, resolve: resolver(imports) }, paths).map(({ name }) => name);
  });
  return found ?? [];
}

function looksIn(candidate: Candidate, paths: ReadonlySet<string>): Look[] {
  const said = (words: string) => (name: string) => ({ name, words });
  return [
    ...runnerStateIn(candidate).map(said('It asks about the tests that run it, or changes how they run')),
    ...ownWaysIn(candidate, paths).map(said('It looks at how the code is written, not at what it does')),
    ...placesIn(candidate).map(said('It looks at files, not at what the code does')),
    ...waitsIn(candidate).map(said('It waits')),
    ...testsCalledIn(candidate).map(said('It only calls a test that exists already')),
  ];
}

const fixtures =
  /^(?:cache|pytestconfig|record_property|record_xml_attribute|record_testsuite_property|pytester|testdir|worker_id|testrun_uid)$/;
const marks = /^pytest\.mark\.(?:flaky|rerun|repeat|run|order|first|last|dependency|timeout|xdist_group)\b/;

/** Fixtures and marks of the runner itself; `request` is one for its parameter alone. */
function runnerStateIn({ root, resolve }: Candidate): string[] {
  const parameters = nodesOf(root, 'parameters').flatMap(node => nodesOf(node, 'identifier'));
  const attributes = nodesOf(root, 'attribute');
  const named = nodesOf(root, 'identifier').filter(({ text }) => /^(?:pytest_plugins|__test__)$/.test(text));
  return [
    ...parameters.flatMap(({ text }) => (fixtures.test(text) ? text : [])),
    ...attributes.flatMap(({ text }) => (/^request\.(?:config|node|session)$/.test(text) ? text : [])),
    ...attributes.map(resolve).filter(name => marks.test(name)),
    ...named.map(({ text }) => text),
  ];
}

const special = /^__(?:doc|annotations|defaults|kwdefaults|wrapped|signature|dict|slots)__$/;

/** Of the repository: signatures, docstrings, which names a module has. */
function ownWaysIn({ root, resolve }: Candidate, paths: ReadonlySet<string>): string[] {
  const isOwn = (node: Node | undefined) => node !== undefined && partNamed(resolve(node), paths) !== null;
  const calls = nodesOf(root, 'call').flatMap(call => {
    const name = resolve(call.childForFieldName('function') ?? call);
    const isLook = /^(?:inspect\.\w+|(?:builtins\.)?dir|typing\.get_type_hints)$/.test(name);
    const isModule = name === 'hasattr' && partOfFirst(call)?.names.length === 0;
    return (isLook && isOwn(argumentsOf(call)[0]?.value)) || isModule ? name : [];
  });
  const attributes = nodesOf(root, 'attribute').flatMap(node => {
    const name = node.childForFieldName('attribute')?.text ?? '';
    return special.test(name) && isOwn(node.childForFieldName('object') ?? undefined) ? name : [];
  });
  return [...calls, ...attributes];

  function partOfFirst(call: Node) {
    const [first] = argumentsOf(call);
    return first ? partNamed(resolve(first.value), paths) : null;
  }
}

const statistics =
  /^(?:os\.(?:stat|lstat|listdir|scandir|walk|access|path\.(?:exists|lexists|isfile|isdir|getsize|getmtime|getctime|getatime))|glob\.i?glob)$/;
const methods = /^(?:iterdir|r?glob|exists|is_file|is_dir|stat|lstat)$/;

/** With a path that the test spells out, in no temporary folder. */
function placesIn({ root, resolve }: Candidate): string[] {
  const temporary = temporaryNames(root);
  return nodesOf(root, 'call').flatMap(call => {
    const { name, target } = placeAsked(call, resolve);
    if (!target || nodesOf(target, 'identifier').some(({ text }) => temporary.has(text))) return [];
    return nodesOf(target, 'string').some(string => (constantString(string) ?? '') !== '') ? name : [];
  });
}

/** What is asked, and the part of the call that names a path. */
function placeAsked(call: Node, resolve: Resolve): { name: string; target: Node | null } {
  const called = call.childForFieldName('function') ?? call;
  const name = resolve(called);
  if (statistics.test(name)) return { name, target: call };
  const method = called.childForFieldName('attribute')?.text ?? '';
  const object = methods.test(method) ? called.childForFieldName('object') : null;
  return { name: method, target: object && /\bPath\(/.test(object.text) ? object : null };
}

/** `event.wait(2)`, `queue.get(timeout=2)`: a number of seconds that the test spells out. */
function waitsIn({ root }: Candidate): string[] {
  return nodesOf(root, 'call').flatMap(call => {
    const method = call.childForFieldName('function')?.childForFieldName('attribute')?.text ?? '';
    if (!/^(?:wait|wait_for|get|join|acquire)$/.test(method)) return [];
    const isTime = argumentsOf(call).some(
      ({ keyword, value }) =>
        /^(?:integer|float)$/.test(value.type) && (keyword === 'timeout' || (keyword === null && /^wait/.test(method))),
    );
    return isTime ? method : [];
  });
}

function testsCalledIn({ root, resolve }: Candidate): string[] {
  return nodesOf(root, 'call').flatMap(call => {
    const name = resolve(call.childForFieldName('function') ?? call);
    return name.includes('.') && /^test_/.test(lastPart(name)) ? lastPart(name) : [];
  });
}
