// Runs git directly where bytes are streamed in or out, which simple-git does not support.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { asDiskFault } from './disk-fault.ts';
import { gitEnvironment } from './git-environment.ts';

export interface Plumbing {
  readonly input?: Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** Git's output, byte for byte. Throws git's error message when it fails. */
export async function git(mirror: string, args: readonly string[], options: Plumbing = {}): Promise<Buffer> {
  const child = start(mirror, args, options.env);
  // If git exits before reading all its input, the pipe breaks; its exit code and message say more.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  const ended = end(child);
  const [output, words, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw asDiskFault(new Error(`git ${args[0]} ended with ${code}: ${words.trim()}`));
  return output;
}

/** The output as one line of text. */
export async function gitLine(mirror: string, args: readonly string[], options: Plumbing = {}): Promise<string> {
  return (await git(mirror, args, options)).toString('utf8').trim();
}

/** Streams git's output. The stream fails when git does, so that a partial answer never passes for a complete one. */
export function gitStream(mirror: string, args: readonly string[]): Readable {
  return Readable.from(chunks(mirror, args), { objectMode: false });
}

async function* chunks(mirror: string, args: readonly string[]): AsyncGenerator<Buffer> {
  const child = start(mirror, args);
  const [ended, words] = [end(child), text(child.stderr)];
  // Awaited below; until then a failed spawn must not count as an unhandled rejection.
  ended.catch(() => {});
  try {
    child.stdin.end();
    for await (const chunk of child.stdout) yield chunk;
    const code = await ended;
    if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}: ${(await words).trim()}`);
  } finally {
    // Without this, git would wait forever for a reader that stopped early.
    child.kill();
  }
}

/** Made once: reading the process's environment for every call takes milliseconds. */
const environment = gitEnvironment();

function start(
  mirror: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  return spawn('git', args, { cwd: mirror, env: { ...environment, ...env } });
}

function end(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}
