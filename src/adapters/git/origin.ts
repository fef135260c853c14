// Where a mirror gets a commit from.

export interface Origin {
  /** `http:` or `https:`, without credentials. */
  readonly url: string;
  readonly sha: string;
  /** What the mirror is kept under: a permanent identity, for example `github.com/1296269`. Any text. */
  readonly repositoryKey: string;
  /** The full value of the Authorization header (`basic …`), or empty. Called only if something has to be fetched. */
  readonly authorization: () => Promise<string>;
  /** The branch that CI's checkout was on; null where it left HEAD detached, as for a pull request. */
  readonly branch?: string | null;
  /** Aborts a running fetch. */
  readonly signal?: AbortSignal | undefined;
}

/** Throws for an address or a commit that git must not be given. */
export function assertUsable({ url, sha }: Origin): void {
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new Error(`${JSON.stringify(sha)} is not a full commit sha.`);
  const parsed = /\s/.test(url) ? null : URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new Error('A mirror can only be filled over http or https.');
  // Not quoted: the password may be a token.
  if (parsed.username || parsed.password) throw new Error("A repository's URL must not contain credentials.");
}
