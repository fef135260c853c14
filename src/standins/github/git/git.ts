// Runs git on a bare repository.
import { spawn } from 'node:child_process';
import { buffer, text } from 'node:stream/consumers';

export interface GitOptions {
  input?: string | Buffer;
  env?: Record<string, string>;
}

export class GitError extends Error {
  readonly exitCode: number | null;

  constructor(args: string[], exitCode: number | null, stderr: string) {
    super(`git ${args.join(' ')} ended with ${exitCode}: ${stderr.trim()}`);
    this.exitCode = exitCode;
  }
}

/** Answers what git wrote, as text without the last line feed. Throws `GitError` when git fails. */
export async function git(directory: string, args: string[], options: GitOptions = {}): Promise<string> {
  return (await gitBytes(directory, args, options)).toString('utf8').replace(/\n$/, '');
}

/** The same, byte for byte. */
export async function gitBytes(directory: string, args: string[], options: GitOptions = {}): Promise<Buffer> {
  const child = spawn('git', args, { cwd: directory, env: gitEnvironment(options.env), stdio: 'pipe' });
  const exit = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  // A git that does not read its input closes the pipe early; its exit code is the better diagnosis.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const [stdout, stderr, code] = await Promise.all([buffer(child.stdout), text(child.stderr), exit]);
  if (code !== 0) throw new GitError(args, code, stderr);
  return stdout;
}

/** Undefined where git says no, for questions whose "no" is an answer. */
export async function maybeGit(directory: string, args: string[]): Promise<string | undefined> {
  try {
    return await git(directory, args);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Our own environment without what would point git elsewhere or make it differ between machines. */
export function gitEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('GIT_'),
  );
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    ...extra,
  };
}
