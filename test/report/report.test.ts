// What GitHub shows of an incident: for every state and every reason to stop, within the limits of GitHub.
import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../../src/incident/incident.ts';
import type { CheckRunView } from '../../src/incident/report.ts';
import { type StopCode, stops } from '../../src/incident/stop.ts';
import type { Repository } from '../../src/ports.ts';
import { checkRunView } from '../../src/report/check-run.ts';
import { escalation } from '../../src/report/escalation.ts';
import { showReports } from '../../src/report/show.ts';
import { sampleEntries, sampleRun, stopped } from '../contracts/store-entries.ts';
import { untouched } from '../engine/stand-ins.ts';
import { expectTakenByGitHub, hostileEntries } from './hostile.ts';

const entries = sampleEntries(sampleRun());
const { patch } = entries.repaired.incident;
const capability = { file: 'user_service.py', line: 3, words: 'starts or signals processes', name: 'subprocess' };
const able = { ...entries.repaired.incident, patch: { ...patch, capabilities: [capability] } };
const detail = 'user_service.py:3 starts or signals processes, which the file did not do before (subprocess).';
const waiting: Entry = { state: 'stopped', incident: { ...able, stop: { code: 'needs-approval', detail } } };
const codes = Object.keys(stops) as StopCode[];
const shown = codes.filter(code => stops[code].conclusion !== null);

/** The check run of an entry that has one. */
function shownOf(entry: Entry, issueUrl: string | null): CheckRunView {
  const view = checkRunView(entry, issueUrl);
  if (!view) throw new Error(`GitHub shows nothing of a ${entry.state} incident.`);
  return view;
}

describe('the check run', () => {
  test.each([
    ['configured', 'Reading the log'],
    ['collected', 'Diagnosing the failure'],
    ['diagnosed', 'Reproducing the failure'],
    ['reproduced', 'Writing a regression test'],
    ['guarded', 'Repairing the code'],
    ['repaired', 'Opening a pull request'],
  ] as const)('of a %s incident is in progress: %s', (state, title) => {
    expect(shownOf(entries[state], null)).toMatchObject({
      name: 'Nightwatch',
      externalId: 'nightwatch-17000000001-1',
      status: 'in_progress',
      conclusion: null,
      title,
      annotations: [],
    });
  });

  test('is not there before the settings are read, nor where they leave the run out', () => {
    expect(checkRunView(entries.queued, null)).toBeNull();
    expect(checkRunView(stopped(entries.queued.incident, 'not-watched'), null)).toBeNull();
  });

  test('of a published incident links to the proof and is neutral', () => {
    const view = shownOf(entries.published, null);
    expect(view).toMatchObject({
      status: 'completed',
      conclusion: 'neutral',
      title: 'Proposed a proven fix in #7',
    });
    expect(view.summary).toContain('(https://github.com/octo/mail/pull/7)');
  });

  test.each(shown)('of an incident stopped as %s has a plain verdict and advice', code => {
    const view = shownOf(stopped(entries.guarded.incident, code), null);
    const { title, words, advice, conclusion } = stops[code];
    for (const text of [title, words, advice]) expect(text).toMatch(/\S/);
    expect(view).toMatchObject({ status: 'completed', conclusion, title: `Stopped: ${title}` });
    for (const text of [words, advice, 'It failed 1 of 3 times.']) expect(view.summary).toContain(text);
    expectTakenByGitHub(view);
  });

  test('of a change that waits for approval names what it newly does, shows it, and has the button', () => {
    const view = shownOf(waiting, 'https://github.com/octo/mail/issues/1');
    expect(view).toMatchObject({
      status: 'completed',
      conclusion: 'action_required',
      title: 'Waits for approval: the fix newly starts or signals processes',
      actions: [{ identifier: 'open-pull-request', label: 'Open pull request' }],
    });
    expect(view.summary).toContain('(subprocess)');
    expect(view.summary).toContain('Nothing was pushed');
    for (const part of ['```diff', '+        return False', '### The proof', 'the regression test'])
      expect(view.text).toContain(part);
    expectTakenByGitHub(view);
  });

  test('of any other incident has no button, and a repaired one takes it away again', () => {
    for (const { state, ...rest } of Object.values(entries))
      if (state !== 'queued') expect(shownOf({ state, ...rest } as Entry, null).actions).toEqual([]);
    for (const code of shown.filter(each => each !== 'needs-approval'))
      expect(shownOf(stopped(able, code), null).actions).toEqual([]);
  });

  test('of an approved change never reads like that of a plain proposal', () => {
    const { proposal } = entries.published.incident;
    const incident = {
      ...able,
      proposal,
      patch: { ...able.patch, approval: { login: 'ada', at: '2026-11-20T09:00:00Z' } },
    };
    expect(shownOf({ state: 'published', incident }, null).title).toBe('Opened draft #7, which ada approved');
  });

  test('annotates the diagnosed line and the lines of failing tests, at most fifty', () => {
    const { annotations } = shownOf(stopped(entries.diagnosed.incident), null);
    expect(annotations).toMatchObject([
      { path: 'user_service.py', line: 12, level: 'failure', title: 'Diagnosis: TypeError' },
      { path: 'user_service.py', line: 12, level: 'warning', message: expect.stringMatching(/^TypeError: 'None/) },
    ]);
    const { evidence } = entries.diagnosed.incident;
    const failures = Array.from({ length: 80 }, () => evidence.failures).flat();
    const many = stopped({ ...entries.diagnosed.incident, ...{ evidence: { ...evidence, failures } } });
    expect(shownOf(many, null).annotations).toHaveLength(50);
  });

  test('marks a low-confidence diagnosis as unconfirmed', () => {
    const { annotations } = shownOf(stopped(entries.diagnosed.incident, 'low-confidence'), null);
    expect(annotations[0]).toMatchObject({ level: 'notice', title: 'Unconfirmed diagnosis: TypeError' });
  });

  test('has no annotation that GitHub would reject', () => {
    const { diagnosis } = entries.diagnosed.incident;
    for (const flaw of [{ file: '' }, { cause: ' ' }]) {
      const entry = stopped({ ...entries.diagnosed.incident, ...{ diagnosis: { ...diagnosis, ...flaw } } });
      expect(shownOf(entry, null).annotations).toHaveLength(1);
    }
  });
});

describe('the escalation issue', () => {
  const person = codes.filter(code => stops[code].needsPerson);

  test.each(person)('for %s has analysis, trace, location, every attempt and where to start', code => {
    const { title, body, marker, labels } = escalation(stopped(entries.guarded.incident, code).incident);
    expect(title).toBe(`CI fails on main: ${stops[code].title}`);
    expect(labels).toEqual(['nightwatch']);
    expect(marker).toBe(`<!-- nightwatch:f00dfeed:${'a'.repeat(40)} -->`);
    const order = [
      stops[code].title,
      stops[code].words,
      'It failed 1 of 3 times.',
      '### Where to start',
      '`user_service.py:12` (confidence 90%)',
      stops[code].advice,
      '### Analysis',
      'without checking that there is one',
      '### Trace',
      'tests/test\\_user\\_service.py::test\\_unknown\\_user',
      '### Attempts',
      '**Attempt 1.** Return early.',
      'The regression test still fails.',
      '### How to reproduce',
      'Nightwatch is a bot',
    ].map(part => [body.replaceAll('\\_', '_').indexOf(part.replaceAll('\\_', '_')), part] as const);
    expect(order.filter(([place]) => place < 0)).toEqual([]);
    expect(order).toEqual(order.toSorted(([a], [b]) => a - b));
  });

  test('of an early stop shows what is known and no more', () => {
    const { body } = escalation(stopped(entries.queued.incident).incident);
    expect(body).toContain('The log of the run.');
    expect(body).not.toMatch(/undefined|null|NaN/);
  });
});

describe('hostile content', () => {
  test.each(Object.entries(hostileEntries))(
    'in a %s incident neither escapes nor exceeds what GitHub takes',
    (_, entry) => {
      expectTakenByGitHub(shownOf(entry, null));
      if (entry.state !== 'stopped') return;
      const { title, body } = escalation(entry.incident);
      expect(title.length).toBeLessThanOrEqual(256);
      expect(body.length).toBeLessThan(65_535);
      expect(body).toMatch(/it will not be reopened\.$/);
    },
  );
});

describe('a report', () => {
  test.each(codes)('of %s has an issue only when a person has to act', async code => {
    const shown = await show(stopped(entries.guarded.incident, code));
    expect(shown.issues).toHaveLength(stops[code].needsPerson ? 1 : 0);
    expect(shown.checkRuns.map(({ summary }) => summary.includes('(https://issue)'))).toEqual(
      stops[code].conclusion === null ? [] : [stops[code].needsPerson],
    );
  });

  test('of an active incident has no issue', async () => {
    for (const entry of [entries.configured, entries.repaired, entries.published])
      expect(await show(entry)).toMatchObject({ issues: [], checkRuns: [{ externalId: 'nightwatch-17000000001-1' }] });
  });
});

async function show(entry: Entry) {
  const checkRuns: CheckRunView[] = [];
  const issues: string[] = [];
  const repository: Repository = {
    ...untouched,
    async escalate({ title }) {
      issues.push(title);
      return { number: 1, url: 'https://issue' };
    },
    async showCheck(view) {
      checkRuns.push(view);
    },
  };
  await showReports(entry, repository);
  return { checkRuns, issues };
}
