// What stands in for the model's answers when there is no model: just enough that the line asks all the questions it can.
import type { Evidence } from '../../incident/evidence.ts';
import type { Known } from '../../incident/incident.ts';
import { fileOfTest } from '../../incident/test-id.ts';
import type { ScriptedAnswer } from '../../standins/gemini/answer.ts';
import type { Answering } from '../../standins/gemini/server.ts';
import type { Store } from '../../store.ts';

export const placeholderCause = "(Here is the model's diagnosis. No model was asked in this rehearsal.)";
export const placeholderTest = '(Here is the regression test. No model was asked to write one in this rehearsal.)';

/**
 * A diagnosis that calls the failure a fault of the code, where CI's trace ends, so that the line goes on to reproduce it. No other
 * answer can be made up: an empty one to `guard` ends the line.
 */
export function placeholderAnswers(store: () => Store): Answering {
  return async ({ name }): Promise<ScriptedAnswer> => {
    if (name === 'repair') return { text: 'CANNOT_FIX: No model was asked.' };
    if (name === 'guard') return { text: '', empty: true };
    return { text: JSON.stringify(diagnosis(await evidenceOf(store()))) };
  };
}

/** Of the only incident. */
async function evidenceOf(store: Store): Promise<Evidence> {
  const { incidents } = await store.list({ limit: 1, offset: 0 });
  const [first] = incidents;
  const view = first && (await store.find(first.entry.incident.id));
  const known: Known | undefined = view?.entry.incident;
  if (!known?.evidence) throw new Error('A question was asked before the log was read.');
  return known.evidence;
}

function diagnosis({ failures: [failure], digest }: Evidence) {
  const lines = `${failure?.message ?? ''}\n${digest}`.split('\n').map(line => line.trim());
  return {
    cause: placeholderCause,
    errorType: failure?.errorType ?? 'unknown',
    file: failure?.file ?? (failure ? fileOfTest(failure.testId) : ''),
    line: failure?.line ?? 1,
    class: 'code',
    evidence: lines.filter(line => line.length >= 4).slice(0, 1),
    confidence: 1,
  };
}
