// Writes files as the one commit of a new bare repository. One git process for all: a process for each of 1,500 files takes long.
import { mkdir } from 'node:fs/promises';
import { git } from '../../../standins/github/git/git.ts';

/** Text by path, on branch `main`. Returns the tree's hash. */
export async function writeRepository(directory: string, files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(directory, { recursive: true });
  await git(directory, ['init', '--bare', '--quiet', '--initial-branch=main']);
  const message = 'Initial commit';
  const input = [
    'commit refs/heads/main',
    'committer Bench <bench@localhost> 1767225600 +0000',
    `data ${message.length}\n${message}`,
    ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}`),
    '',
  ].join('\n');
  await git(directory, ['fast-import', '--quiet'], { input });
  return await git(directory, ['rev-parse', 'main^{tree}']);
}
