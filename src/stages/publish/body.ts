// The words of the pull request and its commit. It says "verified by", never "correct": tests passing is not being right.
import type { Repaired } from '../../incident/incident.ts';
import { details, fenced, inlineCode, prose, table, tail } from '../../words/markdown.ts';

/** GitHub cuts a body at 65,536 characters. */
const longestOutput = 4_000;
const longestDiff = 20_000;

export function pullRequestTitle({ evidence, diagnosis }: Repaired): string {
  const test = evidence.failures[0]?.testId.split('::').at(-1);
  const title = `Fix ${diagnosis.errorType} in ${diagnosis.file}${test ? ` (${test})` : ''}`;
  return title.length > 120 ? `${title.slice(0, 119)}…` : title;
}

/** The trailer tells our own commits from others, also after a squash merge. */
export function commitMessage(incident: Repaired): string {
  const idea = incident.patch.idea.replace(/\s+/g, ' ').trim();
  return `${pullRequestTitle(incident)}\n\n${idea}\n\nNightwatch-Incident: ${incident.id}\n`;
}

export function pullRequestBody(incident: Repaired): string {
  return [
    ...whatHappened(incident),
    '## Root cause',
    prose(incident.diagnosis.cause),
    `At ${inlineCode(`${incident.diagnosis.file}:${incident.diagnosis.line}`)}.`,
    '## The fix',
    prose(incident.patch.idea),
    details('The whole change', fenced(tail(incident.patch.diff, longestDiff), 'diff')),
    ...regressionTest(incident),
    ...theProof(incident),
    ...attemptsAndCost(incident),
    '---',
    'Nightwatch is a bot. It proposes and never merges: please read the change as you would read a colleague’s. Closing this pull request is a fine answer, too; it will not be opened again.',
  ].join('\n\n');
}

function whatHappened({ run, evidence, reproduction }: Repaired): string[] {
  const rows = reproduction.targets.map(target => [
    target.testId,
    target.errorType ?? '',
    target.message.split('\n')[0] ?? '',
  ]);
  const step = evidence.job.step ? `, step ${inlineCode(evidence.job.step.name)}` : '';
  return [
    '## What happened',
    `[Run ${run.runId}](${run.url}) of ${inlineCode(run.workflowName)} failed on ${inlineCode(run.headBranch)} at ${run.headSha} in the job ${inlineCode(evidence.job.name)}${step}.`,
    table([['Failing test', 'Error', 'Message'], ...rows.slice(0, 20)]),
    ...(rows.length > 20 ? [`… and ${rows.length - 20} more.`] : []),
  ];
}

function regressionTest({ guard }: Repaired): string[] {
  return [
    '## The regression test',
    `${inlineCode(guard.path)} failed ${guard.redRuns} of ${guard.redRuns} times before the fix, with the error that CI showed:`,
    fenced(guard.source, 'python'),
    details('How it failed before the fix', fenced(tail(guard.output, longestOutput))),
  ];
}

function theProof({ patch, reproduction }: Repaired): string[] {
  const { proof } = patch;
  return [
    '## The proof',
    table([
      ['Verified by', 'Command', 'Before', 'After'],
      ...proof.rows.map(row => [row.what, row.command, row.before, row.after]),
    ]),
    `All of it ran without network in fresh containers of one image, ${inlineCode(proof.imageDigest)} (made from ${inlineCode(reproduction.recipe.image)}).`,
    `The tree before is ${inlineCode(proof.treeBefore)}. The tree that was tested is ${inlineCode(proof.treeAfter)}, and this branch holds exactly that tree.`,
    ...assumptions(reproduction.recipe.notes),
  ];
}

function assumptions(notes: readonly string[]): string[] {
  if (notes.length === 0) return [];
  return ['What was skipped or assumed when the job was rebuilt:', notes.map(note => `- ${prose(note)}`).join('\n')];
}

function attemptsAndCost({ attempts, ledger, limits }: Repaired): string[] {
  const rows = attempts.map(attempt => [
    String(attempt.number),
    attempt.idea,
    attempt.verdict.kind === 'proven' ? 'proven' : `${attempt.verdict.gate}: ${attempt.verdict.reason}`,
  ]);
  return [
    '## Attempts and cost',
    table([['Attempt', 'Idea', 'Verdict'], ...rows]),
    `${attempts.length} of ${limits.attempts} attempts, ${ledger.questions} questions to the model, ${ledger.inputTokens} tokens in and ${ledger.outputTokens} out, $${ledger.dollars.toFixed(4)}, ${Math.round(ledger.modelSeconds)} s of model time, ${Math.round(ledger.sandboxSeconds)} s of sandbox time.`,
  ];
}
