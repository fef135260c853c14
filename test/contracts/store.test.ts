// What every store promises, sentence by sentence of the port; on a temporary database file.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openStore } from '../../src/adapters/prisma/open-store.ts';
import type { Entry } from '../../src/incident/incident.ts';
import { incidentId } from '../../src/incident/names.ts';
import type { IncidentId, WorkflowRun } from '../../src/incident/run.ts';
import type { StopCode } from '../../src/incident/stop.ts';
import type { Claim } from '../../src/store.ts';
import { limits, sampleEntries, sampleRun, sampleStep, stopped } from './store-entries.ts';
import { type TemporaryStore, temporaryStore } from './temporary-store.ts';

let temporary: TemporaryStore;
let store: TemporaryStore['store'];
beforeEach(async () => {
  temporary = await temporaryStore();
  store = temporary.store;
});
afterEach(async () => temporary[Symbol.asyncDispose]());

const run = sampleRun();
const entries = sampleEntries(run);
const otherRun = (number: number) =>
  sampleRun({ runId: 18_000_000_000 + number, headSha: `${number}`.padStart(40, '0') });

describe('open', () => {
  test('a new run becomes a queued incident with an empty ledger', async () => {
    expect(await store.open(run, limits)).toBe('opened');
    const view = await store.find(incidentId(run));
    expect(view).toEqual({
      entry: entries.queued,
      openedAt: temporary.now(),
      updatedAt: temporary.now(),
      notBefore: null,
      steps: [],
      proposalRun: null,
    });
  });

  test('a redelivered run is known and changes nothing', async () => {
    await store.open(run, limits);
    temporary.pass(60);
    expect(await store.open({ ...run, headBranch: 'other' }, { ...limits, attempts: 1 })).toBe('known');
    expect((await store.find(incidentId(run)))?.entry).toEqual(entries.queued);
    expect(await store.pending()).toBe(1);
  });

  test('of ten deliveries at once exactly one opens the incident', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.open(run, limits)));
    expect(answers.filter(answer => answer === 'opened')).toHaveLength(1);
  });

  test('another attempt of the same run is another incident', async () => {
    await store.open(run, limits);
    expect(await store.open({ ...run, attempt: 2 }, limits)).toBe('opened');
  });
});

describe('claim', () => {
  test('nothing is handed out when there is nothing', async () => {
    expect(await claim('a')).toBeNull();
  });

  test('the oldest row is handed out first', async () => {
    for (const number of [3, 1, 2]) {
      await store.open(otherRun(number), limits);
      temporary.pass(1);
    }
    const order = [await claim('a'), await claim('b'), await claim('c')].map(held => held?.entry.incident.run.headSha);
    expect(order).toEqual([3, 1, 2].map(number => otherRun(number).headSha));
    expect(await claim('d')).toBeNull();
  });

  test('a row that is held by somebody is nobody else’s until the lease is over', async () => {
    const held = await opened();
    const fresh = { version: 1, reportedVersion: 0, faults: 0, faultingSince: null, cutOff: 0 };
    expect(held).toEqual({ entry: entries.queued, ...fresh, owner: 'me' });
    temporary.pass(60);
    expect(await claim('other')).toBeNull();
    temporary.pass(0.001);
    expect((await claim('other'))?.owner).toBe('other');
  });

  test('forty claimers at once never get the same row', async () => {
    for (let number = 1; number <= 12; number++) await store.open(otherRun(number), limits);
    const claims = await Promise.all(Array.from({ length: 40 }, (_, number) => claim(`worker-${number}`)));
    const ids = claims.flatMap(held => (held ? [held.entry.incident.id] : []));
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
  });

  test('claimers in several stores on one file never get the same row', async () => {
    for (let number = 1; number <= 12; number++) await store.open(otherRun(number), limits);
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ databaseUrl: temporary.databaseUrl })));
    const lease = { until: later(60), now: temporary.now() };
    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, number) => stores[number % 4]?.claim({ owner: `worker-${number}`, ...lease })),
    );
    const ids = claims.flatMap(held => (held ? [held.entry.incident.id] : []));
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
    await Promise.all(stores.map(each => each.close()));
  });

  test('an ended row is handed out while its report is not shown, and then no more', async () => {
    const held = await opened();
    const ended = await saved(held, stopped(entries.queued.incident));
    await store.release(ended);
    const report = await heldBy('reporter');
    expect(report).toMatchObject({ version: 2, reportedVersion: 0, entry: { state: 'stopped' } });
    await store.release(await current(store.reported(report)));
    expect(await claim('reporter')).toBeNull();
  });

  test('an active row is handed out even when its report is shown', async () => {
    const held = await opened();
    await store.release(await current(store.reported(held)));
    expect(await claim('me')).toMatchObject({ version: 1, reportedVersion: 1 });
  });

  test('a row that has to wait is not handed out before, not even for its report', async () => {
    const ended = await saved(await opened(), stopped(entries.queued.incident));
    await store.release(ended, { notBefore: later(30), step: sampleStep({ result: 'transient' }) });
    temporary.pass(29.999);
    expect(await claim('me')).toBeNull();
    temporary.pass(0.001);
    expect(await claim('me')).toMatchObject({ faults: 1 });
  });
});

describe('renew', () => {
  test('a renewed lease keeps others out for longer', async () => {
    const held = await opened();
    expect(await store.renew(held, later(120))).toBe(true);
    temporary.pass(61);
    expect(await claim('other')).toBeNull();
  });

  test('a lease that another process took over cannot be renewed', async () => {
    const held = await opened();
    temporary.pass(61);
    await claim('other');
    expect(await store.renew(held, later(60))).toBe(false);
    expect(await store.renew({ ...held, owner: 'other' }, later(60))).toBe(true);
  });

  test('a lease that was given back cannot be renewed', async () => {
    const held = await opened();
    await store.release(held);
    expect(await store.renew(held, later(60))).toBe(false);
  });
});

describe('begin', () => {
  const start = { stage: 'collect', startedAt: new Date('2026-11-20T09:00:00Z') };
  /** A process begins and is killed: its lease runs out. */
  const killed = async (owner: string) => {
    const held = await heldBy(owner);
    expect(await store.begin(held, start)).toBe(true);
    temporary.pass(61);
  };

  test('starts that never ended are counted, and no journal shows them', async () => {
    await store.open(run, limits);
    for (const count of [0, 1, 2]) {
      expect(await claim('look')).toMatchObject({ cutOff: count });
      temporary.pass(61);
      await killed(`process-${count}`);
    }
    expect(await claim('me')).toMatchObject({ cutOff: 3, faults: 0, version: 1 });
    expect((await store.find(incidentId(run)))?.steps).toEqual([]);
  });

  test('progress clears them, and so does a fault', async () => {
    await store.open(run, limits);
    await killed('first');
    const held = await heldBy('me');
    await store.begin(held, start);
    const next = await saved(held, entries.collected);
    expect(next.cutOff).toBe(0);
    await store.release(next);
    await killed('second');
    await store.release(await heldBy('me'), { notBefore: later(5), step: sampleStep({ result: 'transient' }) });
    temporary.pass(5);
    expect(await claim('me')).toMatchObject({ cutOff: 0, faults: 1 });
  });

  test('a release takes back the releasing process’s own start, and no other', async () => {
    await store.open(run, limits);
    await killed('dead');
    const held = await heldBy('me');
    await store.begin(held, start);
    await store.release(held);
    expect(await claim('me')).toMatchObject({ cutOff: 1 });
  });

  test('a row that another process took over, or wrote, cannot be begun', async () => {
    const lost = await opened();
    temporary.pass(61);
    const theirs = await heldBy('other');
    expect(await store.begin(lost, start)).toBe(false);
    await saved(theirs, entries.collected);
    expect(await store.begin(theirs, start)).toBe(false);
    temporary.pass(61);
    expect(await claim('me')).toMatchObject({ cutOff: 0 });
  });
});

describe('save', () => {
  test('every state comes back as it was saved, NUL bytes and all', async () => {
    let held = await opened();
    const line = ['collected', 'diagnosed', 'reproduced', 'guarded', 'repaired', 'published'] as const;
    for (const [index, state] of line.entries()) {
      held = await saved(held, entries[state]);
      expect(held).toMatchObject({ version: index + 2, entry: entries[state] });
      expect((await store.find(held.entry.incident.id))?.entry).toEqual(entries[state]);
    }
  });

  test('an ended incident keeps whatever was known', async () => {
    const held = await saved(await opened(), entries.repaired);
    const ended = stopped(entries.repaired.incident, 'superseded');
    await saved(held, ended);
    expect((await store.find(held.entry.incident.id))?.entry).toEqual(ended);
  });

  test('each save adds its step to the journal and the time of the change', async () => {
    const held = await opened();
    temporary.pass(5);
    const first = sampleStep({ stage: 'collect', detail: 'with a NUL \0 in it' });
    const second = sampleStep({ stage: 'diagnose', result: 'stop', startedAt: new Date('2026-11-20T09:00:00Z') });
    const next = await current(store.save(held, entries.collected, first));
    await current(store.save(next, entries.diagnosed, second));
    const view = await store.find(held.entry.incident.id);
    expect(view?.steps).toEqual([{ ...first, detail: 'with a NUL ␀ in it' }, second]);
    expect(view?.updatedAt).toEqual(temporary.now());
    expect(view?.openedAt).toEqual(later(-5));
  });

  test('an attempt is added once and never rewritten', async () => {
    const guarded = await saved(await opened(), entries.guarded);
    const rewritten = entries.repaired.incident.attempts.map(attempt => ({
      ...attempt,
      idea: `${attempt.idea} Or so.`,
    }));
    await saved(guarded, { state: 'repaired', incident: { ...entries.repaired.incident, attempts: rewritten } });
    const ideas = (await store.find(guarded.entry.incident.id))?.entry.incident.attempts.map(attempt => attempt.idea);
    expect(ideas).toEqual(['Return early.', 'Answer False for an unknown user. Or so.']);
  });

  test('two attempts with one number are a mistake, not a twin, and nothing is saved', async () => {
    const held = await opened();
    const [attempt] = entries.guarded.incident.attempts;
    if (!attempt) throw new Error('the sample has an attempt');
    const twice: Entry = { state: 'guarded', incident: { ...entries.guarded.incident, attempts: [attempt, attempt] } };
    await expect(store.save(held, twice, sampleStep())).rejects.toThrow();
    expect(await store.find(held.entry.incident.id)).toMatchObject({ entry: { state: 'queued' }, steps: [] });
  });

  test('a writer with an old version is stale and changes nothing', async () => {
    const old = await opened();
    await saved(old, entries.collected);
    expect(await store.save(old, stopped(entries.queued.incident), sampleStep())).toBe('stale');
    const view = await store.find(old.entry.incident.id);
    expect(view?.entry).toEqual(entries.collected);
    expect(view?.steps).toHaveLength(1);
  });

  test('a writer whose row was taken over is stale and changes nothing', async () => {
    const lost = await opened();
    temporary.pass(61);
    await claim('other');
    expect(await store.save(lost, entries.guarded, sampleStep())).toBe('stale');
    expect(await store.find(lost.entry.incident.id)).toMatchObject({ entry: { state: 'queued' }, steps: [] });
  });

  test('of two writers with the same claim one wins', async () => {
    const held = await opened();
    const answers = await Promise.all([1, 2].map(() => store.save(held, entries.collected, sampleStep())));
    expect(answers.filter(answer => answer === 'stale')).toHaveLength(1);
    expect((await store.find(held.entry.incident.id))?.steps).toHaveLength(1);
  });

  test('progress clears the faults and the waiting time', async () => {
    await store.release(await opened(), { notBefore: later(5), step: sampleStep() });
    temporary.pass(5);
    const again = await heldBy('me');
    expect(again.faults).toBe(1);
    const next = await saved(again, entries.collected);
    expect(next.faults).toBe(0);
    await store.release(next);
    expect(await claim('me')).toMatchObject({ faults: 0, version: 2 });
  });
});

describe('twins', () => {
  test('another run of the same commit with the same signature is a twin, and nothing of it is saved', async () => {
    await saved(await opened(), entries.collected);
    const twin = await opened({ ...run, attempt: 2 });
    const { settings, evidence } = entries.collected.incident;
    const collected: Entry = {
      state: 'collected',
      incident: { ...entries.queued.incident, ...twin.entry.incident, settings, evidence },
    };
    expect(await store.save(twin, collected, sampleStep())).toBe('duplicate');
    expect(await store.find(twin.entry.incident.id)).toMatchObject({ entry: { state: 'queued' }, steps: [] });
    expect(await saved(twin, stopped(collected.incident, 'same-failure'))).toMatchObject({ version: 2 });
  });

  test('a stopped incident is nobody’s twin, a published one is', async () => {
    const first = await saved(await opened(), entries.collected);
    await saved(first, stopped(entries.collected.incident, 'unavailable'));
    const second = sampleEntries({ ...run, attempt: 2 });
    await saved(await opened({ ...run, attempt: 2 }), second.published);
    const third = sampleEntries({ ...run, attempt: 3 });
    expect(await store.save(await opened({ ...run, attempt: 3 }), third.collected, sampleStep())).toBe('duplicate');
  });

  test.each([
    ['commit', { headSha: 'e'.repeat(40) }],
    ['repository', { repo: 'other' }],
  ])('the same signature in another %s is no twin', async (_, change) => {
    await saved(await opened(), entries.collected);
    const other = { ...run, runId: 19_000_000_000, ...change };
    expect(await saved(await opened(other), sampleEntries(other).collected)).toMatchObject({ version: 2 });
  });
});

describe('those who hold leases', () => {
  const other = { ...run, runId: 19_000_000_000 };

  test('are known by name, also when their time is up, unless a time is asked for', async () => {
    expect(await store.holders()).toEqual([]);
    await opened();
    temporary.pass(61);
    await store.open(other, limits);
    await claim('you');
    await claim('you');
    expect((await store.holders()).toSorted()).toEqual(['you']);
    await store.release(await opened({ ...run, runId: 19_000_000_001 }));
    expect(await store.holders(temporary.now())).toEqual(['you']);
    temporary.pass(61);
    expect(await store.holders(temporary.now())).toEqual([]);
  });

  test('lose them all when they are dead, and nobody else does', async () => {
    await opened();
    await store.open(other, limits);
    await heldBy('you');
    expect(await store.endLeasesOf('me')).toBe(1);
    expect(await store.endLeasesOf('me')).toBe(0);
    expect(await store.holders()).toEqual(['you']);
    expect(await claim('third')).toMatchObject({ entry: { incident: { id: incidentId(run) } }, owner: 'third' });
  });
});

describe('approve', () => {
  const capability = { file: 'user_service.py', line: 3, words: 'starts or signals processes', name: 'subprocess' };
  const { patch } = entries.repaired.incident;
  const repaired = { ...entries.repaired.incident, patch: { ...patch, capabilities: [capability] } };
  const by = { id: incidentId(run), repositoryId: run.repositoryId ?? 0, login: 'ada' };
  const waiting = async (code: StopCode = 'needs-approval') => {
    const held = await saved(await opened(), stopped(repaired, code));
    await store.release(await current(store.reported(held)));
  };

  test('an incident that waits goes on where it began to wait, with who approved it and all of its facts', async () => {
    await waiting();
    expect(await claim('me')).toBeNull();
    expect(await store.approve(by)).toBe('approved');
    const approval = { login: 'ada', at: temporary.now().toISOString() };
    const incident = { ...repaired, patch: { ...repaired.patch, approval } };
    expect(await claim('me')).toMatchObject({ version: 3, entry: { state: 'repaired', incident } });
    const view = await store.find(by.id);
    expect(view?.entry.incident).not.toHaveProperty('stop');
    expect(view?.steps.at(-1)).toMatchObject({ stage: 'approve', result: 'next', detail: 'by ada' });
  });

  test('of ten presses at once, in two stores, one approves', async () => {
    await waiting();
    const other = await openStore({ databaseUrl: temporary.databaseUrl, clock: temporary });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? store : other).approve({ ...by, login: `ada-${at}` })),
    );
    await other.close();
    expect(answers.filter(answer => answer === 'approved')).toHaveLength(1);
    expect((await store.find(by.id))?.steps.filter(({ stage }) => stage === 'approve')).toHaveLength(1);
  });

  test.each<[string, Partial<typeof by>, StopCode]>([
    ['of another repository', { repositoryId: 8 }, 'needs-approval'],
    ['that does not exist', { id: '1-1' as IncidentId }, 'needs-approval'],
    ['that was stopped for another reason', {}, 'attempts-spent'],
  ])('an incident %s is left as it is', async (_, changes, code) => {
    await waiting(code);
    expect(await store.approve({ ...by, ...changes })).toBe('not-waiting');
    expect(await claim('me')).toBeNull();
  });

  test('a second run of the commit does not wait beside it', async () => {
    await waiting();
    const second = await opened({ ...run, runId: 18_000_000_000 });
    const twin = sampleEntries({ ...run, runId: 18_000_000_000 }).collected;
    expect(await store.save(second, twin, sampleStep())).toBe('duplicate');
  });
});

describe('reported and release', () => {
  test('a report is noted for the version that it shows', async () => {
    const held = await saved(await opened(), entries.collected);
    expect(await store.reported(held)).toEqual({ ...held, reportedVersion: 2 });
    expect(await store.reported({ ...held, version: 1 })).toBe('stale');
    expect(await store.reported({ ...held, owner: 'other' })).toBe('stale');
  });

  test('whoever reports without the row makes its holder report again', async () => {
    const lost = await opened();
    temporary.pass(61);
    const held = await current(store.save(await heldBy('other'), entries.collected, sampleStep()));
    await store.release(await current(store.reported(held)));
    expect(await store.reported(lost)).toBe('stale');
    expect(await claim('third')).toMatchObject({ version: 2, reportedVersion: 0 });
  });

  test('a row that is given back can be claimed at once', async () => {
    await store.release(await opened());
    expect(await claim('other')).toMatchObject({ owner: 'other', version: 1, faults: 0 });
  });

  test('faults add up, each with a step, and the version stays', async () => {
    const step = sampleStep({ result: 'transient', detail: 'rate limit' });
    await store.release(await opened(), { notBefore: later(10), step });
    temporary.pass(10);
    await store.release(await heldBy('me'), { notBefore: later(20), step });
    temporary.pass(20);
    expect(await claim('me')).toMatchObject({ faults: 2, version: 1 });
    expect((await store.find(incidentId(run)))?.steps).toEqual([step, step]);
  });

  test('releasing a row that another process holds by now does nothing', async () => {
    const lost = await opened();
    temporary.pass(61);
    await claim('other');
    await store.release(lost, { notBefore: later(10), step: sampleStep() });
    expect(await claim('third')).toBeNull();
    expect((await store.find(lost.entry.incident.id))?.steps).toEqual([]);
  });
});

describe('what can be looked at', () => {
  test('what CI said of a proposal is kept beside the entry, whoever holds the row', async () => {
    const held = await saved(await opened(), entries.published);
    const said = { conclusion: 'success', url: 'https://github.com/octo/mail/actions/runs/2', headSha: 'd'.repeat(40) };
    await store.recordProposalRun(proposalOf(held.entry), said);
    await current(store.reported(held));
    expect((await store.find(held.entry.incident.id))?.proposalRun).toEqual(said);
  });

  test('a proposal of no incident is passed over', async () => {
    const said = { conclusion: 'success', url: 'https://example.org', headSha: 'd'.repeat(40) };
    const id = '1-1' as IncidentId;
    await store.recordProposalRun({ id, repositoryId: 1 }, said);
    expect(await store.find(id)).toBeNull();
  });

  test('a branch of the same name in another repository changes nothing', async () => {
    const held = await saved(await opened(), entries.published);
    const { id, repositoryId } = proposalOf(held.entry);
    const said = { conclusion: 'success', url: 'https://example.org', headSha: 'd'.repeat(40) };
    await store.recordProposalRun({ id, repositoryId }, said);
    const fromElsewhere = { ...said, conclusion: 'failure' };
    await store.recordProposalRun({ id, repositoryId: repositoryId + 1 }, fromElsewhere);
    expect((await store.find(id))?.proposalRun).toEqual(said);
  });

  test('pending counts rows with work or an unshown report, held and waiting ones too', async () => {
    const waiting = await opened(otherRun(1));
    await store.release(waiting, { notBefore: later(600), step: sampleStep() });
    const ended = await saved(await opened(otherRun(2)), stopped(sampleEntries(otherRun(2)).queued.incident));
    expect(await store.pending()).toBe(2);
    await current(store.reported(ended));
    expect(await store.pending()).toBe(1);
  });

  test('the list shows the newest first, page by page', async () => {
    for (const number of [1, 2, 3]) {
      await store.open(otherRun(number), limits);
      temporary.pass(1);
    }
    const page = async (offset: number) => {
      const { incidents, total } = await store.list({ limit: 2, offset });
      return { total, ids: incidents.map(view => view.entry.incident.id) };
    };
    const ids = [3, 2, 1].map(number => incidentId(otherRun(number)));
    expect(await page(0)).toEqual({ total: 3, ids: ids.slice(0, 2) });
    expect(await page(2)).toEqual({ total: 3, ids: ids.slice(2) });
    expect(await page(4)).toEqual({ total: 3, ids: [] });
  });

  test.each(Object.values(entries))(
    'the list shows what a $state incident cost and ended with, and no other fact',
    async entry => {
      await saved(await opened(), entry);
      const { id, ledger } = entry.incident;
      const { owner, repo, workflowName, headBranch } = run;
      const ending = {
        ...(entry.state === 'published' && { proposal: entry.incident.proposal }),
        ...(entry.state === 'stopped' && { stop: entry.incident.stop }),
      };
      const incident = { id, run: { owner, repo, workflowName, headBranch }, ledger, ...ending };
      const summary = { entry: { state: entry.state, incident }, openedAt: temporary.now(), proposalRun: null };
      expect(await store.list({ limit: 1, offset: 0 })).toEqual({ incidents: [summary], total: 1 });
    },
  );

  test('ping answers when the database does and throws when it is closed', async () => {
    await store.ping();
    await temporary.store.close();
    await expect(store.ping()).rejects.toThrow();
  });
});

test('everything is still there after the store is opened again', async () => {
  const held = await saved(await opened(), entries.repaired);
  await temporary.store.close();
  const again = await openStore({ databaseUrl: temporary.databaseUrl });
  expect((await again.find(held.entry.incident.id))?.entry).toEqual(entries.repaired);
  await again.close();
});

async function opened(of: WorkflowRun = run): Promise<Claim> {
  await store.open(of, limits);
  return heldBy('me');
}

async function heldBy(owner: string): Promise<Claim> {
  const held = await claim(owner);
  if (!held) throw new Error('there was nothing to claim');
  return held;
}

function claim(owner: string): Promise<Claim | null> {
  return store.claim({ owner, until: later(60), now: temporary.now() });
}

function saved(held: Claim, entry: Entry): Promise<Claim> {
  return current(store.save(held, entry, sampleStep()));
}

/** As a run on the branch of its proposal names it. */
function proposalOf({ incident }: Entry): { id: IncidentId; repositoryId: number } {
  return { id: incident.id, repositoryId: incident.run.repositoryId ?? 0 };
}

async function current(answer: Promise<Claim | 'stale' | 'duplicate'>): Promise<Claim> {
  const held = await answer;
  if (typeof held === 'string') throw new Error(`the claim was ${held}`);
  return held;
}

function later(seconds: number): Date {
  return new Date(temporary.now().getTime() + seconds * 1000);
}
