// One step of one incident on a real store: whatever throws wherever, the row is kept and the journal says what happened.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { advance } from '../../src/engine/advance.ts';
import type { Entry } from '../../src/incident/incident.ts';
import { type Model, NoAccess, Overdue, type Repository, Transient, type Tree } from '../../src/ports.ts';
import type { Claim, Store } from '../../src/store.ts';
import { limits, sampleEntries, sampleRun, sampleStep } from '../contracts/store-entries.ts';
import { type TemporaryStore, temporaryStore } from '../contracts/temporary-store.ts';
import { bring, sinceThen } from './bringing.ts';
import { type Pieces, type World, world } from './stand-ins.ts';

const run = sampleRun();
const entries = sampleEntries(run);
const { id } = entries.queued.incident;

let temporary: TemporaryStore;

beforeEach(async () => {
  temporary = await temporaryStore();
  await temporary.store.open(run, limits);
  await bring(entries.configured, temporary);
});

afterEach(async () => {
  await temporary[Symbol.asyncDispose]();
});

describe('a stage that answers', () => {
  test('is saved, journalled, told in one line of the log, and shown', async () => {
    const { engine, logged, begun, checkRuns } = around();
    await advanceToTheEnd(engine);
    expect(await view()).toMatchObject({
      entry: { state: 'stopped', incident: { stop: { code: 'nothing-to-fix' } } },
      steps: [{ stage: 'collect', result: 'stop', detail: 'nothing-to-fix: GitHub lists no jobs for this run.' }],
    });
    const fields = { incident: id, repository: 'octo/mail', delivery: null, stage: 'collect', seconds: 0 };
    expect(begun).toEqual([{ level: 'info', fields, sentence: 'collect: started' }]);
    expect(logged).toEqual([
      { level: 'info', fields, sentence: expect.stringMatching(/^collect: stop nothing-to-fix/) },
    ]);
    expect(checkRuns.map(({ title }) => title)).toEqual(['Reading the log', 'Stopped: nothing to fix']);
    expect(await temporary.store.pending()).toBe(0);
  });

  test('loses its work when another process wrote the row', async () => {
    const { engine, logged } = around({
      repository: () => ({
        async jobs() {
          temporary.pass(31);
          const theirs = await claimed('another worker');
          await temporary.store.save(theirs, entries.collected, sampleStep());
          return [];
        },
      }),
    });
    expect(await advance(await claimed(), engine, new AbortController().signal)).toBeNull();
    expect(await view()).toMatchObject({
      entry: { state: 'collected' },
      steps: [{ stage: 'collect', result: 'next' }],
    });
    expect(logged.at(-1)).toMatchObject({ level: 'warn', sentence: expect.stringMatching(/discarding the work/) });
  });

  test.each([
    ['queued', entries.queued, 0, 'same-failure'],
    ['further along', entries.collected, 1, 'internal-error'],
  ] as const)(
    'is run unless a later attempt of the run failed and the incident is still queued: %s',
    async (...row) => {
      const [, entry, trees, code] = row;
      await bring(entry, temporary);
      await temporary.store.open(sampleRun({ attempt: 2 }), limits);
      let fetched = 0;
      const tree = async () => {
        fetched += 1;
        throw new Error('The stage has begun.');
      };
      await advanceToTheEnd(around({ repository: () => ({ tree }) }).engine);
      expect(fetched).toBe(trees);
      expect(await view()).toMatchObject({ entry: { incident: { stop: { code } } } });
    },
  );

  test('with the failure of another live incident ends as the same failure', async () => {
    await bring(entries.collected, temporary);
    await claimed('another worker');
    const other = sampleRun({ runId: run.runId + 1 });
    await temporary.store.open(other, limits);
    const theirs = sampleEntries(other);
    const { engine, checkRuns } = around({ store: { ...temporary.store, save: savingFirst(theirs.collected) } });
    await advanceToTheEnd(engine, await claimed('w', theirs.queued.incident.id));
    const found = await temporary.store.find(theirs.queued.incident.id);
    expect(found).toMatchObject({
      entry: { state: 'stopped', incident: { stop: { code: 'same-failure' } } },
      steps: [{ stage: 'configure', result: 'stop', detail: 'same-failure' }],
    });
    expect(checkRuns.at(-1)).toMatchObject({ conclusion: 'neutral', title: 'Stopped: duplicate of another incident' });
  });
});

describe('a stage that is cut off', () => {
  const never = () => new Promise<never>(() => undefined);

  /** Begins, and is killed with its process: nothing of it is ever heard again. */
  async function killedOnce(): Promise<void> {
    let hasBegun = false;
    const repository = (): Partial<Repository> => ({
      jobs: () => {
        hasBegun = true;
        return never();
      },
    });
    void advance(
      await claimed('a process that is killed'),
      around({ repository }).engine,
      new AbortController().signal,
    );
    while (!hasBegun) await new Promise(resolve => setImmediate(resolve));
    temporary.pass(31);
  }

  test('three times ends the incident with words for people and all that was learned', async () => {
    for (const _ of [1, 2, 3]) await killedOnce();
    const { engine, logged, checkRuns, escalations } = around();
    await advanceToTheEnd(engine);
    const detail = 'Nightwatch was killed or stalled 3 times in the stage collect.';
    expect(await view()).toMatchObject({
      entry: { state: 'stopped', incident: { stop: { code: 'cut-off', detail } } },
      steps: [{ stage: 'collect', result: 'stop', detail: `cut-off: ${detail}` }],
    });
    expect(checkRuns.at(-1)).toMatchObject({ title: 'Stopped: Nightwatch kept crashing on this run' });
    expect(escalations).toHaveLength(1);
    expect(logged).toMatchObject([{ level: 'error', sentence: expect.stringMatching(/killing or stalling/) }]);
    expect(await temporary.store.pending()).toBe(0);
  });

  test('twice is started once more', async () => {
    for (const _ of [1, 2]) await killedOnce();
    await advanceToTheEnd(around().engine);
    expect(await view()).toMatchObject({ entry: { incident: { stop: { code: 'nothing-to-fix' } } } });
  });

  test('between which a dependency was unavailable starts its count again', async () => {
    for (const _ of [1, 2]) await killedOnce();
    const jobs = async () => {
      throw new Transient('Busy.');
    };
    await advance(await claimed(), around({ repository: () => ({ jobs }) }).engine, new AbortController().signal);
    temporary.pass(15);
    await killedOnce();
    await advanceToTheEnd(around().engine);
    expect(await view()).toMatchObject({ entry: { incident: { stop: { code: 'nothing-to-fix' } } } });
  });

  test('by showing its report gives up the report, and keeps how it ended', async () => {
    await bring(entries.stopped, temporary);
    for (const _ of [1, 2, 3]) {
      await temporary.store.begin(await claimed('killed'), { stage: 'report', startedAt: temporary.now() });
      temporary.pass(31);
    }
    const { engine, checkRuns } = around();
    expect(await advance(await claimed(), engine, new AbortController().signal)).toBeNull();
    expect(checkRuns).toEqual([]);
    expect(await view()).toMatchObject({ entry: { incident: { stop: { code: 'flaky' } } } });
    expect(await temporary.store.pending()).toBe(0);
  });
});

describe('a world that is busy', () => {
  const busy = (retryAt?: Date) => ({
    jobs: async () => {
      throw new Transient("GitHub's rate limit is reached.", { cause: new Error('429'), retryAt });
    },
  });

  test('lets the incident wait in its state, a little longer each time, with a line in the journal', async () => {
    const { engine, logged } = around({ repository: () => busy() });
    for (const seconds of [15, 30, 60]) {
      expect(await advance(await claimed(), engine, new AbortController().signal)).toBeNull();
      temporary.pass(seconds - 1);
      expect(await maybeClaim()).toBeNull();
      temporary.pass(1);
    }
    expect(await view()).toMatchObject({
      entry: { state: 'configured' },
      steps: Array(3).fill({ stage: 'collect', result: 'transient', detail: "GitHub's rate limit is reached." }),
    });
    expect(logged).toHaveLength(3);
    expect(logged[0]).toMatchObject({ level: 'warn', fields: { incident: id, err: { cause: { message: '429' } } } });
  });

  test('is asked again when it said to come back', async () => {
    const retryAt = new Date(temporary.now().getTime() + 3600_000);
    await advance(await claimed(), around({ repository: () => busy(retryAt) }).engine, new AbortController().signal);
    temporary.pass(3599);
    expect(await maybeClaim()).toBeNull();
    temporary.pass(1);
    await advanceToTheEnd(around().engine);
    expect(await view()).toMatchObject({ entry: { incident: { stop: { code: 'nothing-to-fix' } } } });
  });

  test('is assumed when a stage is still running after three hours', async () => {
    const signals: AbortSignal[] = [];
    const repository: Pieces['repository'] = (_, signal) => ({
      jobs: () => {
        signals.push(signal);
        return new Promise<never>(() => undefined);
      },
    });
    jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'queueMicrotask', 'setImmediate', 'setInterval'] });
    try {
      const advanced = advance(await claimed(), around({ repository }).engine, new AbortController().signal);
      while (signals.length === 0) await new Promise(resolve => setImmediate(resolve));
      jest.advanceTimersByTime(3 * 3600_000 - 1);
      expect(signals[0]?.aborted).toBe(false);
      jest.advanceTimersByTime(1);
      expect(signals[0]?.aborted).toBe(true);
      expect(await advanced).toBeNull();
    } finally {
      jest.useRealTimers();
    }
    const detail = expect.stringContaining('180 minutes');
    expect(await view()).toMatchObject({ entry: { state: 'configured' }, steps: [{ result: 'transient', detail }] });
  });

  test('is given up after sixteen times in a row, and the incident ends as unavailable', async () => {
    const { engine } = around({ repository: () => busy() });
    for (let faults = 1; faults <= 15; faults += 1) {
      expect(await advance(await claimed(), engine, new AbortController().signal)).toBeNull();
      temporary.pass(1800);
    }
    await advanceToTheEnd(engine);
    const found = await view();
    expect(found.entry).toMatchObject({
      state: 'stopped',
      incident: { stop: { code: 'unavailable', detail: "GitHub's rate limit is reached." } },
    });
    expect(found.steps.map(({ result }) => result)).toEqual([...Array(15).fill('transient'), 'stop']);
  });

  test('of our own work is given up after three times in a row, and the stop names what took too long', async () => {
    const late = new Overdue('candidateFrom took longer than 600 s.');
    const { engine, logged, checkRuns } = around({ repository: () => ({ jobs: () => Promise.reject(late) }) });
    for (let faults = 1; faults <= 2; faults += 1) {
      expect(await advance(await claimed(), engine, new AbortController().signal)).toBeNull();
      temporary.pass(1800);
    }
    await advanceToTheEnd(engine);
    expect(await view()).toMatchObject({
      entry: { state: 'stopped', incident: { stop: { code: 'took-too-long', detail: late.message } } },
      steps: [{ result: 'transient', detail: late.message }, { result: 'transient' }, { result: 'stop' }],
    });
    expect(logged.map(({ level, fields }) => [level, fields['err']])).toEqual(Array(3).fill(['warn', late]));
    expect(checkRuns.at(-1)?.title).toBe('Stopped: an internal step took too long');
  });

  test('holds back the line while nothing can be shown, and the journal says it was the report', async () => {
    const { engine, bound } = around({ repository: () => ({ showCheck: busy().jobs }) });
    expect(await advance(await claimed(), engine, new AbortController().signal)).toBeNull();
    expect(bound).toEqual([id]);
    expect(await view()).toMatchObject({
      entry: { state: 'configured' },
      steps: [{ stage: 'report', result: 'transient' }],
    });
  });

  test('is given up for the report of an ended incident too, which keeps its end', async () => {
    await bring(entries.stopped, temporary);
    const { engine } = around({ repository: () => ({ escalate: busy().jobs }) });
    for (let faults = 1; faults <= 16; faults += 1) {
      expect(await advance(await claimed(), engine, new AbortController().signal)).toBeNull();
      temporary.pass(1800);
    }
    expect(await maybeClaim()).toBeNull();
    expect(await temporary.store.pending()).toBe(0);
    const { entry, steps } = await view();
    expect(entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'flaky' } } });
    expect(steps.at(-1)).toMatchObject({
      stage: 'report',
      result: 'stop',
      detail: expect.stringMatching(/^unavailable/),
    });
  });
});

describe('a repository that is closed to us', () => {
  const closed = () => Promise.reject(new NoAccess('GitHub says: This installation has been suspended.'));

  test.each([
    ['a stage', { repository: () => ({ jobs: closed }) }],
    ['the report before it', { repository: () => ({ showCheck: closed }) }],
    ['its client', { bind: closed }],
  ])('ends the incident with a message for people, detected by %s', async (_, pieces) => {
    const { engine, logged } = around(pieces);
    await advanceToTheEnd(engine);
    expect(await view()).toMatchObject({
      entry: {
        state: 'stopped',
        incident: { stop: { code: 'no-access', detail: 'GitHub says: This installation has been suspended.' } },
      },
    });
    expect(logged[0]).toMatchObject({ level: 'warn', fields: { incident: id } });
    expect(await temporary.store.pending()).toBe(0);
  });

  test('leaves an ended incident its end', async () => {
    await bring(entries.stopped, temporary);
    await advanceToTheEnd(around({ repository: () => ({ showCheck: closed, escalate: closed }) }).engine);
    expect((await view()).entry).toMatchObject({ state: 'stopped', incident: { stop: { code: 'flaky' } } });
    expect(await temporary.store.pending()).toBe(0);
  });
});

describe('a bug', () => {
  test('ends the incident as an internal error, logged with its cause, journalled and shown', async () => {
    const cause = new Error('undefined is not a function');
    const { engine, logged, checkRuns } = around({ repository: () => ({ jobs: () => Promise.reject(cause) }) });
    await advanceToTheEnd(engine);
    expect(await view()).toMatchObject({
      entry: { state: 'stopped', incident: { stop: { code: 'internal-error', detail: 'The stage collect failed.' } } },
      steps: [{ stage: 'collect', result: 'stop', detail: 'internal-error: The stage collect failed.' }],
    });
    expect(logged).toMatchObject([{ level: 'error', fields: { incident: id, stage: 'collect', err: cause } }]);
    expect(JSON.stringify(checkRuns)).not.toContain('undefined is not a function');
    expect(checkRuns.at(-1)?.title).toBe('Stopped: internal error');
  });

  const faults: [string, unknown][] = [
    ['an error', new Error('a bug')],
    ['"later"', new Transient('busy')],
    ['"too late"', new Overdue('reading took longer than 600 s.')],
    ['a string', 'oops'],
    ['nothing', undefined],
  ];
  const places: Record<string, (thrown: unknown) => Partial<Pieces>> = {
    bind: thrown => ({ bind: () => Promise.reject(thrown) }),
    jobs: thrown => ({ repository: () => ({ jobs: () => Promise.reject(thrown) }) }),
    showCheck: thrown => ({ repository: () => ({ showCheck: () => Promise.reject(thrown) }) }),
    escalate: thrown => ({ repository: () => ({ escalate: () => Promise.reject(thrown) }) }),
    tree: thrown => ({ repository: () => ({ tree: () => Promise.reject(thrown) }) }),
  };

  const cases = Object.values(places).flatMap(place =>
    [entries.queued, entries.collected, entries.stopped].map(entry => ({ place, entry })),
  );

  test.each(faults)('anywhere: %s loses no row, ends in time, and is never silent', async (_, thrown) => {
    for (const { place, entry } of cases) {
      await using own = await temporaryStore();
      await own.store.open(run, limits);
      if (entry.state !== 'queued') await bring(entry, own);
      const { engine, logged } = world({ store: own.store, now: own.now, ...place(thrown) });
      await outlive(own, engine);
      const found = await own.store.find(id);
      expect(found?.entry.state).toBe('stopped');
      expect(await own.store.pending()).toBe(0);
      const told = logged.length + (found?.steps.filter(({ result }) => result !== 'next').length ?? 0);
      // An ended incident that needs no touched port is shown without a word.
      if (entry.state !== 'stopped') expect(told).toBeGreaterThan(0);
      expect(logged.filter(({ level, fields }) => level !== 'info' && !('err' in fields))).toEqual([]);
    }
  });

  test('in the saving of what a stage did ends as an internal error', async () => {
    let isFirst = true;
    const save: Store['save'] = (claim, entry, step) => {
      if (!isFirst) return temporary.store.save(claim, entry, step);
      isFirst = false;
      return Promise.reject(new Error('cannot be written'));
    };
    await advanceToTheEnd(around({ store: { ...temporary.store, save } }).engine);
    expect(await view()).toMatchObject({ entry: { incident: { stop: { code: 'internal-error' } } } });
  });

  test('in the store itself is thrown, and the row stays as it was', async () => {
    const save = () => Promise.reject(new Error('The disk is full.'));
    const { engine, logged } = around({ store: { ...temporary.store, save } });
    await expect(advance(await claimed(), engine, new AbortController().signal)).rejects.toThrow('The disk is full.');
    expect(await view()).toMatchObject({ entry: { state: 'configured' }, steps: [] });
    expect(logged.at(-1)?.level).toBe('error');
  });
});

describe('a report', () => {
  test('that GitHub refuses for good does not hold up the line, and is logged', async () => {
    const refusal = new Error('Resource not accessible by integration');
    const { engine, logged } = around({ repository: () => ({ showCheck: () => Promise.reject(refusal) }) });
    await advanceToTheEnd(engine);
    expect(await view()).toMatchObject({ entry: { state: 'stopped', incident: { stop: { code: 'nothing-to-fix' } } } });
    expect(logged.filter(({ level }) => level === 'error')).toMatchObject([
      { fields: { incident: id, err: refusal } },
      { fields: { incident: id, err: refusal } },
    ]);
  });

  test('is shown once for a version: a row taken up again is not drawn again', async () => {
    await bring(entries.collected, temporary);
    const { engine, checkRuns } = around({ repository: () => ({ tree: () => Promise.reject(new Transient('busy')) }) });
    for (let turn = 0; turn < 2; turn += 1) {
      await advance(await claimed(), engine, new AbortController().signal);
      temporary.pass(3600);
    }
    expect(checkRuns).toHaveLength(1);
  });

  test('says since when it waits, what for and until when, and is drawn again when it goes on', async () => {
    await bring(entries.collected, temporary);
    const retryAt = new Date(temporary.now().getTime() + 480_000);
    const late = new Transient("GitHub's rate limit is reached.", { retryAt });
    const { engine, checkRuns } = around({ repository: () => ({ tree: () => Promise.reject(late) }) });
    await advance(await claimed(), engine, new AbortController().signal);
    expect(checkRuns.at(-1)).toMatchObject({
      status: 'in_progress',
      title: 'Waiting since 08:00, trying again at 08:08 UTC',
      summary: "GitHub's rate limit is reached.",
    });
    temporary.pass(480);
    await advance(await claimed(), engine, new AbortController().signal);
    expect(checkRuns.map(({ title }) => title)).toEqual([
      'Diagnosing the failure',
      'Waiting since 08:00, trying again at 08:08 UTC',
      'Diagnosing the failure',
    ]);
  });

  test('counts its wait from the first of several faults in a row, and has none where GitHub cannot take it', async () => {
    await bring(entries.collected, temporary);
    const failing = () => Promise.reject(new Transient('Gemini is overloaded.'));
    const { engine, checkRuns } = around({ repository: () => ({ tree: failing }) });
    for (let turn = 0; turn < 4; turn += 1) {
      await advance(await claimed(), engine, new AbortController().signal);
      temporary.pass(600);
    }
    expect(checkRuns.at(-1)?.title).toBe('Waiting since 08:00, trying again at 08:32 UTC');
    const { engine: mute, logged } = around({ repository: () => ({ tree: failing, showCheck: failing }) });
    expect(await advance(await claimed(), mute, new AbortController().signal)).toBeNull();
    expect(logged.map(({ level }) => level)).toContain('warn');
  });

  test('of a stop that needs a person has an issue; the check run links to it', async () => {
    await bring(entries.stopped, temporary);
    const { engine, checkRuns, escalations } = around();
    await advanceToTheEnd(engine);
    expect(escalations).toHaveLength(1);
    expect(checkRuns.at(-1)?.summary).toContain('https://github.com/octo/mail/issues/1');
  });

  test('gets to its verdict even where issues are switched off', async () => {
    await bring(entries.stopped, temporary);
    const disabled = () => Promise.reject(new Error('Issues has been disabled in this repository.'));
    const { engine, checkRuns, logged } = around({ repository: () => ({ escalate: disabled }) });
    await advanceToTheEnd(engine);
    expect(checkRuns).toMatchObject([{ status: 'completed', title: 'Stopped: the test is flaky' }]);
    expect(logged).toMatchObject([{ level: 'error', fields: { err: { message: expect.stringMatching(/disabled/) } } }]);
  });
});

describe('the ledger', () => {
  const usage = { inputTokens: 900, outputTokens: 100, seconds: 2, dollars: 0.5 };
  const spent = { questions: 2, inputTokens: 1800, outputTokens: 200, modelSeconds: 4, dollars: 1 };
  const once = { questions: 1, inputTokens: 900, outputTokens: 100, modelSeconds: 2, dollars: 0.5 };
  const tree: Partial<Tree> = { entries: async () => [], read: async () => null };
  const repository = () => ({ tree: async () => tree as Tree });

  test('has what a stage asked of the model', async () => {
    await bring(entries.collected, temporary);
    const model: Model = { ask: async () => ({ kind: 'unusable', reason: 'Nonsense.', text: '', usage }) };
    await advanceToTheEnd(around({ repository, model }).engine);
    expect(await view()).toMatchObject({
      entry: { state: 'stopped', incident: { stop: { code: 'low-confidence' }, ledger: spent } },
    });
  });

  test('has it as well when the stage throws after that', async () => {
    await bring(entries.collected, temporary);
    const model: Model = { ask: async () => ({ kind: 'answer', value: JSON.parse('null'), usage }) };
    await advanceToTheEnd(around({ repository, model }).engine);
    expect(await view()).toMatchObject({
      entry: { state: 'stopped', incident: { stop: { code: 'internal-error' }, ledger: once } },
    });
  });

  test('refuses a request over budget, which ends the incident with a message for people and every attempt kept', async () => {
    const costly: Model = {
      ask: async () => ({ kind: 'unusable', reason: 'Nonsense.', text: '', usage: { ...usage, dollars: 3 } }),
    };
    await bring(entries.collected, temporary);
    await advanceToTheEnd(around({ repository, model: costly }).engine);
    const detail = 'Spent $3.00 of $2.50 before a regression test was found.';
    expect(await view()).toMatchObject({
      entry: {
        state: 'stopped',
        incident: { stop: { code: 'budget-spent', detail }, ledger: { questions: 1, dollars: 3 } },
      },
      steps: [{ stage: 'diagnose', result: 'stop', detail: `budget-spent: ${detail}` }],
    });
  });

  test('counts attempts in those words once there are any', async () => {
    const { guarded } = entries;
    const attempts = guarded.incident.attempts;
    const ledger = { ...guarded.incident.ledger, dollars: 2.5 };
    await bring({ ...guarded, incident: { ...guarded.incident, ledger } }, temporary);
    await advanceToTheEnd(around({ repository }).engine);
    const { entry } = await view();
    expect(entry).toMatchObject({
      incident: {
        stop: {
          code: 'budget-spent',
          detail: `Spent $2.50 of $2.50 after ${attempts.length} of 3 attempts.`,
        },
      },
    });
    expect(entry.incident.attempts).toEqual(attempts);
  });
});

function around(pieces: Partial<Pieces> = {}): World {
  return world({ store: temporary.store, now: temporary.now, ...pieces });
}

async function maybeClaim(owner = 'w'): Promise<Claim | null> {
  const now = temporary.now();
  return await temporary.store.claim({ owner, now, until: new Date(now.getTime() + 30_000) });
}

async function claimed(owner = 'w', wanted: string = id): Promise<Claim> {
  const claim = await maybeClaim(owner);
  if (claim?.entry.incident.id !== wanted) throw new Error(`${wanted} could not be claimed.`);
  return claim;
}

async function advanceToTheEnd(engine: World['engine'], first?: Claim): Promise<void> {
  let claim: Claim | null = first ?? (await claimed());
  while (claim) claim = await advance(claim, engine, new AbortController().signal);
}

/** Works on whatever is there until sixteen faults of the stage, and of the report after it, must be over. */
async function outlive({ store, now, pass }: TemporaryStore, engine: World['engine']): Promise<void> {
  for (let hour = 0; hour < 40; hour += 1) {
    let claim = await store.claim({ owner: 'w', now: now(), until: new Date(now().getTime() + 30_000) });
    while (claim) claim = await advance(claim, engine, new AbortController().signal);
    pass(3600);
  }
}

async function view() {
  const found = await temporary.store.find(id);
  if (!found) throw new Error('The row is lost.');
  return sinceThen(found);
}

/** Saves this entry the first time, whatever the stage came to. */
function savingFirst(entry: Entry): Store['save'] {
  let isFirst = true;
  return (claim, own, step) => {
    const wanted = isFirst ? entry : own;
    isFirst = false;
    return temporary.store.save(claim, wanted, step);
  };
}
