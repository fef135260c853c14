// Creates or updates our check run on the failing commit, which its external id identifies.
import type { CheckPicture } from '../../incident/picture.ts';
import type { Binding } from './binding.ts';

export async function showCheck(binding: Binding, picture: CheckPicture): Promise<void> {
  const { octokit, run } = binding;
  const at = { owner: run.owner, repo: run.repo };
  const existing = await findCheck(binding, picture);
  const content = {
    status: picture.status,
    ...(picture.conclusion ? { conclusion: picture.conclusion } : {}),
    output: {
      title: picture.title,
      summary: picture.summary,
      text: picture.text,
      // GitHub appends the annotations of every update, so they are sent once.
      annotations: existing?.output.annotations_count ? [] : picture.annotations.map(annotation),
    },
  };
  if (existing) await octokit.rest.checks.update({ ...at, check_run_id: existing.id, ...content });
  else
    await octokit.rest.checks.create({
      ...at,
      name: picture.name,
      head_sha: run.headSha,
      external_id: picture.externalId,
      ...content,
    });
}

async function findCheck({ octokit, run }: Binding, picture: CheckPicture) {
  const found = await octokit.paginate(octokit.rest.checks.listForRef, {
    owner: run.owner,
    repo: run.repo,
    ref: run.headSha,
    check_name: picture.name,
    filter: 'all',
    per_page: 100,
  });
  return found.find(check => check.external_id === picture.externalId);
}

function annotation({ path, line, level, title, message }: CheckPicture['annotations'][number]) {
  return { path, start_line: line, end_line: line, annotation_level: level, title, message };
}
