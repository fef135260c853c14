// Judges a proposed change: the static gates, the trial, and whether each part of it is needed.
import type { Guard } from '../../../incident/guard.ts';
import type { Guarded } from '../../../incident/incident.ts';
import type { FileChange, Patch, Verdict } from '../../../incident/patch.ts';
import { fileOfTest } from '../../../incident/test-id.ts';
import type { Sandbox, Tree } from '../../../ports.ts';
import { runTests } from '../../../suite/run-tests.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import type { EditedFile } from '../edit/edited.ts';
import { fingerprint } from '../gates/fingerprint.ts';
import { changeRefusal, filesRefusal } from '../gates/static-gates.ts';
import { fileChanges, guardFile } from './changes.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { type Needed, neededParts } from './patch-minimisation.ts';
import { type NeededOfTested, proofOf } from './proof.ts';
import { guardSeconds, type Trial, tried } from './trial.ts';

/** What one attempt came to. */
export interface Result {
  readonly verdict: Verdict;
  /** Of the change as it was proposed. */
  readonly diff: string;
  readonly fingerprint: string | null;
  readonly proven: { readonly patch: Omit<Patch, 'attempt' | 'idea'>; readonly guard: Guard } | null;
}

export interface Bench {
  readonly incident: Guarded;
  /** The failing one. */
  readonly tree: Tree;
  readonly sandbox: Sandbox;
}

/** A result of which nothing stands in any tree. */
export function unapplied(verdict: Verdict): Result {
  return { verdict, diff: '', fingerprint: null, proven: null };
}

export async function judged(files: readonly EditedFile[], bench: Bench): Promise<Result> {
  const forbidden = filesRefusal(files, bench.incident);
  if (forbidden) return unapplied(forbidden);
  const change = await changeOf(files, bench.tree);
  const identity = fingerprint(new Map(files.map(file => [file.path, file.text])));
  const ran = { diff: change.diff, fingerprint: identity, proven: null };
  const tests = [...(await failingTests(bench)).values()];
  const before = await textsOf(
    files.map(file => file.path),
    bench.tree,
  );
  const proposed = { files, before, diff: change.diff, fingerprint: identity, tests };
  const refused = changeRefusal(proposed, bench.incident);
  if (refused) return { ...ran, verdict: refused };
  const first = await triedWith(change, bench);
  const whole = (await maybeTriedWithSpare(first, bench)) ?? first;
  if (whole.trial.refused) return { ...ran, verdict: first.trial.refused ?? whole.trial.refused };
  const slim = await slimmed(whole, bench);
  const coverage = await coverageOf(slim.tried, bench.sandbox);
  if (coverage && !coverage.isThere) return { ...ran, verdict: elsewhere(whole.incident.guard) };
  return { ...ran, verdict: { kind: 'proven' }, proven: await provenBy({ ...slim, coverage }, bench) };
}

function elsewhere({ testId }: Guard): Verdict {
  const reason = `The regression test ${testId} passes, but it runs no function that was changed, so it proves nothing.`;
  return { kind: 'refused', gate: 'guard-elsewhere', reason, output: '' };
}

/** Texts of the files that the failing tests stand in, by path. */
export async function failingTests({ incident, tree }: Pick<Bench, 'incident' | 'tree'>): Promise<Map<string, string>> {
  const paths = incident.reproduction.targets.map(({ testId }) => fileOfTest(testId));
  return await textsOf(paths, tree);
}

async function textsOf(paths: readonly string[], tree: Tree): Promise<Map<string, string>> {
  const files = await Promise.all([...new Set(paths)].map(path => tree.read(path)));
  return new Map(files.flatMap(file => (file ? [[file.path, file.text]] : [])));
}

/** A change of the failing tree, without the regression test. */
interface ChangedTree {
  readonly files: readonly EditedFile[];
  readonly edits: readonly FileChange[];
  readonly tree: Tree;
  readonly diff: string;
}

async function changeOf(files: readonly EditedFile[], failing: Tree): Promise<ChangedTree> {
  const edits = fileChanges(files);
  const tree = await failing.with(edits);
  return { files, edits, tree, diff: await failing.diff(tree) };
}

/** A change together with a regression test, and what the trial of both showed. */
interface TriedChange {
  readonly change: ChangedTree;
  readonly incident: Guarded;
  readonly tested: Tree;
  readonly trial: Trial;
}

async function triedWith(change: ChangedTree, { incident, tree, sandbox }: Bench): Promise<TriedChange> {
  const tested = await change.tree.with([guardFile(incident.guard)]);
  const changed = change.files.map(file => file.path);
  const trial = await tried(tested, incident, { sandbox, failing: tree, changed });
  return { change, incident, tested, trial };
}

/**
 * When a second change makes all of CI's failing tests pass and the regression test alone stays red, that test is suspect:
 * the spare takes its place, if there is one. Not after the first, for then the change is: a guard that other values than
 * CI's stand in is what tells a repair from one that serves CI's values alone.
 */
async function maybeTriedWithSpare({ change, trial }: TriedChange, bench: Bench): Promise<TriedChange | null> {
  const { guard, attempts } = bench.incident;
  const isSecond = attempts.some(({ verdict }) => verdict.kind === 'refused' && verdict.gate === 'only-guard-red');
  if (trial.refused?.gate !== 'only-guard-red' || !isSecond || !guard.spare) return null;
  const spare: Guard = { ...guard, ...guard.spare, spare: null, replaced: guard.source };
  return await triedWith(change, { ...bench, incident: { ...bench.incident, guard: spare } });
}

/** What is to be published, and what else was proposed. */
interface Slim {
  readonly tried: TriedChange;
  readonly needed: NeededOfTested | null;
  readonly leftOut: string;
}

async function slimmed(whole: TriedChange, { tree, sandbox }: Bench): Promise<Slim> {
  const needed = await neededParts(whole.change, { incident: whole.incident, tree, sandbox });
  const slim = needed && (await maybeSlimmer(whole, { needed, tree, sandbox }));
  if (!needed || !slim) return { tried: whole, needed: needed && { ...needed, isSlimmer: false }, leftOut: '' };
  const leftOut = await slim.change.tree.diff(whole.change.tree);
  return { tried: slim, needed: { ...needed, isSlimmer: true }, leftOut };
}

async function provenBy(
  { tried: { change, incident, tested, trial }, needed, leftOut, coverage }: Slim & { coverage: Coverage | null },
  { tree, sandbox }: Bench,
): Promise<Result['proven']> {
  const second = await spareRun(change, incident, sandbox);
  const proof = proofOf(trial, incident, { before: tree.hash, after: tested.hash, needed, second, coverage });
  const changes = [...change.edits, guardFile(incident.guard)];
  return { patch: { changes, diff: await tree.diff(tested), leftOut, proof }, guard: incident.guard };
}

/** The change without its needless parts; null when there are none, or when the rest of the suite does need them. */
async function maybeSlimmer(
  { incident }: TriedChange,
  { needed, tree, sandbox }: { needed: Needed; tree: Tree; sandbox: Sandbox },
): Promise<TriedChange | null> {
  if (needed.needed === needed.parts) return null;
  const slim = await triedWith(await changeOf(needed.files, tree), { incident, tree, sandbox });
  return slim.trial.refused ? null : slim;
}

/** The spare on the repaired tree: it decides nothing, since it may ask for too much, but a person should know. */
async function spareRun(change: ChangedTree, incident: Guarded, sandbox: Sandbox): Promise<SuiteRun | null> {
  const { guard, reproduction } = incident;
  if (!guard.spare) return null;
  const tree = await change.tree.with([{ ...guardFile(incident.guard), content: guard.spare.source }]);
  await using workspace = await sandbox.open(tree, reproduction.environment);
  return await runTests(workspace, reproduction.recipe, { ids: [guard.path], seconds: guardSeconds });
}
