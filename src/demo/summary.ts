// What a rehearsal leaves behind: the pull request as text, the diff, the proof, and files to look at afterwards.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from '../incident/incident.ts';
import type { IncidentView } from '../incident/journal.ts';
import { stops } from '../incident/stop.ts';
import type { LocalStack } from '../standins/local-stack.ts';

/** Prints it all, keeps the texts and the dashboard's page in the directory. `url` is Nightwatch's own, still running. */
export async function sayFarewell(
  view: IncidentView,
  { stack, repository, directory, url }: { stack: LocalStack; repository: string; directory: string; url: string },
): Promise<void> {
  const page = await fetch(`${url}/incidents/${view.entry.incident.id}`);
  await writeFile(join(directory, 'incident.html'), await page.text());
  if (view.entry.state === 'published') await proposalText(view.entry, { stack, repository, directory });
  if (view.entry.state === 'stopped') await stopText(view.entry, { stack, repository, directory });
  console.log(heading('Where everything is kept'));
  console.log(`dashboard    ${join(directory, 'incident.html')}`);
  console.log(`database     ${join(directory, 'nightwatch.db')}`);
  console.log(`repository   ${stack.github.gitDirectory(repository)}`);
  console.log(`log          ${join(directory, 'nightwatch.log')}`);
}

type Place = { stack: LocalStack; repository: string; directory: string };

async function proposalText(entry: Extract<Entry, { state: 'published' }>, { stack, repository, directory }: Place) {
  const { proposal, patch } = entry.incident;
  const pull = (await stack.github.pulls(repository)).find(each => each.number === proposal.number);
  await writeFile(join(directory, 'pull-request.md'), `# ${pull?.title}\n\n${pull?.body}\n`);
  await writeFile(join(directory, 'change.diff'), patch.diff);
  console.log(heading(`Pull request #${proposal.number}: ${pull?.title}`));
  console.log(withoutDetails(pull?.body ?? ''));
  console.log(heading('The diff'));
  console.log(patch.diff);
  console.log(heading('The proof'));
  for (const row of patch.proof.rows)
    console.log(
      `${row.what}\n  ${row.command.replaceAll('\n', '\n  ')}\n  before: ${row.before}\n  after:  ${row.after}`,
    );
  console.log(`tree tested     ${patch.proof.treeAfter}\ntree published  ${proposal.tree}`);
}

async function stopText(entry: Extract<Entry, { state: 'stopped' }>, { stack, repository, directory }: Place) {
  const { code, detail } = entry.incident.stop;
  console.log(heading(`Nightwatch stopped: ${stops[code].title}`));
  console.log(`${stops[code].words}\n${detail}\n${stops[code].advice}`);
  for (const issue of stack.github.issues(repository)) {
    await writeFile(join(directory, `issue-${issue.number}.md`), `# ${issue.title}\n\n${issue.body}\n`);
    console.log(heading(`Issue #${issue.number}: ${issue.title}`));
    console.log(withoutDetails(issue.body ?? ''));
  }
}

/** Folded parts stay folded here; the files have them. */
function withoutDetails(body: string): string {
  return body.replace(/<details><summary>(.*?)<\/summary>[\s\S]*?<\/details>/g, '[$1: see the file]');
}

function heading(text: string): string {
  return `\n── ${text} ${'─'.repeat(Math.max(3, 100 - text.length))}\n`;
}
