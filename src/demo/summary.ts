// The summary of a finished incident: the pull request as text, the diff, the proof, and where the files are.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from '../incident/incident.ts';
import type { IncidentView } from '../incident/journal.ts';
import { stops } from '../incident/stop.ts';
import type { LocalStack } from '../standins/local-stack.ts';
import { heading } from './heading.ts';

const receiptFile = 'receipt.json';

/** Prints the summary and saves the texts and the dashboard page. `url` is that of Nightwatch, which must still run. */
export async function printSummary(
  view: IncidentView,
  { stack, repository, directory, url }: { stack: LocalStack; repository: string; directory: string; url: string },
): Promise<void> {
  const authorization = `Bearer ${stack.environment['DASHBOARD_TOKEN']}`;
  const page = await fetch(`${url}/incidents/${view.entry.incident.id}`, { headers: { authorization } });
  await writeFile(join(directory, 'incident.html'), await page.text());
  if (view.entry.state === 'published') await proposalText(view.entry, { stack, repository, directory });
  if (view.entry.state === 'stopped') await stopText(view.entry, { stack, repository, directory });
  const gitDirectory = stack.github.gitDirectory(repository);
  console.log(heading('Files'));
  console.log(`dashboard    ${join(directory, 'incident.html')}`);
  printFiles({ directory, gitDirectory });
  if (view.entry.state !== 'published') return;
  console.log(heading('To run the proof again'));
  console.log(`npm run verify -- ${join(directory, receiptFile)} ${gitDirectory}`);
}

/** What every line on this machine leaves. */
export function printFiles({ directory, gitDirectory }: { directory: string; gitDirectory: string }): void {
  console.log(`database     ${join(directory, 'nightwatch.db')}`);
  console.log(`repository   ${gitDirectory}`);
  console.log(`log          ${join(directory, 'nightwatch.log')}`);
}

type Context = { stack: LocalStack; repository: string; directory: string };

async function proposalText(entry: Extract<Entry, { state: 'published' }>, { stack, repository, directory }: Context) {
  const { proposal, patch } = entry.incident;
  const pull = (await stack.github.pulls(repository)).find(each => each.number === proposal.number);
  await writeFile(join(directory, 'pull-request.md'), `# ${pull?.title}\n\n${pull?.body}\n`);
  await writeFile(join(directory, 'change.diff'), patch.diff);
  if (patch.receipt) await writeFile(join(directory, receiptFile), `${JSON.stringify(patch.receipt, null, 2)}\n`);
  console.log(heading(`Pull request #${proposal.number}: ${pull?.title}`));
  console.log(withoutDetails(pull?.body ?? ''));
  console.log(heading('The diff'));
  console.log(patch.diff);
  console.log(heading('The proof'));
  for (const row of patch.proof.rows)
    console.log(
      `${row.what}\n  ${row.command.replaceAll('\n', '\n  ')}\n  before: ${row.before}\n  after:  ${row.after}`,
    );
  console.log(`tested tree     ${patch.proof.treeAfter}\npublished tree  ${proposal.tree}`);
}

async function stopText(entry: Extract<Entry, { state: 'stopped' }>, { stack, repository, directory }: Context) {
  const { code, detail } = entry.incident.stop;
  console.log(heading(`Nightwatch stopped: ${stops[code].title}`));
  console.log(`${stops[code].words}\n${detail}\n${stops[code].advice}`);
  for (const issue of stack.github.issues(repository)) {
    await writeFile(join(directory, `issue-${issue.number}.md`), `# ${issue.title}\n\n${issue.body}\n`);
    console.log(heading(`Issue #${issue.number}: ${issue.title}`));
    console.log(withoutDetails(issue.body ?? ''));
  }
}

/** Leaves out collapsed sections; the saved files have them. */
function withoutDetails(body: string): string {
  return body.replace(/<details><summary>(.*?)<\/summary>[\s\S]*?<\/details>/g, '[$1: see the saved file]');
}
