// Judges a proposed change: the static gates, the verification, and whether each part of it is needed.
import { Capability } from '../../../incident/capability.ts';
import type { Guard } from '../../../incident/guard.ts';
import type { Guarded } from '../../../incident/incident.ts';
import type { FileChange, Patch, Verdict } from '../../../incident/patch.ts';
import type { Sandbox, Tree } from '../../../ports.ts';
import { runTests } from '../../../suite/run-tests.ts';
import type { SuiteRun } from '../../../suite/suite-run.ts';
import { offload } from '../../../threads/offload.ts';
import type { EditedFile } from '../edit/edited.ts';
import { capabilityVerdict } from '../gates/capability-gate.ts';
import { fingerprint } from '../gates/fingerprint.ts';
import { changeRefusal, filesRefusal, newFilesRefusal } from '../gates/static-gates.ts';
import { fileChanges, guardFile } from './changes.ts';
import { maybeComparison, ownValues } from './neighbours.ts';
import { type Minimisation, minimisedPatch } from './patch-minimisation.ts';
import { proofOf, type Tested, type TestedMinimisation } from './proof.ts';
import type { AttemptContext, RepairContext } from './repair-context.ts';
import { repositoryFiles } from './repository-files.ts';
import { shownByRuns } from './shown-by-runs.ts';
import { testMaterial, textsOf } from './test-material.ts';
import { guardSeconds, type Verification, verify } from './verification.ts';

/** The outcome of one attempt. */
export interface AttemptResult {
  readonly verdict: Verdict;
  /** Of the change as proposed. */
  readonly diff: string;
  readonly fingerprint: string | null;
  readonly proven: { readonly patch: Omit<Patch, 'attempt' | 'idea'>; readonly guard: Guard } | null;
}

/** The result of an attempt that was never applied to a tree. */
export function unapplied(verdict: Verdict): AttemptResult {
  return { verdict, diff: '', fingerprint: null, proven: null };
}

const gates = new URL('../gates/static-gates.ts', import.meta.url).href;
const capabilityGate = new URL('../gates/capability-gate.ts', import.meta.url).href;
const seconds = 120;

export async function judgeChange(files: readonly EditedFile[], context: AttemptContext): Promise<AttemptResult> {
  const { tests, support, dataFiles, data } = await testMaterial(context.incident, context.tree);
  const forbidden =
    filesRefusal(files, context.incident, dataFiles) ??
    newFilesRefusal(files, context.incident, await repositoryFiles(files, context));
  if (forbidden) return unapplied(forbidden);
  const change = await changeOf(files, context.tree);
  const identity = fingerprint(new Map(files.map(file => [file.path, file.text])));
  const ran = { diff: change.diff, fingerprint: identity, proven: null };
  const before = await textsOf(
    files.map(file => file.path),
    context.tree,
  );
  const failing = { tests: [...tests.values()], support, data };
  const proposed = { files, before, diff: change.diff, fingerprint: identity, ...failing };
  const input = { change: proposed, incident: context.incident };
  const refused = await offload({ module: gates, run: changeRefusal }, input, { seconds });
  if (refused) return { ...ran, verdict: refused };
  const first = await verifyChange(change, context);
  const whole = (await maybeWithAlternative(first, context)) ?? first;
  if (whole.verification.refused) return { ...ran, verdict: first.verification.refused ?? whole.verification.refused };
  const minimal = await minimised(whole, context);
  const { change: proven, verification } = minimal.underTest;
  // Asked of what is left: a capability may have gone with a hunk, or come with one that took it away elsewhere.
  const rest = { change: { ...proposed, files: proven.files, diff: proven.diff }, incident: whole.incident };
  const able = await offload({ module: capabilityGate, run: capabilityVerdict }, rest, { seconds });
  if (able.kind === 'refused') return { ...ran, verdict: able };
  const { capabilities } = able;
  const shown = shownByRuns(verification, { ...proven, before, incident: whole.incident, capabilities });
  if (shown.refused) return { ...ran, verdict: shown.refused };
  const compared = await maybeComparison(proven.tree, { ...context, incident: whole.incident });
  if (compared.refused) return { ...ran, verdict: compared.refused };
  const known = { ...minimal, ...shown, beside: compared, capabilities };
  return { ...ran, verdict: { kind: 'proven' }, proven: await provenBy(known, context) };
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

/** A change together with a regression test, and what the verification of both showed. */
interface ChangeUnderTest {
  readonly change: ChangedTree;
  readonly incident: Guarded;
  readonly tested: Tree;
  readonly verification: Verification;
}

async function verifyChange(change: ChangedTree, { incident, tree, sandbox }: RepairContext): Promise<ChangeUnderTest> {
  const tested = await change.tree.with([guardFile(incident.guard)]);
  const changed = change.files.map(file => file.path);
  const verification = await verify(tested, incident, { sandbox, failing: tree, changed });
  return { change, incident, tested, verification };
}

/**
 * When a second change makes all of CI's failing tests pass and the regression test alone stays red, that test is suspect:
 * the alternative replaces it, if there is one. Not after the first, for then the change is: a guard with other values than
 * CI's is what tells a repair from a change that serves CI's values alone. It is never given up for one without such values.
 */
async function maybeWithAlternative(
  { change, verification }: ChangeUnderTest,
  context: RepairContext,
): Promise<ChangeUnderTest | null> {
  const { guard, attempts } = context.incident;
  const isSecond = attempts.some(({ verdict }) => verdict.kind === 'refused' && verdict.gate === 'only-guard-red');
  if (verification.refused?.gate !== 'only-guard-red' || !isSecond || !guard.spare) return null;
  const isOwn = await ownValues(context);
  if (isOwn(guard.source) && !isOwn(guard.spare.source)) return null;
  const alternative: Guard = { ...guard, ...guard.spare, spare: null, replaced: guard.source };
  return await verifyChange(change, { ...context, incident: { ...context.incident, guard: alternative } });
}

/** What is to be published, and what else was proposed. */
interface MinimisedChange {
  readonly underTest: ChangeUnderTest;
  readonly needed: TestedMinimisation | null;
  readonly leftOut: string;
}

async function minimised(whole: ChangeUnderTest, { tree, sandbox }: RepairContext): Promise<MinimisedChange> {
  const needed = await minimisedPatch(whole.change, { incident: whole.incident, tree, sandbox });
  const reduced = needed && (await maybeReduced(whole, { needed, tree, sandbox }));
  if (!needed || !reduced) return { underTest: whole, needed: needed && { ...needed, isReduced: false }, leftOut: '' };
  const leftOut = await reduced.change.tree.diff(whole.change.tree);
  return { underTest: reduced, needed: { ...needed, isReduced: true }, leftOut };
}

async function provenBy(
  {
    underTest: { change, incident, tested, verification },
    needed,
    leftOut,
    capabilities,
    ...known
  }: MinimisedChange &
    Pick<Tested, 'coverage' | 'foreseen' | 'declared' | 'beside'> & { readonly capabilities: readonly Capability[] },
  { tree, sandbox }: RepairContext,
): Promise<AttemptResult['proven']> {
  const second = await alternativeRun(change, incident, sandbox);
  const proof = proofOf(verification, incident, { before: tree.hash, after: tested.hash, needed, second, ...known });
  const changes = [...change.edits, guardFile(incident.guard)];
  const able = capabilities.map(one => Capability.parse(one));
  const patch = { changes, diff: await tree.diff(tested), leftOut, proof, capabilities: able };
  return { patch, guard: incident.guard };
}

/** The change without its needless parts; null when there are none, or when the rest of the suite does need them. */
async function maybeReduced(
  { incident }: ChangeUnderTest,
  { needed, tree, sandbox }: { needed: Minimisation; tree: Tree; sandbox: Sandbox },
): Promise<ChangeUnderTest | null> {
  if (needed.needed === needed.parts) return null;
  const reduced = await verifyChange(await changeOf(needed.files, tree), { incident, tree, sandbox });
  return reduced.verification.refused ? null : reduced;
}

/** The alternative test on the repaired tree: it decides nothing, since it may be too strict, but a person should know. */
async function alternativeRun(change: ChangedTree, incident: Guarded, sandbox: Sandbox): Promise<SuiteRun | null> {
  const { guard, reproduction } = incident;
  if (!guard.spare) return null;
  const tree = await change.tree.with([{ ...guardFile(incident.guard), content: guard.spare.source }]);
  await using workspace = await sandbox.open(tree, reproduction.environment);
  return await runTests(workspace, reproduction.recipe, { ids: [guard.path], seconds: guardSeconds });
}
