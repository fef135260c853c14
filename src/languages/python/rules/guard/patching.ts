// Finds mocks and patches of the suspect: a test that replaces what it should test proves nothing.
//
// What a suspect only imports is not its own code, and what CI's failing tests replace themselves belongs to the failure.
import { functionOfTest } from '../../../../incident/test-id.ts';
import type { GuardSurroundings, TextFile } from '../../../contract/rules.ts';
import { fromSyntax, type Node, nodesOf } from '../../../syntax.ts';
import { importsOf, resolver } from '../names.ts';
import type { Candidate } from './forbidden.ts';
import { replacedIn } from './replaced.ts';
import { isWithin, partNamed, type RepositoryPart } from './repository-part.ts';

type Surroundings = Pick<GuardSurroundings, 'suspects' | 'paths' | 'failing'>;

/** What the candidate patches or overwrites of the suspects, as written. */
export function patchesOf(candidate: Candidate, around: Surroundings): string[] {
  const found = replacedIn(candidate).flatMap(({ path, written }) => {
    const part = partNamed(path, around.paths);
    return part && isOfSuspect(part, around) ? [{ part, written }] : [];
  });
  if (found.length === 0) return [];
  const inCi = around.failing.texts.flatMap(text => replacedInCi(text, around));
  return found.filter(({ part }) => !inCi.some(known => isWithin(part, known))).map(({ written }) => written);
}

function isOfSuspect(part: RepositoryPart, around: Surroundings): boolean {
  return around.suspects.some(suspect => part.files.includes(suspect.path) && !isOnlyImported(part, suspect, around));
}

/** Whether the suspect takes the name from a file that is no suspect, and defines nothing of that name. */
function isOnlyImported(
  { names: [name] }: RepositoryPart,
  suspect: TextFile,
  { suspects, paths }: Surroundings,
): boolean {
  const sources = fromSyntax('python', suspect.text, root => {
    const isDefined = nodesOf(root, 'function_definition', 'class_definition').some(
      node => node.startPosition.column === 0 && node.childForFieldName('name')?.text === name,
    );
    return isDefined ? [] : importsOf(root).flatMap(one => (one.name === name ? one.path : []));
  });
  if (sources === null || sources.length === 0) return false;
  const files = sources.flatMap(path => partNamed(path, paths)?.files ?? []);
  return !suspects.some(({ path }) => files.includes(path));
}

/** What CI's failing tests replace, or what is replaced around them: a name, not a whole module. */
function replacedInCi(text: string, { failing, paths }: Surroundings): RepositoryPart[] {
  const names = new Set(failing.targets.map(({ testId }) => functionOfTest(testId)));
  const found = fromSyntax('python', text, root => {
    const imports = importsOf(root);
    return replacedIn({ root, imports, resolve: resolver(imports) }).flatMap(({ path, node }) => {
      const test = testAround(node);
      return test === null || names.has(test) ? path : [];
    });
  });
  return (found ?? []).flatMap(path => partNamed(path, paths) ?? []).filter(part => part.names.length > 0);
}

/** The name of the test function that the node is in, or decorates; null if none. */
function testAround(node: Node): string | null {
  for (let around: Node | null = node; around; around = around.parent) {
    const definition = around.type === 'decorated_definition' ? around.childForFieldName('definition') : around;
    const name = definition?.type === 'function_definition' ? definition.childForFieldName('name')?.text : undefined;
    if (name?.startsWith('test')) return name;
  }
  return null;
}
