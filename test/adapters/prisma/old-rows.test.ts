import { expect, test } from '@jest/globals';
import { entryOf } from '../../../src/adapters/prisma/rows.ts';
import { evidence, reproduction, sampleEntries, sampleRun } from '../../contracts/store-entries.ts';

/** Columns as they were stored before evidence and recipes named their language. */
const oldEvidence = JSON.parse(`{
  "job": {"id": 1, "name": "test", "url": "https://github.com/octo/mail/actions/runs/1/job/1", "step": {"name": "Run pytest", "number": 4}},
  "otherFailedJobs": ["lint"], "logSource": "archive", "failures": [],
  "commands": [{"script": "pytest", "shell": "/usr/bin/bash -e {0}", "env": {}, "exitCode": 1}],
  "lastGreen": null, "pythonVersion": "3.11", "digest": "E   TypeError", "signature": "f00dfeed"
}`);
const oldRecipe = JSON.parse(`{
  "image": "python:3.11-slim", "setup": [],
  "test": {"text": "pytest", "shell": "bash -e", "directory": ".", "env": {}},
  "pytest": "python -m pytest", "notes": ["caching was skipped"]
}`);

test('a row stored before facts named their language is read as Python’s', () => {
  const { state, incident } = entryOf(rowOf(oldEvidence, { ...reproduction, recipe: oldRecipe })) as Reproduced;
  expect(state).toBe('reproduced');
  expect(incident.evidence).toMatchObject({ language: 'python', languageVersion: '3.11', signature: 'f00dfeed' });
  expect(incident.evidence).not.toHaveProperty('pythonVersion');
  expect(incident.reproduction.recipe).toEqual({
    language: 'python',
    image: 'python:3.11-slim',
    setup: [],
    test: { text: 'pytest', shell: 'bash -e', directory: '.', env: {} },
    history: { depth: 1, tags: false },
    services: [],
    notes: ['caching was skipped'],
  });
});

test('a row stored before runs had their repository’s id is read without one', () => {
  const row = rowOf(evidence, reproduction);
  const { repositoryId: _, ...run } = row.run as Record<string, unknown>;
  expect(entryOf({ ...row, run } as Row).incident.run.repositoryId).toBeNull();
});

test('a row that names a language unknown to this version is refused by name', () => {
  const row = rowOf({ ...evidence, language: 'cobol' }, reproduction);
  expect(() => entryOf(row)).toThrow(/cannot be read from the database: evidence\.language/);
});

type Row = Parameters<typeof entryOf>[0];
type Reproduced = ReturnType<typeof sampleEntries>['reproduced'];

function rowOf(storedEvidence: unknown, storedReproduction: unknown): Row {
  const { id, limits, ledger, attempts, settings, diagnosis, run } = sampleEntries(sampleRun()).reproduced.incident;
  const { owner, repo, workflowName, headBranch, headSha } = run;
  // A migration gives old rows their settings.
  const facts = { settings, evidence: storedEvidence, diagnosis, reproduction: storedReproduction };
  const row = {
    id,
    state: 'reproduced',
    owner,
    repo,
    workflowName,
    headBranch,
    headSha,
    run,
    limits,
    ledger,
    attempts,
  };
  return { ...row, ...facts, guard: null, patch: null, proposal: null, stop: null } as unknown as Row;
}
