// The hostile suite: all of its data.
import type { Suite } from '../../src/measure/hostile/case.ts';
import { fixes } from './fixes/fixes.ts';
import { guards } from './guards/guards.ts';
import { projects } from './projects/projects.ts';
import { repositories } from './repositories/repositories.ts';

export const suite: Suite = { projects, fixes, guards, repositories };
