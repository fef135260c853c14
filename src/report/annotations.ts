// Annotations on the diagnosed line and on the lines where tests failed.
import type { Known } from '../incident/incident.ts';
import type { CheckAnnotation } from '../incident/report.ts';
import { plain } from '../text/markdown.ts';

/** GitHub accepts at most fifty annotations per request, and 255 characters per title. */
const most = 50;
const longestTitle = 255;
const longestMessage = 4_000;

export function annotations(known: Known): CheckAnnotation[] {
  // GitHub rejects the whole check run if one annotation lacks a path or a message.
  return [...causes(known), ...failures(known)].filter(({ path, message }) => path && message).slice(0, most);
}

/** After a low-confidence stop the diagnosis is shown as a guess. */
function causes({ diagnosis, stop }: Known): CheckAnnotation[] {
  if (!diagnosis) return [];
  const { file: path, line, errorType, cause } = diagnosis;
  const isGuess = stop?.code === 'low-confidence';
  const title = plain(`${isGuess ? 'Unconfirmed diagnosis' : 'Diagnosis'}: ${errorType}`, longestTitle);
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
