// The words of this stage: pull request, commit and stop detail. They say "verified by", never "correct": passing tests do not make code right.

import type { Repaired } from '../../incident/incident.ts';
import { receiptTrailer } from '../../incident/names.ts';
import { nameOfTest } from '../../incident/test-id.ts';
import { languageOfJob } from '../../languages/languages.ts';
import { details, fenced, inlineCode, page, plain, prose, table } from '../../text/markdown.ts';
import { lastLines } from '../../text/truncation.ts';
import { approvalText } from './approval.ts';
import { receiptText } from './receipt-text.ts';
import { placesOfFix, sinceGreenText } from './what-changed.ts';

/** Characters. */
const longestTitle = 120;
const longestOutput = 4_000;
const longestTest = 8_000;
/** More than the largest change with its regression test. */
const longestDiff = 30_000;
/** Names in one sentence, and rows of a table. */
const mostNames = 5;
const mostRows = 20;

/** Named after the failure that was reproduced and the file that was changed, not after what the model says of them. */
export function pullRequestTitle(incident: Repaired): string {
  const { reproduction, diagnosis } = incident;
  const [target] = reproduction.targets;
  const [place = diagnosis] = placesOfFix(incident);
  const test = target && nameOfTest(target.testId);
  return plain(
    `Fix ${target?.errorType ?? diagnosis.errorType} in ${place.file}${test ? ` (${test})` : ''}`,
    longestTitle,
  );
}

/** The first trailer tells our commits from others, even after a squash merge. */
export function commitMessage(incident: Repaired): string {
  const { receipt, idea } = incident.patch;
  const trailers = [
    `Nightwatch-Incident: ${incident.id}`,
    ...(receipt ? [`${receiptTrailer}: ${receipt.sha256}`] : []),
  ];
  return `${pullRequestTitle(incident)}\n\n${plain(idea, 2_000)}\n\n${trailers.join('\n')}\n`;
}

/** Why the proven repair is not published. */
export function headMoved(branch: string, head: string | null): string {
  return head ? `${branch} is now at ${head.slice(0, 7)}.` : `${branch} was deleted.`;
}

/** What the body says beyond the incident. */
export interface Around {
  /** Unified diff from the last green commit; empty when unknown. */
  readonly sinceGreen: string;
  /** Changed files whose change GitHub may not show. */
  readonly collapsed: readonly string[];
}

const nothing: Around = { sinceGreen: '', collapsed: [] };

export function pullRequestBody(incident: Repaired, { sinceGreen, collapsed } = nothing): string {
  return page(
    [
      ...approvalText(incident.patch),
      'Nightwatch, a bot, reproduced this failure, wrote a regression test for it and fixed it.',
      ...caveats(incident, collapsed),
      ...whatHappened(incident),
      ...sinceGreenText(incident, sinceGreen),
      '## Root cause',
      prose(incident.diagnosis.cause),
      `At ${placesText(incident)}.`,
      '## The fix',
      prose(incident.patch.idea),
      details('Full diff', fenced(lastLines(incident.patch.diff, longestDiff), 'diff')),
      ...leftOut(incident),
      ...regressionTest(incident),
      ...theProof(incident),
      ...attemptsAndCost(incident),
    ],
    [
      ...receiptText(incident.patch.receipt),
      '---',
      "Nightwatch never merges. Please review this as you would a colleague's change. You can also close it; Nightwatch will not open it again.",
    ],
  );
}

const anotherTest =
  'Two different fixes made every test that failed in CI pass, but not the first regression test, so an alternative replaced it. Either the first test was too strict, or this change does too little.';

/** What speaks against the change comes before everything that speaks for it. */
function caveats(
  { evidence, diagnosis, reproduction, guard, patch }: Repaired,
  collapsed: readonly string[],
): string[] {
  const { targets, baseline, recipe } = reproduction;
  const targeted = new Set(targets.map(({ testId }) => testId));
  const missed = evidence.failures.filter(({ testId }) => !targeted.has(testId)).map(({ testId }) => testId);
  const stillFailing = baseline.failing.filter(testId => !targeted.has(testId) && !missed.includes(testId));
  const found = [
    ...named(
      'GitHub may not show these changes, for .gitattributes marks the files; the full diff is below',
      collapsed,
    ),
    ...diagnosis.checks
      .filter(({ holds }) => !holds)
      .map(({ claim }) => `Unconfirmed claim of the diagnosis: “${claim}”.`),
    ...patch.proof.doubts,
    ...(guard.replaced === null ? [] : [anotherTest]),
    ...named('Failed in CI but not covered by this fix', missed),
    ...named('Already failing for other reasons, and still fail', stillFailing),
    ...named('Flaky in our runs; not counted as evidence', baseline.flaky),
    ...named('Other jobs that failed in this run, not examined', evidence.otherFailedJobs),
    ...recipe.notes,
  ];
  if (found.length === 0) return [];
  return ['## Caveats', found.map(caveat => `- ${prose(caveat)}`).join('\n')];
}

/** Where the fix changes something, as the failing commit counts lines. */
function placesText(incident: Repaired): string {
  const places = placesOfFix(incident);
  const shown = places.length > 0 ? places.slice(0, mostNames) : [incident.diagnosis];
  return shown.map(({ file, line }) => inlineCode(`${file}:${line}`)).join(' and ');
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

/** The smaller change is the one that was proven; the rest is for a person to judge. */
function leftOut({ patch }: Repaired): string[] {
  if (patch.leftOut === '') return [];
  return [
    "Dropped from the model's patch: no failing test needs it.",
    details('Dropped changes', fenced(lastLines(patch.leftOut, longestDiff), 'diff')),
  ];
}

function regressionTest({ guard, evidence }: Repaired): string[] {
  const [fence] = languageOfJob(evidence).words.fences;
  return [
    '## The regression test',
    `${inlineCode(guard.path)} failed ${guard.redRuns} of ${guard.redRuns} times before the fix, with the same error as in CI:`,
    fenced(lastLines(guard.source, longestTest), fence),
    details('How it failed before the fix', fenced(lastLines(guard.output, longestOutput))),
    ...otherTest('The test it replaced', guard.replaced, fence),
    ...otherTest('An alternative test, not part of this change', guard.spare?.source ?? null, fence),
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
    `Everything ran offline in fresh containers of one image, ${inlineCode(proof.imageDigest)} (built from ${inlineCode(reproduction.recipe.image)}).`,
    `Tree before: ${inlineCode(proof.treeBefore)}. Tree tested: ${inlineCode(proof.treeAfter)}; this branch contains exactly that tree.`,
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
    `Attempts: ${attempts.length} of ${limits.attempts}. Model calls: ${ledger.questions}, with ${ledger.inputTokens} input and ${ledger.outputTokens} output tokens, $${ledger.dollars.toFixed(4)}. Time: ${Math.round(ledger.modelSeconds)} s in the model, ${Math.round(ledger.sandboxSeconds)} s in sandboxes.`,
  ];
}
