// Creates or updates our check run on the failing commit, which its external id identifies.
import type { CheckRunView } from '../../incident/report.ts';
import type { Binding } from './binding.ts';

export async function showCheck(binding: Binding, view: CheckRunView): Promise<void> {
  const { octokit, run } = binding;
  const at = { owner: run.owner, repo: run.repo };
  const existing = await findCheck(binding, view);
  const content = {
    status: view.status,
    // An empty list takes earlier buttons away.
    actions: view.actions.map(action => ({ ...action })),
    ...(view.conclusion ? { conclusion: view.conclusion } : {}),
    output: {
      title: view.title,
      summary: view.summary,
      text: view.text,
      // GitHub appends the annotations of every update, so they are sent once.
      annotations: existing?.output.annotations_count ? [] : view.annotations.map(annotation),
    },
  };
  if (existing) await octokit.rest.checks.update({ ...at, check_run_id: existing.id, ...content });
  else
    await octokit.rest.checks.create({
      ...at,
      name: view.name,
      head_sha: run.headSha,
      external_id: view.externalId,
      ...content,
    });
}

async function findCheck({ octokit, run }: Binding, view: CheckRunView) {
  const found = await octokit.paginate(octokit.rest.checks.listForRef, {
    owner: run.owner,
    repo: run.repo,
    ref: run.headSha,
    check_name: view.name,
    filter: 'all',
    per_page: 100,
  });
  return found.find(check => check.external_id === view.externalId);
}

function annotation({ path, line, level, title, message }: CheckRunView['annotations'][number]) {
  return { path, start_line: line, end_line: line, annotation_level: level, title, message };
}
