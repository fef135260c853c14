// The end of a rehearsal without a model: gathers what can be told, saves the prompts, and prints the report.
import { configFrom } from '../../config.ts';
import type { IncidentView } from '../../incident/journal.ts';
import type { LocalStack } from '../../standins/local-stack.ts';
import { heading } from '../heading.ts';
import { printFiles } from '../summary.ts';
import { savePrompts } from './prompts.ts';
import { rebuiltJob, treeOf } from './rebuilt-job.ts';
import { askForRepair } from './repair-question.ts';
import { lastLine, rehearsalText } from './report.ts';

export async function printRehearsal(
  view: IncidentView,
  { stack, repository, directory }: { stack: LocalStack; repository: string; directory: string },
): Promise<void> {
  const known = view.entry.incident;
  const config = configFrom({ ...process.env, ...stack.environment });
  const tree = await treeOf(known, { url: stack.github.cloneUrl(repository), directory });
  await askForRepair(known, tree, config);
  const prompts = await savePrompts(stack.gemini?.questions ?? [], directory);
  const rebuilt = await rebuiltJob(known, tree);
  console.log(rehearsalText({ known, rebuilt, prompts, prices: config.gemini.prices }));
  console.log(heading('Files'));
  printFiles({ directory, gitDirectory: stack.github.gitDirectory(repository) });
  console.log(`\n${lastLine({ known, prompts })}`);
}
