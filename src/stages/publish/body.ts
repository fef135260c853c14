// The words of the pull request and its commit. It says "verified by", never "correct": tests passing is not being right.

import type { Repaired } from '../../incident/incident.ts';
import { languageOfJob } from '../../languages/languages.ts';
import { details, fenced, inlineCode, page, plain, prose, table } from '../../text/markdown.ts';
import { lastLines } from '../../text/truncation.ts';

/** Characters. */
const longestTitle = 120;
const longestOutput = 4_000;
const longestTest = 8_000;
const longestDiff = 20_000;
/** Names in one sentence, and rows of a table. */
const mostNames = 5;
const mostRows = 20;

/** Named after what was seen to fail and proven, not after what was said of it. */
export function pullRequestTitle({ reproduction, diagnosis }: Repaired): string {
  const [target] = reproduction.targets;
  const test = target?.testId.split('::').at(-1);
  return plain(
    `Fix ${target?.errorType ?? diagnosis.errorType} in ${diagnosis.file}${test ? ` (${test})` : ''}`,
    longestTitle,
  );
}

/** The trailer tells our own commits from others, also after a squash merge. */
export function commitMessage(incident: Repaired): string {
  return `${pullRequestTitle(incident)}\n\n${plain(incident.patch.idea, 2_000)}\n\nNightwatch-Incident: ${incident.id}\n`;
}

export function pullRequestBody(incident: Repaired): string {
  return page(
    [
      'Nightwatch, a bot, made this failure happen again, wrote a test for it and repaired it.',
      ...doubts(incident),
      ...whatHappened(incident),
      '## Root cause',
      prose(incident.diagnosis.cause),
      `At ${inlineCode(`${incident.diagnosis.file}:${incident.diagnosis.line}`)}.`,
      '## The fix',
      prose(incident.patch.idea),
      details('The whole change', fenced(lastLines(incident.patch.diff, longestDiff), 'diff')),
      ...leftOut(incident),
      ...regressionTest(incident),
      ...theProof(incident),
      ...attemptsAndCost(incident),
    ],
    [
      '---',
      "Nightwatch proposes and never merges: please read the change as you would read a colleague's. Closing this pull request is a fine answer, too; it will not be opened again.",
    ],
  );
}

const anotherTest =
  'Two different repairs made every failing test of CI pass while the first regression test stayed red, so another one took its place: the first asked for too much, or this change does too little.';

/** What speaks against trusting the change stands before everything that speaks for it. */
function doubts({ evidence, diagnosis, reproduction, guard, patch }: Repaired): string[] {
  const { targets, baseline, recipe } = reproduction;
  const targeted = new Set(targets.map(({ testId }) => testId));
  const missed = evidence.failures.filter(({ testId }) => !targeted.has(testId)).map(({ testId }) => testId);
  const stillFailing = baseline.failing.filter(testId => !targeted.has(testId) && !missed.includes(testId));
  const doubted = [
    ...diagnosis.checks.filter(({ holds }) => !holds).map(({ claim }) => `Not confirmed of the diagnosis: “${claim}”.`),
    ...patch.proof.doubts,
    ...(guard.replaced === null ? [] : [anotherTest]),
    ...named('Failed in CI, but not in the same way here, and may still fail', missed),
    ...named('Failed before for other reasons, and still fail', stillFailing),
    ...named('Passed and failed by turns here, so they prove nothing', baseline.flaky),
    ...named('Other jobs of the run failed as well and were not looked at', evidence.otherFailedJobs),
    ...recipe.notes,
  ];
  if (doubted.length === 0) return [];
  return ['## Please weigh this first', doubted.map(doubt => `- ${prose(doubt)}`).join('\n')];
}

function named(words: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return [`${words}: ${names.slice(0, mostNames).join(', ')}${more}.`];
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
    table([['Failing test', 'Error', 'Message'], ...rows.slice(0, mostRows)]),
    ...(rows.length > mostRows ? [`… and ${rows.length - mostRows} more.`] : []),
  ];
}

/** The smaller change is the one that was proven; what else was proposed is for a person to judge. */
function leftOut({ patch }: Repaired): string[] {
  if (patch.leftOut === '') return [];
  return [
    'More was proposed, and is left out because no failing test needs it:',
    details('Left out', fenced(lastLines(patch.leftOut, longestDiff), 'diff')),
  ];
}

function regressionTest({ guard, evidence }: Repaired): string[] {
  const [fence] = languageOfJob(evidence).words.fences;
  return [
    '## The regression test',
    `${inlineCode(guard.path)} failed ${guard.redRuns} of ${guard.redRuns} times before the fix, with the error that CI showed:`,
    fenced(lastLines(guard.source, longestTest), fence),
    details('How it failed before the fix', fenced(lastLines(guard.output, longestOutput))),
    ...otherTest('The test in whose place it stands', guard.replaced, fence),
    ...otherTest('A second test, no part of this change', guard.spare?.source ?? null, fence),
  ];
}

function otherTest(summary: string, source: string | null, fence: string): string[] {
  return source === null ? [] : [details(summary, fenced(lastLines(source, longestTest), fence))];
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
  ];
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
    `Attempts: ${attempts.length} of ${limits.attempts}. Questions to the model: ${ledger.questions}, ${ledger.inputTokens} tokens in and ${ledger.outputTokens} out, $${ledger.dollars.toFixed(4)}. Time: ${Math.round(ledger.modelSeconds)} s of the model, ${Math.round(ledger.sandboxSeconds)} s in sandboxes.`,
  ];
}
