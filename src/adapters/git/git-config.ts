// The `.git/config` of a checkout. It holds no credential and names no program.

export interface Checkout {
  readonly url: string;
  /** Null where HEAD is detached. */
  readonly branch: string | null;
  /** The files of earlier commits are missing; without this, git would call the repository broken. */
  readonly isPartial: boolean;
}

/** The settings that actions/checkout makes. */
export function gitConfig({ url, branch, isPartial }: Checkout): string {
  const lines = [
    '[core]',
    `repositoryformatversion = ${isPartial ? 1 : 0}`,
    'filemode = true',
    'bare = false',
    'logallrefupdates = true',
    '[remote "origin"]',
    // A parsed URL contains neither quotes nor backslashes.
    `url = "${new URL(url).href.replace(/\.git$/, '')}"`,
    'fetch = +refs/heads/*:refs/remotes/origin/*',
    ...(isPartial ? ['promisor = true', 'partialclonefilter = tree:0', '[extensions]', 'partialClone = origin'] : []),
    '[gc]',
    'auto = 0',
    ...(branch === null ? [] : [`[branch "${branch}"]`, 'remote = origin', `merge = refs/heads/${branch}`]),
  ];
  return lines.map(line => (line.startsWith('[') ? `${line}\n` : `\t${line}\n`)).join('');
}

/**
 * Whether a branch name is safe in a path, in a config file and on git's input. Narrower than git's own rules, for example it has
 * no accents and no leading dash: a checkout of any other branch is detached.
 */
export function isPlainBranch(name: string): boolean {
  return /^\w[\w./+@#=,-]{0,199}$/.test(name) && !/\.\.|\/\/|\/\.|@\{|\.lock(\/|$)|[/.]$|^HEAD$/.test(name);
}
