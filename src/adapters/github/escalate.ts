// Creates the issue with this marker, unless it exists. A closed issue stays closed: closed means "do not propose again".
import type { Escalation } from '../../incident/report.ts';
import type { Binding } from './binding.ts';

export async function escalate(binding: Binding, escalation: Escalation): Promise<{ number: number; url: string }> {
  const existing = await findIssue(binding, escalation);
  if (existing) return existing;
  const { octokit, run } = binding;
  const { data } = await octokit.rest.issues.create({
    owner: run.owner,
    repo: run.repo,
    title: escalation.title,
    body: `${escalation.body}\n\n${escalation.marker}`,
    labels: [...escalation.labels],
  });
  return { number: data.number, url: data.html_url };
}

/** By our label and the hidden marker; GitHub's search index lags by minutes. */
async function findIssue({ octokit, run }: Binding, escalation: Escalation) {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
    owner: run.owner,
    repo: run.repo,
    labels: escalation.labels.join(','),
    state: 'all',
    per_page: 100,
  });
  for await (const { data } of pages) {
    const issue = data.find(each => !each.pull_request && each.body?.includes(escalation.marker));
    if (issue) return { number: issue.number, url: issue.html_url };
  }
  return null;
}
