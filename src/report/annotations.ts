// Notes at the lines that matter: the diagnosed one and those where tests failed.
import type { Known } from '../incident/incident.ts';
import type { CheckAnnotation } from '../incident/picture.ts';
import { plain } from '../text/markdown.ts';

/** GitHub takes fifty in one request, and 255 characters in a title. */
const most = 50;
const longestTitle = 255;
const longestMessage = 4_000;

export function annotations(known: Known): CheckAnnotation[] {
  // GitHub refuses the whole check run for one annotation without a path or a message.
  return [...causes(known), ...failures(known)].filter(({ path, message }) => path && message).slice(0, most);
}

/** A diagnosis that was not believed is told as no more than a guess. */
function causes({ diagnosis, stop }: Known): CheckAnnotation[] {
  if (!diagnosis) return [];
  const { file: path, line, errorType, cause } = diagnosis;
  const isGuess = stop?.code === 'low-confidence';
  const title = plain(`${isGuess ? 'A guess' : 'Diagnosis'}: ${errorType}`, longestTitle);
  return [{ path, line, level: isGuess ? 'notice' : 'failure', title, message: plain(cause, longestMessage) }];
}

function failures({ evidence }: Known): CheckAnnotation[] {
  return (evidence?.failures ?? []).flatMap(({ testId, file, line, errorType, message }): CheckAnnotation[] => {
    if (!file || !line) return [];
    const title = plain(`${testId} fails here`, longestTitle);
    const words = plain(`${errorType ?? 'Failure'}: ${message}`, longestMessage);
    return [{ path: file, line, level: 'warning', title, message: words }];
  });
}
