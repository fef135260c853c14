// Fetches a commit, alone or with its history. The only place where git uses the network.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SimpleGit, type SimpleGitOptions, simpleGit } from 'simple-git';
import { gitEnvironment } from './git-environment.ts';

/** Time-out of a fetch, in ms. */
export const fetchPatienceMs = 10 * 60_000;

export interface Fetch {
  readonly repository: string;
  readonly url: string;
  readonly sha: string;
  /** The full value of the Authorization header; empty for none. */
  readonly authorization: string;
  readonly signal?: AbortSignal | undefined;
}

export interface HistoryFetch extends Fetch {
  /** How many commits; 0 for all. */
  readonly depth: number;
  /** Also the tags whose commits are among them. */
  readonly tags: boolean;
  /** Commits without the trees and files of earlier ones, if the server can leave them out. */
  readonly commitsOnly: boolean;
}

/** The ref that marks a commit as complete: git creates it after the last object, and gc keeps what it points to. */
export function commitRef(sha: string): string {
  return `refs/nightwatch/${sha}`;
}

/** Throws git's message without the token. Can be interrupted at any moment: the next fetch can use the mirror as it is. */
export async function fetchCommit(fetch: Fetch): Promise<void> {
  await fetchInto(fetch, ['--depth=1', '--no-tags']);
}

/** Deepens a shallow repository that has the commit. Throws as `fetchCommit` does. */
export async function fetchHistory({ depth, tags, commitsOnly, ...fetch }: HistoryFetch): Promise<void> {
  await fetchInto(fetch, [
    `--depth=${depth === 0 ? wholeHistory : depth}`,
    ...(tags ? [] : ['--no-tags']),
    ...(commitsOnly ? ['--filter=tree:0'] : []),
  ]);
}

/** What git itself calls an infinite depth. */
const wholeHistory = 0x7fffffff;

async function fetchInto({ repository, url, sha, authorization, signal }: Fetch, which: string[]): Promise<void> {
  const settings = {
    // Detects a stalled connection after a minute.
    'http.lowSpeedLimit': '1000',
    'http.lowSpeedTime': '60',
    'gc.autoDetach': 'false',
    // Git would write few objects as single files.
    'fetch.unpackLimit': '1',
    ...(authorization && { [`http.${url}.extraHeader`]: `Authorization: ${authorization}` }),
  };
  const options = ['--quiet', ...which, '--no-recurse-submodules', '--no-write-fetch-head'];
  try {
    await porcelain(repository, settings, signal).raw('fetch', ...options, url, `+${sha}:${commitRef(sha)}`);
  } catch (error) {
    // simple-git's error holds its whole configuration, so only the message is passed on.
    throw new Error(withoutSecret(error instanceof Error ? error.message : String(error), authorization));
  }
}

/** Turns a directory into a bare repository. */
export async function initialise(directory: string): Promise<void> {
  await porcelain(directory).raw('init', '--quiet', '--bare', '.');
  // Overrides the tree's own .gitattributes: a sandbox must hold what a checkout would, not what a release would.
  await mkdir(join(directory, 'info'), { recursive: true });
  await writeFile(join(directory, 'info', 'attributes'), '* -export-ignore -export-subst\n');
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
