// How the failing job is rebuilt, told even where the line stopped before it was.
import { join } from 'node:path';
import { openMirrors } from '../../adapters/git/mirrors.ts';
import type { Known } from '../../incident/incident.ts';
import type { Recipe } from '../../incident/reproduction.ts';
import { languageOfJob } from '../../languages/languages.ts';
import type { Tree } from '../../ports.ts';
import { recipeFacts } from '../../stages/reproduce/recipe-facts.ts';

/** How the failing job is rebuilt, or a sentence why not; null when the log was not read. */
export async function rebuiltJob({ run, evidence, reproduction }: Known, tree: Tree): Promise<Recipe | string | null> {
  if (reproduction) return reproduction.recipe;
  if (!evidence) return null;
  const rebuilt = languageOfJob(evidence).building.recipe(await recipeFacts({ run, evidence }, tree));
  return rebuilt.kind === 'recipe' ? rebuilt.recipe : rebuilt.why;
}

/** The tree of the failing commit, from the local GitHub at `url`. */
export async function treeOf({ run }: Known, { url, directory }: { url: string; directory: string }): Promise<Tree> {
  const mirrors = openMirrors({ directory: join(directory, 'rehearsal-mirrors'), processIdentity: 'rehearsal' });
  const origin = { url, sha: run.headSha, repositoryKey: 'rehearsal', authorization: async () => '' };
  const tree = await mirrors.tree(origin);
  if (!tree) throw new Error(`Commit ${run.headSha} is not in the copy of the repository.`);
  return tree;
}
