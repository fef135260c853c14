// A small Python repository with one real bug, reproduced on the real engine, and a model that plays hand-made answers.
import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { openSandbox } from '../../../src/adapters/docker/sandbox.ts';
import type { Guarded, Reproduced } from '../../../src/incident/incident.ts';
import { emptyLedger } from '../../../src/incident/ledger.ts';
import { incidentId } from '../../../src/incident/names.ts';
import type { Environment, Recipe } from '../../../src/incident/reproduction.ts';
import type { Answered, Model, Ports, Question, Repository, Sandbox, Tree } from '../../../src/ports.ts';
import { runSuite } from '../../../src/suite/run-tests.ts';
import type { SuiteRun } from '../../../src/suite/suite-run.ts';
import { sampleRun } from '../../contracts/store-entries.ts';
import { files, goodGuard } from '../../suite/mail-shop.ts';

const owner = `test-${randomUUID()}`;

export { files, goodGuard };

export const goodFix = `find() answers None for a stranger, and address() does not expect it.

\`\`\`
shop/mail.py
<<<<<<< SEARCH
def address(user_id):
    user = find(user_id)
    return user["email"]
=======
def address(user_id):
    user = find(user_id)
    if user is None:
        return None
    return user["email"]
>>>>>>> REPLACE
\`\`\`
`;

export const recipe: Recipe = {
  image: 'python:3.11-slim',
  // A comment of its own gives every suite an environment of its own, to remove when it is done.
  setup: [{ text: `true # ${owner}`, shell: 'sh -e {0}', directory: '.', env: {} }],
  test: { text: 'python -m pytest', shell: 'bash -e {0}', directory: '.', env: {} },
  language: 'python',
  history: { depth: 1, tags: false },
  services: [],
  notes: [],
};

export function openTestSandbox(): Sandbox {
  const limits = { memoryMb: 512, cpus: 2, pids: 128, setupSeconds: 600, outputBytes: 200_000, diskMb: 2_048 };
  const sandboxes = openSandbox({ limits, owner, processIdentity: owner, mask: async text => text });
  opened.push(sandboxes);
  return sandboxes.for(sampleRun({ repo: 'shop' }));
}

const opened: AsyncDisposable[] = [];

export async function removeImages(): Promise<void> {
  for (const sandboxes of opened) await sandboxes[Symbol.asyncDispose]();
  const docker = new Docker();
  for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } })) {
    await docker.getImage(Id).remove();
  }
}

async function environmentOf(sandbox: Sandbox, tree: Tree): Promise<Environment> {
  const prepared = await sandbox.prepare(tree, recipe);
  if (prepared.kind !== 'ready') throw new Error(prepared.finished.output);
  return prepared.environment;
}

/** The incident as `reproduce` would leave it, from a real run of the suite. */
export async function reproducedOn(sandbox: Sandbox, tree: Tree): Promise<Reproduced> {
  const environment = await environmentOf(sandbox, tree);
  await using workspace = await sandbox.open(tree, environment);
  return reproducedFrom(await runSuite(workspace, recipe, { seconds: 600 }), { tree: tree.hash, environment });
}

export function reproducedFrom(run: SuiteRun, made: { tree: string; environment: Environment }): Reproduced {
  const idsOf = (...wanted: string[]) =>
    [...run.outcomes].flatMap(([id, outcome]) => (wanted.includes(outcome) ? [id] : []));
  const baseline = {
    passing: idsOf('passed'),
    failing: idsOf('failed', 'error'),
    flaky: [],
    skipped: idsOf('skipped'),
    runs: 1,
    seconds: 1,
  };
  const [first] = run.failures;
  const { output } = run.finished;
  return {
    ...configured,
    evidence: {
      job: { id: 1, name: 'test', url: 'https://github.com/acme/shop/actions/runs/7/job/1', step: null },
      otherFailedJobs: [],
      logSource: 'archive',
      failures: [...run.failures],
      commands: [],
      lastGreen: null,
      language: 'python',
      languageVersion: '3.11',
      digest: output,
      signature: 'abc',
    },
    diagnosis: {
      class: 'code',
      errorType: first?.errorType ?? 'TypeError',
      file: 'shop/mail.py',
      line: 12,
      cause: 'A user who is not known is None.',
      confidence: 0.8,
      checks: [],
    },
    reproduction: { recipe, ...made, targets: [...run.failures], baseline, executed: [], reached: [], output },
  };
}

const run = sampleRun({ owner: 'acme', repo: 'shop' });
const configured = {
  id: incidentId(run),
  run,
  limits: { attempts: 3, dollars: 0.5 },
  ledger: emptyLedger,
  attempts: [],
  settings: { enabled: true },
};

export function guardedWith(incident: Reproduced): Guarded {
  const failure = incident.reproduction.targets[0];
  if (!failure) throw new Error('the fixture shows no failure');
  const path = 'tests/test_mail_regression.py';
  const testId = `${path}::test_a_stranger_has_no_address`;
  const guard = {
    path,
    source: goodGuard,
    testId,
    command: `python -m pytest ${path}`,
    failure,
    redRuns: 3,
    output: '',
    spare: null,
    replaced: null,
  };
  return { ...incident, guard };
}

export interface Played {
  readonly ports: Ports;
  readonly questions: Question<unknown>[];
}

/** Answers each question with the next text; a text that the question cannot read is `unusable`, as with the real adapter. */
export function play(tree: Tree | null, sandbox: Sandbox, answers: readonly string[]): Played {
  const questions: Question<unknown>[] = [];
  const usage = { inputTokens: 1_000, outputTokens: 100, seconds: 1, dollars: 0.01 };
  const model: Model = {
    async ask<Answer>(question: Question<Answer>): Promise<Answered<Answer>> {
      const text = answers[questions.length];
      if (text === undefined) throw new Error(`no answer for question ${questions.length + 1}`);
      questions.push(question);
      if (question.form.kind !== 'text') throw new Error('the stages ask for text');
      try {
        return { kind: 'answer', value: question.form.parse(text), usage };
      } catch (error) {
        return { kind: 'unusable', reason: String(error), text, usage };
      }
    },
  };
  const ports = { repository: onlyTree(tree), model, sandbox, clock: { now: () => new Date('2026-11-23T09:00:00Z') } };
  return { ports, questions };
}

/** A sandbox for stories in which nothing may be run. */
export const closedSandbox: Sandbox = {
  prepare: () => Promise.reject(new Error('nothing should be prepared')),
  open: () => Promise.reject(new Error('nothing should be run')),
};

/** A repository of which only the tree is there. */
function onlyTree(tree: Tree | null): Repository {
  const refuse = () => Promise.reject(new Error('the stage should not ask GitHub for this'));
  return {
    tree: async () => tree,
    settings: refuse,
    jobs: refuse,
    runLog: refuse,
    jobLog: refuse,
    jobAnnotations: refuse,
    head: refuse,
    propose: refuse,
    showCheck: refuse,
    escalate: refuse,
    lastGreen: refuse,
    redBefore: refuse,
    masked: async text => text,
  };
}
