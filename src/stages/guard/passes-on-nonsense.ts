// Whether a regression test passes whatever the code returns. It is red on the failing tree, and still any change would make it green.
import { failingTestFiles } from '../../context/failing-tests.ts';
import { readAll } from '../../context/source-file.ts';
import type { FileChange } from '../../incident/patch.ts';
import type { Sandbox } from '../../ports.ts';
import { runTests } from '../../suite/run-tests.ts';
import type { GuardTask } from './surroundings.ts';

const seconds = 60;

/**
 * Run with nonsense for each result, unless the test says plainly what a result is. What CI's failing tests say no more of either is the
 * failure's own: that it raises at all, that a value is something other than it was.
 */
export async function passesOnNonsense(source: string, task: GuardTask, sandbox: Sandbox): Promise<boolean> {
  const content = task.language.rules.guard.withNonsense(source, task.paths);
  if (content === null) return false;
  const own = { files: [{ path: task.path, content, executable: false }], ids: [task.path] };
  return (await allPass(own, task, sandbox)) && !(await targetsPass(task, sandbox));
}

async function targetsPass(task: GuardTask, sandbox: Sandbox): Promise<boolean> {
  const { targets } = task.incident.reproduction;
  const files = (await readAll(task.tree, failingTestFiles(targets, task.paths))).map(({ path, text }) => {
    const content = task.language.source.isTest(path) ? task.language.rules.guard.allNonsense(text, task.paths) : null;
    return content === null ? null : { path, content, executable: false };
  });
  const changed = files.filter(file => file !== null);
  if (changed.length < files.length || files.length === 0) return false;
  return await allPass({ files: changed, ids: targets.map(({ testId }) => testId) }, task, sandbox);
}

async function allPass(
  { files, ids }: { files: readonly FileChange[]; ids: readonly string[] },
  { tree, incident }: GuardTask,
  sandbox: Sandbox,
): Promise<boolean> {
  const { environment, recipe } = incident.reproduction;
  await using workspace = await sandbox.open(await tree.with([...files]), environment);
  const { outcomes, void: reason } = await runTests(workspace, recipe, { ids, seconds });
  return reason === null && outcomes.size > 0 && [...outcomes.values()].every(outcome => outcome === 'passed');
}
