// What the names of new files are judged against: the failing tree's paths, and what it says it depends on.
import type { RepositoryFiles } from '../../../languages/contract/rules.ts';
import { languageOfJob } from '../../../languages/languages.ts';
import type { EditedFile } from '../edit/edited.ts';
import type { RepairContext } from './repair-context.ts';

/** Of a repository with a manifest for each of its packages. */
const mostDeclarations = 100;

/** Manifests, lock files and lists of dependencies are what no repair may change; they are read only for a new file. */
export async function repositoryFiles(
  files: readonly EditedFile[],
  { tree, incident }: Pick<RepairContext, 'tree' | 'incident'>,
): Promise<RepositoryFiles> {
  const paths = new Set((await tree.entries()).map(entry => entry.path));
  if (files.every(({ path }) => paths.has(path))) return { paths, declarations: [] };
  const { forbidden } = languageOfJob(incident.evidence).rules.repair;
  const declaring = [...paths].filter(path => forbidden.some(([pattern]) => pattern.test(path)));
  const read = await Promise.all(declaring.slice(0, mostDeclarations).map(path => tree.read(path)));
  const texts = read.flatMap(file => (file ? file.text : []));
  return { paths, declarations: [...texts, ...incident.reproduction.recipe.setup.map(({ text }) => text)] };
}
