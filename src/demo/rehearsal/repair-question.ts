// The question for a repair as it would be asked once there is a regression test, which no one has written.
import { geminiModel } from '../../adapters/gemini/gemini.ts';
import { secretMasker } from '../../adapters/secrets/mask.ts';
import { type Config, secretsOf } from '../../config.ts';
import type { Guarded, Known, Reproduced } from '../../incident/incident.ts';
import type { Ports, Repository, Tree } from '../../ports.ts';
import { taskFor } from '../../stages/guard/surroundings.ts';
import { repair } from '../../stages/repair/repair.ts';
import { placeholderTest } from './placeholder-answers.ts';

/** Has the repair stage ask the model of `config`, with a placeholder for the test; does nothing if the failure was not reproduced. */
export async function askForRepair(known: Known, tree: Tree, config: Config): Promise<void> {
  const { settings, evidence, diagnosis, reproduction } = known;
  if (!settings || !evidence || !diagnosis || !reproduction) return;
  const { id, run, limits, ledger } = known;
  const reproduced = { id, run, limits, ledger, attempts: [], settings, evidence, diagnosis, reproduction };
  const mask = secretMasker({ known: secretsOf(config) });
  await repair(await withPlaceholderTest(reproduced, tree), portsFor(tree, geminiModel({ ...config.gemini, mask })));
}

async function withPlaceholderTest(incident: Reproduced, tree: Tree): Promise<Guarded> {
  const [failure] = incident.reproduction.targets;
  if (!failure) throw new Error('a reproduction has no failing test');
  const { path } = await taskFor(incident, tree);
  const nothing = { command: '', redRuns: 1, output: '', spare: null, replaced: null };
  return { ...incident, guard: { ...nothing, path, source: placeholderTest, testId: path, failure } };
}

/** Asking reads the tree and does nothing else. */
function portsFor(tree: Tree, model: Ports['model']): Ports {
  const never = () => {
    throw new Error('A rehearsal without a model only asks.');
  };
  const others = {
    settings: never,
    jobs: never,
    runLog: never,
    jobLog: never,
    jobAnnotations: never,
    lastGreen: never,
    redBefore: never,
    masked: never,
  };
  const effects = { head: never, propose: never, showCheck: never, escalate: never };
  const repository: Repository = { tree: async () => tree, ...others, ...effects };
  return { repository, model, sandbox: { prepare: never, open: never }, clock: { now: () => new Date() } };
}
