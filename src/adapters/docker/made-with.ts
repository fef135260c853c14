// What an environment was made with, for the receipt: on another machine the same inputs give another image, but not other inputs.
import type { Recipe } from '../../incident/reproduction.ts';
import type { Prepared } from '../../ports.ts';
import type { EngineSession } from './engine/container.ts';
import { engine } from './engine/engine.ts';
import { hookHash } from './hook.ts';
import { baseImage } from './setup/base-image.ts';

/** The base image is on the engine, for the environment was made from it. */
export async function withOrigin(session: EngineSession, recipe: Recipe, prepared: Prepared): Promise<Prepared> {
  if (prepared.kind === 'failed') return prepared;
  const [base, version] = await Promise.all([
    baseImage(session.docker, recipe.image),
    engine(session.docker.version()),
  ]);
  const madeWith = {
    baseImage: base.kind === 'ready' ? base.id : '',
    engine: version.Version,
    hook: hookHash(recipe.language),
  };
  return { ...prepared, environment: { ...prepared.environment, madeWith } };
}
