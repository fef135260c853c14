// All hostile repositories.
import type { HostileRepository } from '../../../src/measure/hostile/case.ts';

export const repositories: readonly HostileRepository[] = [];
