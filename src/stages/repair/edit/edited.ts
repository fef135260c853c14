// Reads the files that edits are for and applies them; nothing is written.
import type { SourceFile } from '../../../incident/source.ts';
import { hasDisputedLines } from '../../../languages/readable.ts';
import type { Tree } from '../../../ports.ts';
import { offload } from '../../../threads/offload.ts';
import { escapes, newFileObjection } from '../gates/allowed.ts';
import { reasons } from '../reasons.ts';
import { applyEdits } from './apply.ts';
import type { Edit } from './edits.ts';

/** The failing tree and the paths in it. */
export interface EditTarget {
  readonly tree: Tree;
  readonly paths: readonly string[];
  /** The work tree's path in a container: output may name files by it, and so may a model. */
  readonly workDirectory: string;
}

export interface EditedFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

/** `reasons` are sentences; after the first line of one there may follow code that shows what was meant. */
export type Edited =
  | { kind: 'edited'; files: readonly EditedFile[] }
  | { kind: 'refused'; gate: 'does-not-apply' | 'forbidden-file' | 'too-large'; reasons: readonly string[] };

/** More change more lines than a repair may; and each is looked for in its whole file. */
const mostEdits = 50;

const module = new URL('./apply.ts', import.meta.url).href;
const seconds = 120;

/** Only files that come out different; at least one. A path that leaves the tree is never read. */
export async function edited(proposed: readonly Edit[], { tree, paths, workDirectory }: EditTarget): Promise<Edited> {
  const edits = proposed.map(edit => ({ ...edit, path: withoutPrefix(edit.path, `${workDirectory}/`) }));
  const outside = edits.find(edit => escapes(edit.path));
  if (outside) {
    return { kind: 'refused', gate: 'forbidden-file', reasons: [reasons.outside(outside.path)] };
  }
  if (edits.length > mostEdits) {
    return { kind: 'refused', gate: 'too-large', reasons: [reasons.tooManyEdits(edits.length, mostEdits)] };
  }
  const originals = await originalsOf(edits, tree);
  const wrong = [...originals].flatMap(([path, file]) => (file === null ? (objectionTo(path, paths) ?? []) : []));
  if (wrong.length > 0) return { kind: 'refused', gate: 'does-not-apply', reasons: wrong };
  const texts = new Map([...originals].map(([path, file]) => [path, file?.text ?? null]));
  const input = { edits, originals: { texts, paths } };
  const applied = await offload({ module, run: applyEdits }, input, { seconds });
  if (applied.kind === 'refused') return { kind: 'refused', gate: 'does-not-apply', reasons: applied.reasons };
  const files = [...applied.texts]
    .filter(([path, text]) => text !== texts.get(path))
    .map(([path, text]) => ({ path, text, executable: originals.get(path)?.executable ?? false }));
  if (files.length > 0) return { kind: 'edited', files };
  return { kind: 'refused', gate: 'does-not-apply', reasons: [reasons.noChange] };
}

function withoutPrefix(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** A path that the tree has no text for: it may become a new file, or may not. */
function objectionTo(path: string, paths: readonly string[]): string | null {
  if (paths.includes(path)) return reasons.notEditable(path);
  const objection = newFileObjection(path, paths);
  return objection ? reasons.notANewFile(path, objection) : null;
}

async function originalsOf(edits: readonly Edit[], tree: Tree): Promise<Map<string, SourceFile | null>> {
  const paths = [...new Set(edits.map(edit => edit.path))];
  const files = await Promise.all(paths.map(path => tree.read(path)));
  return new Map(paths.map((path, at) => [path, editable(files[at] ?? null)]));
}

function editable(file: SourceFile | null): SourceFile | null {
  return file !== null && hasDisputedLines(file.text) ? null : file;
}
