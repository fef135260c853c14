// Fetches a single commit into a mirror. The only place where git uses the network.
import { type SimpleGit, type SimpleGitOptions, simpleGit } from 'simple-git';
import { gitEnvironment } from './git-environment.ts';

/** Time-out of a shallow fetch, in ms. */
export const fetchPatienceMs = 10 * 60_000;

export interface Fetch {
  readonly mirror: string;
  readonly url: string;
  readonly sha: string;
  /** The full value of the Authorization header; empty for none. */
  readonly authorization: string;
  readonly signal?: AbortSignal | undefined;
}

/** The ref that marks a commit as complete: git creates it after the last object, and gc keeps what it points to. */
export function commitRef(sha: string): string {
  return `refs/nightwatch/${sha}`;
}

/** Throws git's message without the token. Can be interrupted at any moment: the next fetch can use the mirror as it is. */
export async function fetchCommit({ mirror, url, sha, authorization, signal }: Fetch): Promise<void> {
  const settings = {
    // Detects a stalled connection after a minute.
    'http.lowSpeedLimit': '1000',
    'http.lowSpeedTime': '60',
    'gc.autoDetach': 'false',
    ...(authorization && { [`http.${url}.extraHeader`]: `Authorization: ${authorization}` }),
  };
  const options = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
  try {
    await porcelain(mirror, settings, signal).raw('fetch', ...options, url, `+${sha}:${commitRef(sha)}`);
  } catch (error) {
    // simple-git's error holds its whole configuration, so only the message is passed on.
    throw new Error(withoutSecret(error instanceof Error ? error.message : String(error), authorization));
  }
}

/** Turns a directory into a bare repository. */
export async function initialise(directory: string): Promise<void> {
  await porcelain(directory).raw('init', '--quiet', '--bare', '.');
}

/**
 * simple-git refuses settings that could make git run a program. Every value here is ours and only switches something off, so
 * exactly these are allowed.
 */
function porcelain(
  directory: string,
  settings: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): SimpleGit {
  const env = gitEnvironment(settings);
  const options: Partial<SimpleGitOptions> = {
    baseDir: directory,
    abort: AbortSignal.any([AbortSignal.timeout(fetchPatienceMs), ...(signal ? [signal] : [])]),
    allowEnvironment: Object.keys(env).filter(name => name.startsWith('GIT_')),
    unsafe: {
      allowUnsafeConfigEnvCount: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeHooksPath: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeCredentialHelper: true,
    },
  };
  return simpleGit(options).env(env);
}

function withoutSecret(words: string, authorization: string): string {
  const secrets = [authorization, authorization.replace(/^\S+\s+/, '')].filter(secret => secret.length > 0);
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), words);
}
