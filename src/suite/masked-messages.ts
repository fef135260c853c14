// A run's messages without secrets. The report cannot be masked as it is read: its seal is over its own bytes. Test ids stay as
// they are, since the runner is asked for tests by them; each adapter masks them before they leave.
import type { Workspace } from '../ports.ts';
import type { TimedRun } from './suite-run.ts';

export async function withMaskedMessages(run: TimedRun, { mask }: Pick<Workspace, 'mask'>): Promise<TimedRun> {
  const failures = run.failures.map(async failure => ({ ...failure, message: await mask(failure.message) }));
  return { ...run, failures: await Promise.all(failures) };
}
