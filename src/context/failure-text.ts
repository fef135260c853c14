// The failure in words: which tests fail, with what, where, and the end of the real output.

import type { Failure } from '../incident/evidence.ts';
import type { Reproduced } from '../incident/incident.ts';
import { quoted } from '../text/quoted.ts';
import { firstCharacters, lastLines } from '../text/truncation.ts';

const shownTargets = 5;
const shownMessage = 1_000;
const shownOutput = 6_000;

/** The block that opens every prompt about this incident. */
export function failureText(incident: Reproduced): string {
  const { diagnosis, reproduction } = incident;
  const { targets } = reproduction;
  const more = targets.length > shownTargets ? [`${targets.length - shownTargets} more tests fail as well.`] : [];
  return [
    '# The failure',
    quoted('Failing tests', targets.slice(0, shownTargets).map(targetText).join('\n\n')),
    ...more,
    quoted('Diagnosis (a guess; check it against the code)', diagnosisText(diagnosis)),
    quoted('End of the real output of the failing command', lastLines(reproduction.output, shownOutput)),
  ].join('\n');
}

function targetText(target: Failure): string {
  const frames = target.frames.map(
    frame => `  ${frame.file}:${frame.line}${frame.function ? ` in ${frame.function}` : ''}`,
  );
  return [
    target.testId,
    `${target.errorType ?? 'error'} (${target.phase}): ${firstCharacters(target.message, shownMessage)}`,
    ...frames.slice(-12),
  ].join('\n');
}

function diagnosisText(diagnosis: Reproduced['diagnosis']): string {
  return `${diagnosis.errorType} at ${diagnosis.file}:${diagnosis.line}\n${diagnosis.cause}`;
}
