// A commit's tree as a tar archive, whole: a plain `git archive` would leave out what `.gitattributes` marks
// `export-ignore` (often the tests), which a checkout has.
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/** Hands the archive to `take` while git writes it. The repository is only read. Throws with git's words when git fails. */
export async function withTreeArchive(
  gitDirectory: string,
  sha: string,
  take: (archive: Readable) => Promise<void>,
): Promise<void> {
  // A repository of our own that borrows the objects: `info/attributes` outranks every `.gitattributes`.
  const shell = await mkdtemp(join(tmpdir(), 'nightwatch-archive-'));
  try {
    await promisify(execFile)('git', ['init', '-q', '--bare', '--template=', shell]);
    await mkdir(join(shell, 'info'));
    await writeFile(join(shell, 'info', 'attributes'), '* -export-ignore -export-subst\n');
    const git = spawn('git', ['--git-dir', shell, 'archive', '--format=tar', sha], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, GIT_OBJECT_DIRECTORY: join(gitDirectory, 'objects') },
    });
    const code = new Promise<number | null>(resolve => git.on('close', resolve));
    const words = git.stderr.toArray();
    await take(git.stdout);
    if ((await code) !== 0)
      throw new Error(
        Buffer.concat(await words)
          .toString()
          .trim(),
      );
  } finally {
    await rm(shell, { recursive: true, force: true });
  }
}
