// The commands of a log with the values that the workflow file itself shows in clear. A log is masked before it is read, so the
// password of a test database (`DATABASE_URL: postgres://app:…@localhost/db`) is not in it; the job needs it all the same.
import type { LoggedCommand } from '../../incident/evidence.ts';
import { stepOf, type WorkflowJob } from '../workflow.ts';
import type { WorkflowStep } from '../workflow-steps.ts';
import { isMasked, type Restored, restored, withoutMasks } from './masked-text.ts';

/** No mask is in its script; one is left in a variable whose value only CI knows. */
export interface RestoredCommand extends LoggedCommand {
  /** The script for people, with its masks. */
  readonly shown: string;
  /** Its script held a secret that only CI knows; nothing is in its place, as in a run from a fork. */
  readonly needsSecret: boolean;
}

export function restoredCommands(job: WorkflowJob | null, commands: readonly LoggedCommand[]): RestoredCommand[] {
  return commands.map(command => {
    const step = stepOf(job, command.script);
    const { text, needsSecret } = restoredScript(step, command.script);
    const env = Object.entries(command.env).map(([name, value]) => [
      name,
      isMasked(value) ? (restoredValue({ job, step, name }, value) ?? value) : value,
    ]);
    return { ...command, script: text, env: Object.fromEntries(env), shown: command.script, needsSecret };
  });
}

function restoredScript(step: WorkflowStep | null, script: string): Restored {
  if (!isMasked(script)) return { text: script, needsSecret: false };
  const found = step?.run == null ? null : restored(step.run, script);
  return found ?? { text: withoutMasks(script), needsSecret: true };
}

interface Variable {
  readonly job: WorkflowJob | null;
  readonly step: WorkflowStep | null;
  readonly name: string;
}

/** From the step's own variables, or from the script that exported it for later steps: `echo "NAME=…" >> $GITHUB_ENV`. */
function restoredValue({ job, step, name }: Variable, logged: string): string | null {
  const written = [step?.written[name] ?? [], ...(job?.steps ?? []).map(({ run }) => assigned(run ?? '', name))].flat();
  const found = written.map(value => restored(value, logged)).find(value => value !== null && !value.needsSecret);
  return found?.text ?? null;
}

function assigned(script: string, name: string): string[] {
  const lines = script.split('\n').filter(line => line.includes('GITHUB_ENV') && line.includes(`${name}=`));
  return lines.map(line => /^[^\s"'>]*/.exec(line.slice(line.indexOf(`${name}=`) + name.length + 1))?.[0] ?? '');
}
