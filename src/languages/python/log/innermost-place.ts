// Location of a failure: the innermost frame inside the repository.
import type { Frame } from '../../../incident/evidence.ts';

export function innermostPlace(frames: readonly Frame[]): { file: string | null; line: number | null } {
  const innermost = frames.findLast(frame => frame.inRepository);
  return { file: innermost?.file ?? null, line: innermost?.line ?? null };
}
