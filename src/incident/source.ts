// The contents of a git tree.

export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'symlink' | 'submodule';
  readonly bytes: number;
  /** Git's hash of the content; of a submodule its commit. */
  readonly hash: string;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}
