// What adapters keep between incidents, and what the engine must know of it. No stage sees it.

/** What unfinished incidents need: content digests of their environments, and the keys of their repositories. */
export interface Needed {
  readonly environments: ReadonlySet<string>;
  readonly repositories: ReadonlySet<string>;
}

export interface Kept {
  readonly id: string;
  /** What its removal frees once nothing is built on it. */
  readonly bytes: number;
  /** In ms since 1970. */
  readonly usedAt: number;
  /** Others that must stay for as long as it does. */
  readonly needs: readonly string[];
  readonly isNeeded: boolean;
}

/** Images or mirrors: expensive to make again, never missed for good. Throws `Transient` when they cannot be asked for. */
export interface Keeper {
  kept(needed: Needed): Promise<readonly Kept[]>;
  /** False when it is in use, or gone already. */
  remove(id: string): Promise<boolean>;
}
