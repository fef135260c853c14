// The issue for stops that need a person: all findings, and where to start.

import type { Known, Stopped } from '../incident/incident.ts';
import { issueMarker } from '../incident/names.ts';
import type { Escalation } from '../incident/report.ts';
import { stops } from '../incident/stop.ts';
import { fenced, inlineCode, page, plain, prose, sentenceAndOutput, table } from '../text/markdown.ts';
import { lastLines } from '../text/truncation.ts';
import { approvalTexts, waitsForApproval } from './approval.ts';
import { attemptTexts } from './attempts.ts';

export function escalation(incident: Stopped): Escalation {
  const { run, evidence, stop } = incident;
  return {
    marker: issueMarker(evidence?.signature ?? incident.id, run.headSha),
    // GitHub's limit is 256 characters.
    title: `${plain(run.workflowName, 60)} fails on ${plain(run.headBranch, 80)}: ${stops[stop.code].title}`,
    body: page(findings(incident), footer),
    labels: ['nightwatch'],
  };
}

const footer = [
  '---',
  'Nightwatch is a bot and opens one issue per failure. Close it when you are done; it will not be reopened.',
];

function findings(incident: Stopped): string[] {
  const { run, stop } = incident;
  const text = stops[stop.code];
  return [
    `[Run ${run.runId}](${run.url}) of ${inlineCode(run.workflowName)} failed on ${inlineCode(run.headBranch)} at ${run.headSha}. Nightwatch looked into it and stopped: ${text.title}.`,
    text.words,
    ...sentenceAndOutput(stop.detail),
    ...(waitsForApproval(incident) ? [`**What to do:** ${text.advice}`] : []),
    ...approvalTexts(incident),
    '### Where to start',
    whereToStart(incident),
    ...(waitsForApproval(incident) ? [] : [text.advice]),
    ...analysis(incident),
    ...trace(incident),
    ...attemptTexts(incident.attempts),
    ...howToReproduce(incident),
  ];
}

function whereToStart({ diagnosis, evidence }: Known): string {
  if (diagnosis)
    return `${inlineCode(`${diagnosis.file}:${diagnosis.line}`)} (confidence ${Math.round(diagnosis.confidence * 100)}%).`;
  const failure = evidence?.failures.find(each => each.file);
  if (failure) return inlineCode(`${failure.file}:${failure.line ?? 1}`);
  return evidence?.job.step
    ? `Step ${inlineCode(evidence.job.step.name)} of job ${inlineCode(evidence.job.name)}.`
    : 'The log of the run.';
}

function analysis({ diagnosis }: Known): string[] {
  if (!diagnosis) return [];
  const rows = diagnosis.checks.map(check => [check.claim, check.holds ? 'yes' : 'no']);
  return ['### Analysis', prose(diagnosis.cause), ...(rows.length > 0 ? [table([['Check', 'Holds'], ...rows])] : [])];
}

function trace({ evidence }: Known): string[] {
  if (!evidence) return [];
  const rows = evidence.failures
    .slice(0, 20)
    .map(each => [each.testId, each.errorType ?? '', each.file ? `${each.file}:${each.line ?? ''}` : '']);
  return [
    '### Trace',
    ...(rows.length > 0 ? [table([['Failing test', 'Error', 'Where'], ...rows])] : []),
    fenced(lastLines(evidence.digest, 16_000)),
  ];
}

function howToReproduce({ reproduction }: Known): string[] {
  if (!reproduction) return [];
  return [
    '### How to reproduce',
    `In a ${inlineCode(reproduction.recipe.image)} container, after the setup steps of the job:`,
    fenced(reproduction.recipe.test.text, 'sh'),
  ];
}
