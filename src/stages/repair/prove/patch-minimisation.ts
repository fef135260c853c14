// Whether each part of a proven change is needed: without it, the regression test or a failing test must be red again.
import type { Tree } from '../../../ports.ts';
import { runTests } from '../../../suite/run-tests.ts';
import type { EditedFile } from '../edit/edited.ts';
import { guardRefusal, idsToRun, targetsRefusal } from '../gates/verdict.ts';
import { fileChanges, guardFile } from './changes.ts';
import { isCommentOnly } from './comment-only.ts';
import { type Hunk, hunksOf, partsOf, withHunks } from './hunks.ts';
import type { RepairContext } from './repair-context.ts';
import { suiteSeconds } from './suite-seconds.ts';

/**
 * Where CI's test hung it will mostly hang again without a part that is needed. All that a test which is slow and would pass can do here is
 * keep a part that is not, so it need not have its whole limit.
 */
const hangSeconds = 10;

/** A change that was proven, and what it was made from. */
export interface ProvenChange {
  readonly files: readonly EditedFile[];
  /** Git's own, from the failing tree, without the regression test. */
  readonly diff: string;
}

export interface Minimisation {
  /** Parts without which a test is red again, of all that change code. */
  readonly needed: number;
  readonly parts: number;
  /** The change without the parts that no failing test needs. */
  readonly files: readonly EditedFile[];
  /** As a person would type it. */
  readonly command: string;
}

/**
 * Takes each part away in turn, and leaves it out for good where everything stays green; goes round again while that makes a
 * difference, since a part may have served only one that is gone. Comment-only parts stay, and prove nothing. Null when
 * the change is all one part: that it is needed is what was proven.
 */
export async function minimisedPatch(
  { files, diff }: ProvenChange,
  context: RepairContext,
): Promise<Minimisation | null> {
  const parts = partsOf(hunksOf(diff));
  const paths = new Set(files.map(file => file.path));
  // A path that git writes in its own way cannot be told apart.
  if (parts.length < 2 || parts.flat().some(hunk => !paths.has(hunk.path))) return null;
  const rebuilt = await rebuilder(files, { parts, tree: context.tree });
  let round: Round = { kept: parts, commentOnly: new Set(), command: '' };
  let before = 0;
  while (before !== round.kept.length) {
    before = round.kept.length;
    round = await roundOf(round, { rebuilt, context });
  }
  const { kept, commentOnly, command } = round;
  const counts = { needed: kept.length - commentOnly.size, parts: parts.length - commentOnly.size };
  return { ...counts, files: rebuilt(kept.flat()), command };
}

type Part = readonly Hunk[];
interface Round {
  readonly kept: readonly Part[];
  readonly commentOnly: ReadonlySet<Part>;
  readonly command: string;
}

async function roundOf(
  round: Round,
  { rebuilt, context }: { rebuilt: Rebuilt; context: RepairContext },
): Promise<Round> {
  const commentOnly = new Set(round.commentOnly);
  let { kept, command } = round;
  for (const part of round.kept) {
    const rest = kept.filter(other => other !== part);
    if (commentOnly.has(part) || rest.length === 0) continue;
    const ending = await testsWithout({ whole: rebuilt(kept.flat()), rest: rebuilt(rest.flat()) }, context);
    command = ending.command || command;
    if (ending.end === 'comment-only') commentOnly.add(part);
    if (ending.end === 'green') kept = rest;
  }
  return { kept, commentOnly, command };
}

type Rebuilt = (hunks: readonly Hunk[]) => EditedFile[];

/** Makes the changed files anew with some of the hunks; one that comes out as it was is left out, one without hunks (empty) stays. */
async function rebuilder(
  files: readonly EditedFile[],
  { parts, tree }: { parts: readonly Part[]; tree: Tree },
): Promise<Rebuilt> {
  const olds = new Map(await Promise.all(files.map(async ({ path }) => [path, await tree.read(path)] as const)));
  const parted = new Set(parts.flat().map(hunk => hunk.path));
  return hunks =>
    files.flatMap(file => {
      const own = hunks.filter(hunk => hunk.path === file.path);
      if (own.length === 0) return parted.has(file.path) ? [] : [file];
      return [{ ...file, text: withHunks(olds.get(file.path)?.text ?? '', own) }];
    });
}

type Ending = { end: 'red' | 'green' | 'comment-only'; command: string };

/** Anything but a clean pass counts as red: a part is needed if the rest does not compile, hangs or proves nothing. */
async function testsWithout(
  { whole, rest }: { whole: readonly EditedFile[]; rest: readonly EditedFile[] },
  { incident, tree, sandbox }: RepairContext,
): Promise<Ending> {
  const { guard, reproduction } = incident;
  const { recipe, environment, targets, baseline } = reproduction;
  const texts = new Map(rest.map(file => [file.path, file.text]));
  const pairs = await Promise.all(
    whole
      .filter(file => texts.get(file.path) !== file.text)
      .map(async ({ path, text }) => [path, texts.get(path) ?? (await tree.read(path))?.text ?? '', text] as const),
  );
  if (isCommentOnly(pairs)) return { end: 'comment-only', command: '' };
  await using workspace = await sandbox.open(await tree.with([...fileChanges(rest), guardFile(guard)]), environment);
  const chosen = idsToRun(targets);
  const ids = chosen.length > 0 ? [guard.path, ...chosen] : [];
  const testSeconds = targets.some(({ errorType }) => errorType === 'Timeout') ? hangSeconds : undefined;
  const run = await runTests(workspace, recipe, { ids, seconds: suiteSeconds(baseline.seconds), testSeconds });
  const refused = guardRefusal(run, guard) ?? targetsRefusal(run, targets);
  return { end: refused ? 'red' : 'green', command: run.command };
}
