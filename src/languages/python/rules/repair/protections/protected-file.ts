// A changed file beside what the names in each of its texts stand for.
import type { Resolve } from '../../names.ts';
import type { FileTrees } from '../file-trees.ts';

/** Both trees of a file, and what the names in each stand for. */
export interface Protected {
  readonly file: FileTrees;
  readonly resolveBefore: Resolve;
  readonly resolve: Resolve;
}
