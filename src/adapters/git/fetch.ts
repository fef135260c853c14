// Fetches one commit, and nothing beside it, into a mirror. The only place where git speaks to the network.
import { type SimpleGit, type SimpleGitOptions, simpleGit } from 'simple-git';
import { gitEnvironment } from './git-environment.ts';

/** A shallow fetch that takes longer than this is given up, in ms. */
export const fetchPatienceMs = 10 * 60_000;

export interface Fetch {
  readonly mirror: string;
  readonly url: string;
  readonly sha: string;
  /** The whole value of the Authorization header; empty for none. */
  readonly authorization: string;
  readonly signal?: AbortSignal | undefined;
}

/** The ref that says a commit is wholly here: git makes it after the last object has arrived, and its gc keeps what it names. */
export function commitRef(sha: string): string {
  return `refs/nightwatch/${sha}`;
}

/** Throws git's own words, without the token. Interrupted at any moment, it leaves a mirror that the next fetch can use. */
export async function fetchCommit({ mirror, url, sha, authorization, signal }: Fetch): Promise<void> {
  const settings = {
    // A line that has died is noticed after a minute.
    'http.lowSpeedLimit': '1000',
    'http.lowSpeedTime': '60',
    'gc.autoDetach': 'false',
    ...(authorization && { [`http.${url}.extraHeader`]: `Authorization: ${authorization}` }),
  };
  const options = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'];
  try {
    await porcelain(mirror, settings, signal).raw('fetch', ...options, url, `+${sha}:${commitRef(sha)}`);
  } catch (error) {
    // The error object of simple-git holds its whole configuration: only its words go on.
    throw new Error(withoutSecret(error instanceof Error ? error.message : String(error), authorization));
  }
}

/** Makes a directory a bare repository. */
export async function initialise(directory: string): Promise<void> {
  await porcelain(directory).raw('init', '--quiet', '--bare', '.');
}

/**
 * simple-git refuses settings by which a stranger could make git run a program. Every value here is our own, and each only
 * switches something off, so exactly those are allowed.
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
