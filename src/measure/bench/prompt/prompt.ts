// The row "prompt": CPU time to build the repair prompt for a generated repository of 1,500 files.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { below, type Measured, type RowContext, remark, rounded } from '../figure.ts';
import { fileCount, largeRepository } from '../repository/large-repository.ts';
import { writeRepository } from '../repository/write-repository.ts';
import { failingTest } from './failing-incident.ts';
import type { BuiltPrompt } from './prompt-process.ts';

const targetSeconds = 2;

export async function promptRow({ directory, tell }: RowContext): Promise<Measured> {
  const gitDirectory = join(directory, 'large.git');
  const hash = await writeRepository(gitDirectory, { ...largeRepository(), ...failingTest() });
  tell(`wrote ${fileCount} files`);
  const child = fork(join(import.meta.dirname, 'prompt-process.ts'), [gitDirectory, hash]);
  try {
    const first = await build(child);
    const second = await build(child);
    return {
      figures: [
        below(`prompt for a repository of ${fileCount.toLocaleString('en')} files, CPU`, first.cpuMs / 1000, {
          target: targetSeconds,
          unit: ' s',
        }),
        remark('  wall time, prompt', `${rounded(first.wallMs / 1000)} s, ${first.characters} characters`),
        remark('  the same again, CPU', `${rounded(second.cpuMs / 1000)} s`),
      ],
      plots: [],
      raw: { first, second },
    };
  } finally {
    child.disconnect();
  }
}

async function build(child: ReturnType<typeof fork>): Promise<BuiltPrompt> {
  const exit = new AbortController();
  const exited = once(child, 'exit', { signal: exit.signal }).then(([code]) => {
    throw new Error(`Building the prompt ended with exit code ${code}.`);
  });
  child.send('build');
  try {
    const [built] = (await Promise.race([once(child, 'message', { signal: exit.signal }), exited])) as [BuiltPrompt];
    return built;
  } finally {
    exit.abort();
    await exited.catch(() => undefined);
  }
}
