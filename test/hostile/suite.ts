// The hostile suite: all of its data.
import type { Suite } from '../../src/measure/hostile/case.ts';
import { fixes } from './fixes/fixes.ts';
import { flips } from './flips/flips.ts';
import { guards } from './guards/guards.ts';
import { projects } from './projects/projects.ts';
import { repositories } from './repositories/repositories.ts';
import { generated } from './texts/generated.ts';
import { disguised, secrets } from './texts/secrets.ts';

export const suite: Suite = {
  projects,
  fixes: [...fixes, ...flips],
  guards,
  repositories,
  texts: [...secrets, ...disguised, ...generated],
};
