// The recipe of a receipt with the values that the receipt masks and the repository's workflow files show in clear, such as the
// password of a test database: as the product itself takes them from there. What is in no file stays masked.
import { isMasked, restored } from '../actions/masked/masked-text.ts';
import { yaml } from '../actions/workflow-steps.ts';
import type { Recipe, Script } from '../incident/reproduction.ts';
import type { Tree } from '../ports.ts';

/** Workflows, and the repository's own actions. */
const definitions = /^\.github\/workflows\/[^/]+\.ya?ml$|(?:^|\/)action\.ya?ml$/;

export async function restoredRecipe(recipe: Recipe, tree: Tree): Promise<Recipe> {
  if (!isMasked(JSON.stringify(recipe))) return recipe;
  const written = await writtenIn(tree);
  const script = (one: Script): Script => ({
    ...one,
    text: inClear(one.text, written.get('run')),
    env: environmentInClear(one.env, written),
  });
  return {
    ...recipe,
    setup: recipe.setup.map(script),
    test: script(recipe.test),
    services: recipe.services.map(service => ({ ...service, env: environmentInClear(service.env, written) })),
  };
}

/** Whether a recorded text is this one, but for what is masked in it. */
export function isShownAs(text: string, recorded: string): boolean {
  if (text === recorded) return true;
  const found = isMasked(recorded) ? restored(text, recorded) : null;
  return found !== null && !found.needsSecret;
}

/** Texts by the key that they stand at: `run` for scripts, a variable's name for values. */
type Written = ReadonlyMap<string, readonly string[]>;

async function writtenIn(tree: Tree): Promise<Written> {
  const written = new Map<string, string[]>();
  for (const { path } of (await tree.entries()).filter(entry => definitions.test(entry.path))) {
    const file = await tree.read(path);
    for (const [key, text] of textsIn(yaml(file?.text ?? ''), ''))
      written.set(key, [...(written.get(key) ?? []), text]);
  }
  return written;
}

function textsIn(value: unknown, key: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[key, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([own, each]) => textsIn(each, Array.isArray(value) ? key : own));
}

function environmentInClear(env: Readonly<Record<string, string>>, written: Written): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inClear(value, written.get(name))]));
}

function inClear(text: string, written: readonly string[] = []): string {
  if (!isMasked(text)) return text;
  const found = written.map(one => restored(one, text)).find(one => one !== null && !one.needsSecret);
  return found?.text ?? text;
}
