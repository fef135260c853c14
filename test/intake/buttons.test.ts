// Who may press a button on a check run, and what of it reaches the store.
import { expect, test } from '@jest/globals';
import type { Approved } from '../../src/incident/proposal.ts';
import { press } from '../../src/intake/buttons.ts';

const payload = {
  repository: { id: 1, name: 'shop', owner: { login: 'acme' } },
  check_run: { external_id: 'nightwatch-42-1' },
  requested_action: { identifier: 'open-pull-request' },
  sender: { id: 7, login: 'ada', type: 'User' },
};

interface Pressed {
  readonly approved: Approved[];
  readonly asked: string[];
  readonly woken: number;
}

/** `permission`: what GitHub says of the sender; null when it knows no such person. */
async function pressed(
  changes: object,
  permission: { permission: string; user: { id: number } | null } | null,
  result: 'approved' | 'not-waiting' = 'approved',
): Promise<Pressed> {
  const approved: Approved[] = [];
  const asked: string[] = [];
  let woken = 0;
  const getCollaboratorPermissionLevel = async ({ username }: { username: string }) => {
    asked.push(username);
    if (permission === null) throw Object.assign(new Error('Not Found'), { status: 404 });
    return { data: permission };
  };
  const context = {
    payload: { ...payload, ...changes },
    log: { info() {}, warn() {} },
    octokit: { rest: { repos: { getCollaboratorPermissionLevel } } },
  };
  const store = {
    approve: async (given: Approved) => {
      approved.push(given);
      return result;
    },
  };
  const onWork = () => {
    woken += 1;
  };
  await press(context as unknown as Parameters<typeof press>[0], { store, onWork });
  return { approved, asked, woken };
}

const writer = { permission: 'write', user: { id: 7 } };

test.each(['write', 'admin'])(
  'a person with %s access approves the incident, and the worker is woken',
  async access => {
    const { approved, woken } = await pressed({}, { ...writer, permission: access });
    expect(approved).toEqual([{ id: '42-1', repositoryId: 1, login: 'ada' }]);
    expect(woken).toBe(1);
  },
);

test('a second press wakes no one', async () => {
  expect(await pressed({}, writer, 'not-waiting')).toMatchObject({ approved: [{}], woken: 0 });
});

test.each<[string, object, Parameters<typeof pressed>[1]]>([
  ['who may only read', {}, { ...writer, permission: 'read' }],
  ['who has no access', {}, { ...writer, permission: 'none' }],
  ['whom GitHub does not know', {}, null],
  ['whose name another person has now', {}, { ...writer, user: { id: 8 } }],
  ['of whom GitHub names no account', {}, { ...writer, user: null }],
  ['that is a bot', { sender: { ...payload.sender, type: 'Bot' } }, writer],
])('a press by someone %s does nothing', async (_, changes, permission) => {
  expect(await pressed(changes, permission)).toMatchObject({ approved: [], woken: 0 });
});

test.each<[string, object]>([
  ['a button that we do not have', { requested_action: { identifier: 'merge' } }],
  ['a check run of another kind', { check_run: { external_id: 'lint-42-1' } }],
  ['a check run with more in its id', { check_run: { external_id: 'nightwatch-42-1; x' } }],
  ['an event without a sender', { sender: undefined }],
])('%s is passed over without a request', async (_, changes) => {
  expect(await pressed(changes, writer)).toEqual({ approved: [], asked: [], woken: 0 });
});

test('GitHub that cannot be asked fails the delivery: nothing is approved', async () => {
  const asked = pressed(
    {},
    Object.defineProperty({ ...writer }, 'user', {
      get: () => {
        throw new Error('502');
      },
    }),
  );
  await expect(asked).rejects.toThrow('502');
});
