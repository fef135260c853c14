// The contents of a git tree.

export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'symlink' | 'submodule';
  readonly bytes: number;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}
