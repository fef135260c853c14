// What a changed function reaches on the repaired tree that its file did not reach on the failing one.
import type { Reached } from '../../../incident/reached.ts';
import type { NewCapability } from '../../../languages/contract/rules.ts';
import { languageOf } from '../../../languages/languages.ts';
import { diffLines } from '../../../text/diff.ts';
import type { EditedFile } from '../edit/edited.ts';

export interface NewlyReached {
  /** Nothing in the file said before that it would. */
  readonly unforeseen: readonly Reached[];
  /** The file says so since before the change: the failing tests ended before they came to it. */
  readonly foreseen: readonly Reached[];
  /** A person has to approve that the file does so. */
  readonly declared: readonly Reached[];
}

interface Compared {
  readonly files: readonly EditedFile[];
  readonly diff: string;
  /** Texts of the failing tree, by path; a new file has none. */
  readonly before: ReadonlyMap<string, string>;
  /** Of the failing tree's runs, in which the failing tests stop early. */
  readonly known: readonly Reached[];
  /** What a person has to approve. */
  readonly capabilities: readonly NewCapability[];
}

/**
 * Only what comes from a changed function, or from a changed line outside of all, is held against a change: a repair lets tests go on,
 * into code that does many things.
 */
export function newlyReached(
  reached: readonly Reached[],
  { files, diff, before, known, capabilities }: Compared,
): NewlyReached {
  const { added } = diffLines(diff);
  const was = new Set(known.flatMap(keysOf));
  const fresh = files.flatMap(file => {
    const numbers = added.flatMap(line => (line.path === file.path ? line.number : []));
    return reached.filter(
      one => one.file === file.path && !keysOf(one).some(key => was.has(key)) && isChanged(one.line, file, numbers),
    );
  });
  const isForeseen = ({ file, kind }: Reached) =>
    languageOf(file)
      ?.rules.repair.reachable(before.get(file) ?? '')
      .has(kind) ?? false;
  // A file that is written in the work tree or a temporary folder is not told: what is, lies where no test has business.
  const isDeclared = ({ file, kind }: Reached) =>
    kind !== 'writes' && capabilities.some(one => one.file === file && one.reaches === kind);
  const {
    foreseen = [],
    declared = [],
    unforeseen = [],
  } = Object.groupBy(fresh, one => (isForeseen(one) ? 'foreseen' : isDeclared(one) ? 'declared' : 'unforeseen'));
  return { unforeseen, foreseen, declared };
}

function isChanged(line: number, { path, text }: EditedFile, added: readonly number[]): boolean {
  const functions = (languageOf(path)?.source.blocks(text) ?? []).filter(({ kind }) => kind === 'function');
  const around = functions.filter(({ start, end }) => start <= line && line <= end);
  return added.includes(line) || around.some(({ start, end }) => added.some(each => start <= each && each <= end));
}

/** What a file did on the failing tree, it may do elsewhere in it; and so may others where it is the same program or address. */
function keysOf({ kind, what, file }: Reached): string[] {
  return [JSON.stringify(['file', kind, file]), JSON.stringify(['what', kind, what])];
}

/** A place and what it does, for people. */
export function reachedText({ kind, what, file, line }: Reached): string {
  return `${file}:${line} ${verbs[kind]} ${what}`;
}

const verbs: Record<Reached['kind'], string> = {
  executes: 'executes',
  connects: 'connects to',
  loads: 'loads',
  evaluates: 'evaluates',
  imports: 'imports by a call',
  writes: 'writes to',
};
