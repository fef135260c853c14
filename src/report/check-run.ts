// The one check run on the failing commit: it moves with the line and ends in a plain verdict.
import type { Entry, Known, State } from '../incident/incident.ts';
import { checkExternalId, checkName } from '../incident/names.ts';
import type { CheckPicture } from '../incident/picture.ts';
import { stops } from '../incident/stop.ts';
import { fenced, inlineCode, page, prose, sentenceAndOutput, tail } from '../text/markdown.ts';
import { annotations } from './annotations.ts';
import { attemptTexts } from './attempts.ts';

/** What is being done while in a state. */
const doing = {
  queued: 'Reading the log',
  collected: 'Working out the cause',
  diagnosed: 'Making the failure happen again',
  reproduced: 'Writing a regression test',
  guarded: 'Repairing',
  repaired: 'Opening a pull request',
} as const satisfies Record<Exclude<State, 'published'>, string>;

export function checkPicture(entry: Entry, issueUrl: string | null): CheckPicture {
  const known: Known = entry.incident;
  const shared = { name: checkName, externalId: checkExternalId(known.id), text: findings(known) };
  switch (entry.state) {
    case 'published':
      return {
        ...shared,
        status: 'completed',
        conclusion: 'neutral',
        title: `A proven fix is proposed in #${entry.incident.proposal.number}`,
        summary: `Nightwatch reproduced this failure, wrote a test for it and repaired it. The proof is in [pull request #${entry.incident.proposal.number}](${entry.incident.proposal.url}).`,
        annotations: annotations(known),
      };
    case 'stopped':
      return {
        ...shared,
        status: 'completed',
        conclusion: stops[entry.incident.stop.code].conclusion,
        title: `Stopped: ${stops[entry.incident.stop.code].title}`,
        summary: stopSummary(entry.incident.stop, issueUrl),
        annotations: annotations(known),
      };
    default:
      return {
        ...shared,
        status: 'in_progress',
        conclusion: null,
        title: doing[entry.state],
        summary: 'Nightwatch is looking into this failure.',
        annotations: [],
      };
  }
}

function stopSummary({ code, detail }: NonNullable<Known['stop']>, issueUrl: string | null): string {
  const text = stops[code];
  const issue = issueUrl ? [`Everything it learned is in [an issue](${issueUrl}).`] : [];
  return [text.words, ...sentenceAndOutput(detail), `**What you might do:** ${text.advice}`, ...issue].join('\n\n');
}

function findings(known: Known): string {
  return page([...diagnosisText(known), ...attemptTexts(known.attempts), ...logText(known)]);
}

function diagnosisText({ diagnosis }: Known): string[] {
  if (!diagnosis) return [];
  return [
    '### Diagnosis',
    prose(diagnosis.cause),
    `At ${inlineCode(`${diagnosis.file}:${diagnosis.line}`)}, ${inlineCode(diagnosis.errorType)}.`,
  ];
}

function logText({ evidence }: Known): string[] {
  return evidence ? ['### From the log', fenced(tail(evidence.digest, 20_000))] : [];
}
