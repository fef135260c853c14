// Asks the model again when its answer cannot be used.
import type { Answered, Model, Question } from '../ports.ts';
import { quoted } from '../text/quoted.ts';

/**
 * Asks once more after an unusable answer, telling the model what was wrong with it: a Flash model truncates or garbles an
 * answer now and then. `unusable` means that both answers were.
 */
export async function askTwice<Answer>(model: Model, question: Question<Answer>): Promise<Answered<Answer>> {
  const first = await model.ask(question);
  if (first.kind === 'answer') return first;
  const complaint = `# Your last answer could not be used\n${quoted('Reason', first.reason)}\nAnswer again, in the requested format.`;
  return await model.ask({ ...question, material: `${question.material}\n\n${complaint}`, isRetry: true });
}
