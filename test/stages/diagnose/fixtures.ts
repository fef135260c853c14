// What the tests of `diagnose` share: evidence of a true failure, a tree made of texts, and a model that plays its answers.
import { Readable } from 'node:stream';
import type { Evidence, Failure } from '../../../src/incident/evidence.ts';
import type { Collected } from '../../../src/incident/incident.ts';
import { emptyLedger } from '../../../src/incident/ledger.ts';
import { incidentId } from '../../../src/incident/names.ts';
import type { Answered, Model, Ports, Question, Tree } from '../../../src/ports.ts';
import type { Answer } from '../../../src/stages/diagnose/question.ts';
import { sampleRun } from '../../contracts/store-entries.ts';

export const files: Readonly<Record<string, string>> = {
  'README.md': '# Shop\n',
  'shop/__init__.py': 'from .user_service import UserService\n',
  'shop/user_service.py': `class UserService:\n    def find(self, user_id):\n        return {}.get(user_id)\n\n    def send_notification(self, user_id, text):\n        user = self.find(user_id)\n        return user["email"] + text\n`,
  'shop/cart.py': 'def total(cart):\n    return sum(cart)\n',
  'shop/unrelated.py': 'x = 1\n',
  'tests/test_user_service.py': `from shop import UserService\n\n\ndef test_unknown_user():\n    assert UserService().send_notification(99, "x") is None\n`,
};
export const paths: ReadonlySet<string> = new Set(Object.keys(files));

export const failure: Failure = {
  testId: 'tests/test_user_service.py::test_unknown_user',
  phase: 'call',
  errorType: 'TypeError',
  message: "'NoneType' object is not subscriptable",
  file: 'shop/user_service.py',
  line: 7,
  frames: [
    { file: 'tests/test_user_service.py', line: 5, function: 'test_unknown_user', inRepository: true },
    { file: 'shop/user_service.py', line: 7, function: 'send_notification', inRepository: true },
  ],
};

export const evidence: Evidence = {
  job: {
    id: 71,
    name: 'test',
    url: 'https://github.com/acme/shop/actions/runs/7/job/71',
    step: { name: 'Test', number: 5 },
  },
  otherFailedJobs: [],
  logSource: 'archive',
  failures: [failure],
  commands: [{ script: 'pytest -q', shell: 'bash -e {0}', env: {}, exitCode: 1 }],
  lastGreen: null,
  language: 'python',
  languageVersion: '3.11',
  digest: `Failed: job "test"\nLog:\n>       return user["email"] + text\nE       TypeError: 'NoneType' object is not subscriptable\n\nshop/user_service.py:7: TypeError`,
  signature: '0123456789abcdef',
};

export const answer: Answer = {
  cause: 'send_notification does not expect an unknown user.',
  errorType: 'TypeError',
  file: 'shop/user_service.py',
  line: 7,
  class: 'code',
  evidence: ["E       TypeError: 'NoneType' object is not subscriptable"],
  confidence: 1,
};

/** A log without tests, as lines of the failed step. */
export function silent(lines: readonly string[], exitCode = 1): Evidence {
  const script = 'pip install -r requirements.txt && pytest';
  const commands = [{ script, shell: 'bash -e {0}', env: {}, exitCode }];
  return { ...evidence, failures: [], commands, digest: `Failed: job "test"\nLog:\n${lines.join('\n')}` };
}

const run = sampleRun({ owner: 'acme', repo: 'shop' });

export function collected(of: Evidence = evidence): Collected {
  const limits = { attempts: 3, dollars: 0.5 };
  return {
    id: incidentId(run),
    run,
    limits,
    ledger: emptyLedger,
    attempts: [],
    settings: { enabled: true },
    evidence: of,
  };
}

export const tree: Tree = {
  hash: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  commit: null,
  entries: async () =>
    Object.entries(files).map(([path, text]) => ({ path, kind: 'file', bytes: text.length, hash: '' })),
  read: async path => {
    const text = files[path];
    return text === undefined ? null : { path, text, executable: false };
  },
  with: untouched,
  diff: untouched,
  archive: () => Readable.from([]),
  gitDirectory: () => null,
};

/** Plays these answers one after the other, checked by the question's own schema, and keeps what it was asked. */
export function modelPlaying(answers: readonly unknown[]): { model: Model; asked: Question<unknown>[] } {
  const asked: Question<unknown>[] = [];
  const usage = { inputTokens: 100, outputTokens: 10, seconds: 1, dollars: 0.01 };
  const ask = async <Value>(question: Question<Value>): Promise<Answered<Value>> => {
    const played = answers[asked.length];
    asked.push(question);
    if (question.form.kind !== 'json') throw new Error('diagnose asks for JSON');
    const parsed = question.form.schema.safeParse(played);
    if (parsed.success) return { kind: 'answer', value: parsed.data, usage };
    return { kind: 'unusable', reason: 'no JSON of that form', text: String(played), usage };
  };
  return { model: { ask }, asked };
}

export function portsWith(model: Model, at: Tree | null = tree): Ports {
  return {
    model,
    repository: {
      tree: async () => at,
      settings: untouched,
      jobs: untouched,
      runLog: untouched,
      jobLog: untouched,
      jobAnnotations: untouched,
      head: untouched,
      propose: untouched,
      showCheck: untouched,
      escalate: untouched,
      lastGreen: untouched,
      redBefore: untouched,
      masked: async text => text,
    },
    sandbox: { prepare: untouched, open: untouched },
    clock: { now: () => new Date(0) },
  };
}

function untouched(): never {
  throw new Error('diagnose has no business here');
}
