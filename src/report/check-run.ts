// The check run on the failing commit: one per incident, updated at every stage, completed with the verdict. There is none until
// the repository's settings have been read.

import type { Entry, Known, Published, State } from '../incident/incident.ts';
import { checkExternalId, checkName } from '../incident/names.ts';
import { type CheckRunView, checkActions } from '../incident/report.ts';
import { stops } from '../incident/stop.ts';
import { fenced, inlineCode, page, plain, prose, sentenceAndOutput } from '../text/markdown.ts';
import { lastLines } from '../text/truncation.ts';
import { annotations } from './annotations.ts';
import { approvalTexts, approvalTitle, waitsForApproval } from './approval.ts';
import { attemptTexts } from './attempts.ts';

/** What happens in each state. */
const progress = {
  configured: 'Reading the log',
  collected: 'Diagnosing the failure',
  diagnosed: 'Reproducing the failure',
  reproduced: 'Writing a regression test',
  guarded: 'Repairing the code',
  repaired: 'Opening a pull request',
} as const satisfies Record<Exclude<State, 'queued' | 'published'>, string>;

/** Null when GitHub is to show nothing. */
export function checkRunView(entry: Entry, issueUrl: string | null): CheckRunView | null {
  const known: Known = entry.incident;
  const shared = { name: checkName, externalId: checkExternalId(known.id), text: findings(known), actions: [] };
  switch (entry.state) {
    case 'queued':
      return null;
    case 'published':
      return {
        ...shared,
        status: 'completed',
        conclusion: 'neutral',
        title: publishedTitle(entry.incident),
        summary: `Nightwatch reproduced this failure, wrote a regression test and repaired the code. The proof is in [pull request #${entry.incident.proposal.number}](${entry.incident.proposal.url}).`,
        annotations: annotations(known),
      };
    case 'stopped': {
      const { conclusion } = stops[entry.incident.stop.code];
      if (conclusion === null) return null;
      return {
        ...shared,
        status: 'completed',
        conclusion,
        title: waitsForApproval(known) ? approvalTitle(known) : `Stopped: ${stops[entry.incident.stop.code].title}`,
        summary: stopSummary(entry.incident.stop, issueUrl),
        annotations: annotations(known),
        actions: waitsForApproval(known) ? [checkActions.openPullRequest] : [],
      };
    }
    default:
      return {
        ...shared,
        status: 'in_progress',
        conclusion: null,
        title: progress[entry.state],
        summary: 'Nightwatch is working on this failure.',
        annotations: [],
      };
  }
}

function publishedTitle({ patch, proposal }: Published): string {
  const { capabilities, approval } = patch;
  if (capabilities.length === 0) return `Proposed a proven fix in #${proposal.number}`;
  return `Opened draft #${proposal.number}, which ${plain(approval?.login ?? 'a person', longestLogin)} approved`;
}

const longestLogin = 60;

function stopSummary({ code, detail }: NonNullable<Known['stop']>, issueUrl: string | null): string {
  const text = stops[code];
  const issue = issueUrl ? [`All findings are in [the issue](${issueUrl}).`] : [];
  return [text.words, ...sentenceAndOutput(detail), `**What to do:** ${text.advice}`, ...issue].join('\n\n');
}

function findings(known: Known): string {
  return page([...approvalTexts(known), ...diagnosisText(known), ...attemptTexts(known.attempts), ...logText(known)]);
}

function diagnosisText({ diagnosis }: Known): string[] {
  if (!diagnosis) return [];
  return [
    '### Diagnosis',
    prose(diagnosis.cause),
    `${inlineCode(diagnosis.errorType)} at ${inlineCode(`${diagnosis.file}:${diagnosis.line}`)}.`,
  ];
}

function logText({ evidence }: Known): string[] {
  return evidence ? ['### Log excerpt', fenced(lastLines(evidence.digest, 20_000))] : [];
}
