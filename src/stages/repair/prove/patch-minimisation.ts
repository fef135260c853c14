// Whether each hunk of a proven change is needed: without it, the regression test or a failing test must be red again.
import type { Tree } from '../../../ports.ts';
import { runTests } from '../../../suite/run-tests.ts';
import type { EditedFile } from '../edit/edited.ts';
import { idsToRun } from '../gates/outcomes.ts';
import { guardRefusal, targetsRefusal } from '../gates/verdict.ts';
import { neededParts } from './bisection.ts';
import { fileChanges, guardFile } from './changes.ts';
import { isCommentOnly } from './comment-only.ts';
import { type Hunk, hunksOf, withHunks } from './hunks.ts';
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
  /** Hunks without which a test is red again, of all that change code. */
  readonly needed: number;
  readonly parts: number;
  /** The change without the hunks that no failing test needs. */
  readonly files: readonly EditedFile[];
  /** As a person would type it. */
  readonly command: string;
}

/**
 * Leaves out what no failing test needs, down to single hunks. Hunks of comments alone stay, and prove nothing. Null when the
 * change is all one hunk: that it is needed is what was proven.
 */
export async function minimisedPatch(
  { files, diff }: ProvenChange,
  context: RepairContext,
): Promise<Minimisation | null> {
  const hunks = hunksOf(diff);
  const paths = new Set(files.map(file => file.path));
  // A path that git writes in its own way cannot be told apart.
  if (hunks.length < 2 || hunks.some(hunk => !paths.has(hunk.path))) return null;
  const { rebuilt, olds } = await rebuilder(files, { hunks, tree: context.tree });
  const isSilent = (hunk: Hunk) => isOfComments(hunk, { hunks, rebuilt, olds });
  const [silent, code] = [hunks.filter(isSilent), hunks.filter(hunk => !isSilent(hunk))];
  let command = '';
  const kept = await neededParts(code, async rest => {
    const trial = await trialOf(rebuilt([...silent, ...rest]), context);
    command = trial.command;
    return trial.isGreen;
  });
  return { needed: kept.length, parts: code.length, files: rebuilt([...silent, ...kept]), command };
}

type Rebuilt = (hunks: readonly Hunk[]) => EditedFile[];

interface Rebuilder {
  /** Makes the changed files anew with some of the hunks; one that comes out as it was is left out, one without hunks (empty) stays. */
  readonly rebuilt: Rebuilt;
  /** Texts before the change; a new file has none. */
  readonly olds: ReadonlyMap<string, string>;
}

async function rebuilder(
  files: readonly EditedFile[],
  { hunks, tree }: { hunks: readonly Hunk[]; tree: Tree },
): Promise<Rebuilder> {
  const read = await Promise.all(files.map(async ({ path }) => [path, (await tree.read(path))?.text ?? ''] as const));
  const olds = new Map(read);
  const parted = new Set(hunks.map(hunk => hunk.path));
  const rebuilt: Rebuilt = kept =>
    files.flatMap(file => {
      const own = kept.filter(hunk => hunk.path === file.path);
      if (own.length === 0) return parted.has(file.path) ? [] : [file];
      return [{ ...file, text: withHunks(olds.get(file.path) ?? '', own) }];
    });
  return { rebuilt, olds };
}

/** Whether the whole change has the same code without it. */
function isOfComments(hunk: Hunk, { hunks, rebuilt, olds }: Rebuilder & { hunks: readonly Hunk[] }): boolean {
  const { path } = hunk;
  const textOf = (files: readonly EditedFile[]) => files.find(file => file.path === path)?.text ?? olds.get(path) ?? '';
  const own = hunks.filter(other => other.path === path);
  return isCommentOnly([[path, textOf(rebuilt(own.filter(other => other !== hunk))), textOf(rebuilt(own))]]);
}

interface Trial {
  readonly isGreen: boolean;
  readonly command: string;
}

/** Anything but a clean pass counts as red: a part is needed if the rest does not compile, hangs or proves nothing. */
async function trialOf(files: readonly EditedFile[], { incident, tree, sandbox }: RepairContext): Promise<Trial> {
  const { guard, reproduction } = incident;
  const { recipe, environment, targets, baseline } = reproduction;
  await using workspace = await sandbox.open(await tree.with([...fileChanges(files), guardFile(guard)]), environment);
  const chosen = idsToRun(targets);
  const ids = chosen.length > 0 ? [guard.path, ...chosen] : [];
  const testSeconds = targets.some(({ errorType }) => errorType === 'Timeout') ? hangSeconds : undefined;
  const run = await runTests(workspace, recipe, { ids, seconds: suiteSeconds(baseline.seconds), testSeconds });
  return { isGreen: !guardRefusal(run, guard) && !targetsRefusal(run, targets), command: run.command };
}
