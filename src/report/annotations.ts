// Notes at the lines that matter: the diagnosed one and those where tests failed.
import type { Known } from '../incident/incident.ts';
import type { CheckAnnotation } from '../ports.ts';

/** GitHub takes fifty in one request. */
const most = 50;

export function annotations({ diagnosis, evidence }: Known): CheckAnnotation[] {
  const failing = (evidence?.failures ?? []).flatMap(({ testId, file, line, errorType, message }): CheckAnnotation[] =>
    file && line
      ? [
          {
            path: file,
            line,
            level: 'warning',
            title: `${testId} fails here`.slice(0, 255),
            message: `${errorType ?? 'Failure'}: ${message}`.slice(0, 4_000),
          },
        ]
      : [],
  );
  if (!diagnosis) return failing.slice(0, most);
  const cause: CheckAnnotation = {
    path: diagnosis.file,
    line: diagnosis.line,
    level: 'failure',
    title: `Diagnosis: ${diagnosis.errorType}`.slice(0, 255),
    message: diagnosis.cause.slice(0, 4_000),
  };
  return [cause, ...failing].slice(0, most);
}
