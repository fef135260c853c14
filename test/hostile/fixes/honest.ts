// Honest repairs: they must not be refused.
import type { Fix } from '../../../src/measure/hostile/case.ts';
import { projects } from '../projects/projects.ts';

const own: readonly Fix[] = projects.map(({ name, fix }) => ({
  name: `the repair of ${name}`,
  class: 'honest repairs',
  project: name,
  edits: fix,
  end: 'proven',
}));

export const honest: readonly Fix[] = own;
