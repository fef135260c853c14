// Sets the failing job up.
import type { Recipe } from '../../incident/reproduction.ts';
import { languages } from '../../languages/languages.ts';
import type { Prepared, Sandbox, Tree } from '../../ports.ts';

/** In the recipe's own image, or once more in a larger one. */
export async function prepareJob(
  sandbox: Sandbox,
  tree: Tree,
  recipe: Recipe,
): Promise<{ recipe: Recipe; prepared: Prepared }> {
  const prepared = await sandbox.prepare(tree, recipe);
  if (prepared.kind !== 'failed') return { recipe, prepared };
  const image = languages[recipe.language].building.fallbackImage(recipe.image, prepared.finished.output);
  if (image === null) return { recipe, prepared };
  const larger = { ...recipe, image };
  return { recipe: larger, prepared: await sandbox.prepare(tree, larger) };
}
