// Runs git itself where bytes go in or out as a stream, which simple-git does not offer.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { asDiskFault } from './disk-fault.ts';
import { gitEnvironment } from './git-environment.ts';

export interface Plumbing {
  readonly input?: Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

/** What git wrote, byte for byte. Throws with git's own words when it fails. */
export async function git(mirror: string, args: readonly string[], options: Plumbing = {}): Promise<Buffer> {
  const child = start(mirror, args, options.env);
  // A git that ends before it has read its input closes the pipe; its exit code and words tell the story better.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  const ended = end(child);
  const [output, words, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw asDiskFault(new Error(`git ${args[0]} ended with ${code}: ${words.trim()}`));
  return output;
}

/** The same as one line of text. */
export async function gitLine(mirror: string, args: readonly string[], options: Plumbing = {}): Promise<string> {
  return (await git(mirror, args, options)).toString('utf8').trim();
}

/** What git writes, while it writes it. The stream fails when git does, so half an answer is never taken for a whole one. */
export function gitStream(mirror: string, args: readonly string[]): Readable {
  return Readable.from(chunks(mirror, args), { objectMode: false });
}

async function* chunks(mirror: string, args: readonly string[]): AsyncGenerator<Buffer> {
  const child = start(mirror, args);
  const [ended, words] = [end(child), text(child.stderr)];
  // Awaited below; until then a failed start must not count as unhandled.
  ended.catch(() => {});
  try {
    child.stdin.end();
    for await (const chunk of child.stdout) yield chunk;
    const code = await ended;
    if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}: ${(await words).trim()}`);
  } finally {
    // A reader that has lost interest would leave git waiting for ever.
    child.kill();
  }
}

function start(
  mirror: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams {
  return spawn('git', args, { cwd: mirror, env: { ...gitEnvironment(), ...env } });
}

function end(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}
