// Which stage of an incident a moment belongs to.
import type { IncidentView } from '../../incident/journal.ts';

/** `at` in milliseconds since 1970; null between stages. The journal's own rounding is allowed for. */
export function stageAt({ steps }: Pick<IncidentView, 'steps'>, at: number): string | null {
  const step = steps.find(
    ({ startedAt, seconds }) => startedAt.getTime() <= at && at <= startedAt.getTime() + seconds * 1000 + 10,
  );
  return step?.stage ?? null;
}
