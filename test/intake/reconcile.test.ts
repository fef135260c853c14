// What never came in: which events are fetched, how often, and which runs are taken up.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { WorkflowRun } from '../../src/incident/run.ts';
import { type Records, startReconciliation, type WebhookEvent } from '../../src/intake/reconcile.ts';
import { completed } from './completed.ts';

const started = new Date('2026-12-01T12:00:00Z');
const minute = 60_000;

let stop: () => void = () => undefined;
let received: string[];
let opened: number[];
let told: string[];
let since: Date[];

beforeEach(() => {
  jest.useFakeTimers({ now: started });
  [received, opened, told, since] = [[], [], [], []];
});

afterEach(() => {
  stop();
  jest.useRealTimers();
});

interface World extends Partial<Records> {
  readonly receive?: (event: WebhookEvent) => Promise<void>;
  readonly isKnown?: (run: WorkflowRun) => Promise<boolean>;
}

async function start({ receive, isKnown, ...records }: World): Promise<void> {
  const reconciliation = startReconciliation({
    records: {
      failedDeliveries: async () => [],
      event: async ({ id }) => ({ id: `guid ${id}`, name: 'workflow_run', payload: {} }),
      async *failedRuns() {},
      isHead: async () => true,
      ...records,
    },
    async receive(event) {
      await receive?.(event);
      received.push(event.id);
    },
    async open(run) {
      opened.push(run.runId);
    },
    store: { isKnown: isKnown ?? (async () => false) },
    clock: { now: () => new Date() },
    log: { info: (_, sentence) => void told.push(sentence), warn: (_, sentence) => void told.push(sentence) },
  });
  stop = reconciliation.stop;
  await jest.advanceTimersByTimeAsync(0);
}

describe('deliveries that failed', () => {
  const failedDeliveries: Records['failedDeliveries'] = async from => {
    since.push(from);
    return [1, 2].map(id => ({ guid: `guid ${id}`, id }));
  };

  test('are fetched at once, each a single time, and told in the log', async () => {
    await start({ failedDeliveries });
    expect(received).toEqual(['guid 1', 'guid 2']);
    await jest.advanceTimersByTimeAsync(20 * minute);
    expect(received).toHaveLength(2);
    expect(told).toEqual(Array(2).fill('Fetched an event whose delivery had failed'));
  });

  test('are looked for in the last day, and then since the last look', async () => {
    await start({ failedDeliveries });
    await jest.advanceTimersByTimeAsync(5 * minute);
    expect(since.map(from => (started.getTime() - from.getTime()) / minute)).toEqual([24 * 60, 1]);
  });

  test('that cannot be taken now are fetched again, from as far back', async () => {
    let failures = 1;
    const receive = async ({ id }: WebhookEvent) => {
      if (id === 'guid 2' && failures-- > 0) throw new Error('The disk is full.');
    };
    await start({ failedDeliveries, receive });
    expect(received).toEqual(['guid 1']);
    expect(told.at(-1)).toBe('Could not look for events that never came; trying again later');
    await jest.advanceTimersByTimeAsync(5 * minute);
    expect(received).toEqual(['guid 1', 'guid 2']);
    expect(since[1]?.getTime()).toBe(started.getTime() + 5 * minute - 24 * 60 * minute);
  });
});

describe('failed runs that nobody told of', () => {
  const runs = (...payloads: unknown[]) => ({
    async *failedRuns() {
      yield* payloads;
    },
  });

  test('are taken up', async () => {
    await start(runs(completed({ id: 1 }), completed({ id: 2 })));
    expect(opened).toEqual([1, 2]);
  });

  test.each([
    ['has an incident', {}, { isKnown: async () => true }],
    ['is of a branch that has moved on', {}, { isHead: async () => false }],
    ['is from a fork', { head_repository: { id: 2 } }, {}],
    ['is of one of our branches', { head_branch: 'nightwatch/fix-41-1' }, {}],
  ])('are not when the run %s', async (_, run, world) => {
    await start({ ...runs(completed(run)), ...world });
    expect(opened).toEqual([]);
  });

  test('that GitHub describes in another form hold up no others', async () => {
    await start(runs({ workflow_run: 'nonsense' }, completed({ id: 2 })));
    expect(opened).toEqual([2]);
  });
});
