// Where GitHub's hosted Linux runner keeps a job's files; commands in logs and workflows name these places, so the sandbox has them.
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables (HOME, GITHUB_WORKSPACE)
export const runnerHome = '/home/runner';

/** Holds a folder for each repository. */
export const workFolder = `${runnerHome}/work`;

/** Where a repository of this name, without its owner, is checked out. */
export function workTreeOf(repositoryName: string): string {
  return `${workFolder}/${repositoryName}/${repositoryName}`;
}
