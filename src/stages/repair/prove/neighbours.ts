// Runs calls with values beside the failing tests' own on three trees, where the regression test has no values but theirs: the last
// green commit, the failing one, and the changed one. One short run each.
import type { ComparedNeighbours } from '../../../incident/neighbours.ts';
import { sha256 } from '../../../incident/receipt/hashes.ts';
import type { Observed, Probe } from '../../../languages/contract/neighbours.ts';
import { languageOfJob } from '../../../languages/languages.ts';
import type { Tree } from '../../../ports.ts';
import { runTests } from '../../../suite/run-tests.ts';
import { type Neighbour, neighboursObjection, showsRegression } from '../gates/neighbours.ts';
import type { Refused } from '../gates/verdict.ts';
import { guardFile } from './changes.ts';
import type { AttemptContext, RepairContext } from './repair-context.ts';
import { failingTests } from './test-material.ts';

export interface Comparison {
  readonly refused: Refused | null;
  /** Of the regression test; then nothing is compared. */
  readonly hasOwnValues: boolean;
  /** Null when nothing could be compared. */
  readonly neighbours: ComparedNeighbours | null;
  /** As a person would type it; empty when nothing was run. */
  readonly command: string;
}

/** Of all calls together; and of one, which is no more than a few lines of a test. */
const seconds = 60;
const testSeconds = 3;

/** Tells of a test's source whether it puts in a value that none of the failing tests has. */
export async function ownValues({ incident, tree }: RepairContext): Promise<(source: string) => boolean> {
  const tests = await failingTests(incident, tree);
  const { ownValuesBeside } = languageOfJob(incident.evidence).rules.guard;
  return ownValuesBeside({ targets: incident.reproduction.targets, texts: [...tests.values()] });
}

/** `changed` is the failing tree with the change alone. */
export async function maybeComparison(changed: Tree, context: AttemptContext): Promise<Comparison> {
  const hasOwnValues = (await ownValues(context))(context.incident.guard.source);
  const none = { refused: null, hasOwnValues, neighbours: null, command: '' };
  const probe = hasOwnValues ? null : await maybeProbe(context);
  const green = probe && (await context.green());
  if (!probe || !green) return none;
  const trees = { green, failing: context.tree, changed };
  const first = await seenOn(trees, probe, context);
  if (!first) return none;
  const objection = neighboursObjection(first.seen);
  // A value that is another one each time is seen in a second round.
  const again = objection === null ? null : await seenOn(trees, probe, context);
  const confirmed = again && neighboursObjection(steady(first.seen, again.seen));
  const neighbours = comparedOf(first.seen, { probe, green });
  return { ...none, refused: confirmed ? refusal(confirmed) : null, neighbours, command: first.command };
}

async function maybeProbe({ incident, tree }: RepairContext): Promise<Probe | null> {
  const texts = [...(await failingTests(incident, tree)).values()];
  const paths = new Set((await tree.entries()).map(({ path }) => path));
  const { neighbours } = languageOfJob(incident.evidence).rules;
  return neighbours.probe({ targets: incident.reproduction.targets, texts, guard: incident.guard.source, paths });
}

interface Trees {
  readonly green: Tree;
  readonly failing: Tree;
  readonly changed: Tree;
}

interface Seen {
  readonly seen: readonly Neighbour[];
  readonly command: string;
}

/** Null when the last green commit is no measure, or a run proves nothing. */
async function seenOn({ green, failing, changed }: Trees, probe: Probe, context: RepairContext): Promise<Seen | null> {
  const [then, now] = [await observedOn(green, probe, context), await observedOn(failing, probe, context)];
  if (!then || !now) return null;
  const before = probe.inputs.map((input, at) => ({
    input,
    green: then.values[at] ?? null,
    failing: now.values[at] ?? null,
  }));
  const after = showsRegression(before) ? await observedOn(changed, probe, context) : null;
  if (!after) return null;
  return { seen: before.map((each, at) => ({ ...each, repaired: after.values[at] ?? null })), command: after.command };
}

interface ObservedValues {
  readonly values: readonly Observed[];
  readonly command: string;
}

/** In the place of the regression test, where the failing command finds it. */
async function observedOn(
  tree: Tree,
  probe: Probe,
  { incident, sandbox }: RepairContext,
): Promise<ObservedValues | null> {
  const { guard, reproduction, evidence } = incident;
  const { observed } = languageOfJob(evidence).rules.neighbours;
  const probed = await tree.with([{ ...guardFile(guard), content: probe.source }]);
  await using workspace = await sandbox.open(probed, reproduction.environment);
  const run = await runTests(workspace, reproduction.recipe, { ids: [guard.path], seconds, testSeconds });
  if (run.void !== null) return null;
  const failures = new Map(run.failures.map(failure => [failure.testId, failure]));
  const values = probe.inputs.map(({ test }) => {
    const failure = failures.get(`${guard.path}::${test}`);
    return failure ? observed(failure) : null;
  });
  return { values, command: run.command };
}

/** What was the same in both rounds; the rest could not be told. */
function steady(first: readonly Neighbour[], again: readonly Neighbour[]): Neighbour[] {
  return first.map((one, at) => {
    const other = again[at];
    const keep = (side: 'green' | 'failing' | 'repaired') => {
      const isSame = one[side]?.text === other?.[side]?.text && one[side]?.kind === other?.[side]?.kind;
      return isSame ? one[side] : null;
    };
    return { input: one.input, green: keep('green'), failing: keep('failing'), repaired: keep('repaired') };
  });
}

function comparedOf(seen: readonly Neighbour[], { probe, green }: { probe: Probe; green: Tree }): ComparedNeighbours {
  const told = seen.filter(each => each.input.shifted && each.green && each.failing && each.repaired);
  const asGreen = (side: 'failing' | 'repaired') =>
    told.filter(each => each.green?.kind === each[side]?.kind && each.green?.text === each[side]?.text).length;
  return {
    greenTree: green.hash,
    probeSha256: sha256(probe.source),
    compared: told.length,
    before: asGreen('failing'),
    after: asGreen('repaired'),
  };
}

function refusal(reason: string): Refused {
  return { kind: 'refused', gate: 'neighbours-differ', reason, output: '' };
}
