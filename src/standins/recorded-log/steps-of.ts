// Cuts the log of a whole job into steps. GitHub's API would tell when each began; a downloaded log has only the headings.
import { isHeading } from '../../actions/commands.ts';
import { type LogLine, logLines } from '../../actions/log-lines.ts';

export interface RecordedStep {
  /** As the archive names it, or as its heading does: `Run pytest`. */
  readonly name: string;
  readonly number: number;
  /** With timestamps. */
  readonly log: string;
}

/** A step of an action's own has a heading too and becomes a step here, with the same command. */
export function stepsOf(text: string): RecordedStep[] {
  const raw = withoutMark(text).split('\n');
  const lines = logLines(text);
  const steps: { name: string; lines: string[] }[] = [{ name: 'Set up job', lines: [] }];
  for (const [index, line] of lines.entries()) {
    const name = openedBy(line, lines[index + 1]);
    if (name !== null) steps.push({ name, lines: [] });
    steps.at(-1)?.lines.push(raw[index] ?? '');
  }
  return steps.map((step, index) => ({ name: step.name, number: index + 1, log: `${step.lines.join('\n')}\n` }));
}

/** The byte order mark that GitHub's files start with. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** The name of the step that a line opens; null if it opens none. A group that a command prints has no such line below it. */
function openedBy(line: LogLine, below: LogLine | undefined): string | null {
  if (line.isVerbatim) return null;
  if (line.text === 'Post job cleanup.') return 'Post job cleanup';
  if (/^(?:Evaluate and set job outputs|Cleaning up orphan processes)$/.test(line.text)) return 'Complete job';
  if (!isHeading(line) || below === undefined) return null;
  const isRunners = below.isScript || /^(?:shell: |with:$|env:$|##\[endgroup\]$)/.test(below.text);
  return isRunners ? line.text.slice('##[group]'.length) : null;
}
