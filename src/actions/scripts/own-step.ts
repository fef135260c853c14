// A step that the job does not have itself: what prepares its machine.
import type { Script } from '../../incident/reproduction.ts';

/** In the work tree, by bash unless another shell is named. */
export function ownStep(text: string, more: Partial<Pick<Script, 'shell' | 'env'>> = {}): Script {
  return { text, shell: 'bash -e {0}', directory: '.', env: {}, ...more };
}
