// What is held against a change: what its own code newly does, not what tests do that now go on.
import { expect, test } from '@jest/globals';
import type { Reached } from '../../../../src/incident/reached.ts';
import type { NewCapability } from '../../../../src/languages/contract/rules.ts';
import { newlyReached } from '../../../../src/stages/repair/prove/newly-reached.ts';
import { treeOf } from '../../../suite/tree-of.ts';

const path = 'shop/mail.py';
const quiet = 'def send(user):\n    return user\n\n\ndef other(user):\n    return user\n';
const busy = `import subprocess\n\n${quiet}`;

/** What is said when `send` got a second line, and these lines reached something. */
async function said(
  before: string,
  reached: readonly Partial<Reached>[],
  known: readonly Reached[] = [],
  capabilities: readonly NewCapability[] = [],
) {
  const text = before.replace('    return user', '    user = user or 1\n    return user');
  using made = treeOf({ [path]: before });
  const changed = await made.tree.with([{ path, content: text, executable: false }]);
  const files = [{ path, text, executable: false }];
  const all = reached.map(one => ({ ...runsGit, ...one }));
  const diff = await made.tree.diff(changed);
  return newlyReached(all, { files, diff, before: new Map([[path, before]]), known, capabilities });
}

const runsGit: Reached = { kind: 'executes', what: 'git', file: path, line: 2 };

test.each<[string, Partial<Reached>]>([
  ['a program', {}],
  ['an address', { kind: 'connects', what: '10.0.0.1' }],
  ['native code', { kind: 'loads', what: 'libc.so.6' }],
  ['a file elsewhere', { kind: 'writes', what: '/opt/nightwatch/hook/x.py' }],
  ['a program, from another line of a changed function', { line: 3 }],
])('a changed function that newly reaches %s is unforeseen', async (_, reached) => {
  expect(await said(quiet, [reached])).toMatchObject({ unforeseen: [reached], foreseen: [] });
});

test.each<[string, Partial<Reached>, readonly Reached[]]>([
  ['a function that was not changed', { line: 7 }, []],
  ['a helper in another file', { file: 'shop/git.py' }, []],
  ['a test', { file: 'tests/test_mail.py' }, []],
  ['a file that did so on the failing tree', { what: 'hg' }, [{ ...runsGit, line: 6 }]],
  ['a file whose like did so on the failing tree', {}, [{ ...runsGit, file: 'shop/git.py' }]],
])('what comes from %s is not held against the change', async (_, reached, known) => {
  expect(await said(quiet, [reached], known)).toEqual({ unforeseen: [], foreseen: [], declared: [] });
});

test('what the file says since before the change is foreseen: the failing tests ended earlier', async () => {
  const [line, other] = [4, { line: 4, kind: 'loads' as const }];
  expect(await said(busy, [{ line }])).toMatchObject({ unforeseen: [], foreseen: [{ line }] });
  expect(await said(busy, [other])).toMatchObject({ unforeseen: [other], foreseen: [] });
});

test('what a person has to approve is declared, unless it writes where no test has business', async () => {
  const able = { file: path, line: 1, words: 'does it', name: 'it', isApprovable: true };
  const runs = [{ ...able, reaches: 'executes' as const }];
  const connects = { kind: 'connects' as const, what: '10.0.0.1' };
  const writes = { kind: 'writes' as const, what: '/opt/x' };
  expect(await said(quiet, [{}, connects], [], runs)).toMatchObject({ unforeseen: [connects], declared: [{}] });
  const elsewhere = runs.map(one => ({ ...one, file: 'shop/git.py' }));
  expect(await said(quiet, [{}], [], elsewhere)).toMatchObject({ unforeseen: [{}], declared: [] });
  const files = [{ ...able, reaches: 'writes' as const }];
  expect(await said(quiet, [writes], [], files)).toMatchObject({ unforeseen: [writes], declared: [] });
});
