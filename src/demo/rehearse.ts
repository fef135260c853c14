// `npm run rehearse -- <path to a git repository>`: the line on a repository of yours, before installing anything. Its last commit
// is taken as the failing push, or a downloaded log as that of its failed run. The original is never written to.
import { join } from 'node:path';
import type { LocalStack } from '../standins/local-stack.ts';
import { readRecordedLog } from '../standins/recorded-log/recorded-log.ts';
import { type RecordedRun, recordedRun } from '../standins/recorded-log/recorded-run.ts';
import { type RehearsalOptions, rehearsalOptions } from './rehearsal/options.ts';
import { type RehearsalSource, rehearsalSource } from './rehearsal/source.ts';
import { type RunLineOptions, runLine } from './run-line.ts';

const root = join(import.meta.dirname, '../..');
const owner = 'rehearsal';

try {
  await rehearse(rehearsalOptions(process.argv.slice(2), process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function rehearse({ repository, log, model }: RehearsalOptions): Promise<void> {
  const source = await rehearsalSource(repository);
  const { name } = source;
  const failing = log === null ? pushed(source) : replayed(source, await recordedRunOf(log, source));
  console.log(`${modelText(model)}\n`);
  const directory = join(root, '.nightwatch/rehearsal', name);
  const view = await runLine({ directory, owner, name, model, ...failing });
  if (!view) console.log('\nCI passed: there is nothing to repair.');
}

type Failing = Pick<RunLineOptions, 'pushTitle' | 'createRepository' | 'push' | 'runWorkflow'>;

/** CI runs here, for a push of the last commit onto the one before it. */
function pushed(source: RehearsalSource): Failing {
  const { path, name, branch, head, parent } = source;
  if (parent === null)
    throw new Error(`${path} needs at least two commits: the last one is taken as the failing push.`);
  return {
    pushTitle: `Push ${head.slice(0, 7)} to ${branch}`,
    createRepository: stack => create(stack, source, parent),
    push: ({ github }) => github.push({ repository: `${owner}/${name}`, branch, sha: head }),
  };
}

/** CI has run already, on GitHub. */
function replayed(source: RehearsalSource, { path, runner, failed }: RecordedRun): Failing {
  const { name, branch, head } = source;
  return {
    pushTitle: `Take the log as that of ${path} at ${head.slice(0, 7)} (failed: ${failed.join(', ')})`,
    createRepository: stack => create(stack, source, head),
    push: ({ github }) => github.startRun({ repository: `${owner}/${name}`, branch, path }),
    runWorkflow: runner,
  };
}

async function recordedRunOf(log: string, { head, workflows }: RehearsalSource): Promise<RecordedRun> {
  return recordedRun(await readRecordedLog(log), { file: log, sha: head, workflows });
}

async function create({ github }: LocalStack, { path, name, branch }: RehearsalSource, upTo: string): Promise<void> {
  await github.createRepository({ owner, name, from: { path, upTo }, defaultBranch: branch });
}

function modelText(model: RunLineOptions['model']): string {
  if (model === 'none')
    return 'GEMINI_API_KEY is not set: this goes as far as no model is needed, and keeps the prompts instead of sending them.';
  return 'apiKey' in model
    ? 'Answers come from the real Gemini (GEMINI_API_KEY is set).'
    : `The model's answers are scripted (${model.answers}).`;
}
