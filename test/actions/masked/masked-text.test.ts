// Masked text beside the workflow's: what a mask hides comes from the file, unless only CI knows it.
import { expect, test } from '@jest/globals';
import { restored } from '../../../src/actions/masked/masked-text.ts';

const port = `\${{ job.services.db.ports[5432] }}`;
const secret = `\${{ secrets.TOKEN }}`;

test.each([
  ['what is the same is the same', 'pytest -q', 'pytest -q', 'pytest -q'],
  [
    'a mask of ours',
    'psql postgres://app:hunter2@db/x',
    'psql postgres://app:<SECRET:1>@db/x',
    'psql postgres://app:hunter2@db/x',
  ],
  ["GitHub's, in the middle of a word", 'python -m pytest', 'python -m py***', 'python -m pytest'],
  ['two in a line', 'a --user u:p --key k', 'a --user <SECRET:1>:*** --key <SECRET:2>', 'a --user u:p --key k'],
  [
    'beside an expression',
    `x postgres://app:hunter2@db:${port}/x`,
    'x postgres://app:<SECRET:1>@db:49153/x',
    'x postgres://app:hunter2@db:49153/x',
  ],
  ['before one', `${port} --password hunter2`, '49153 --password ***', '49153 --password hunter2'],
  ['stars of the script itself', 'echo "*** tests ***"', 'echo "*** tests ***"', 'echo "*** tests ***"'],
  [
    'lines with spaces at their end',
    'export A=hunter2  \npytest',
    'export A=***\npytest\n',
    'export A=hunter2\npytest',
  ],
  ['all of it', 'hunter2', '***', 'hunter2'],
  ['at both ends', 'hunter2 x hunter3', '*** x ***', 'hunter2 x hunter3'],
])('%s', (_, written, logged, text) => {
  expect(restored(written, logged)).toEqual({ text, needsSecret: false });
});

test.each([
  ['the value of an expression', `deploy --token ${secret} now`, 'deploy --token *** now', 'deploy --token  now'],
  [
    'with a literal beside it',
    `curl u:${secret}x https://a.test`,
    'curl u:*** https://a.test',
    'curl u:x https://a.test',
  ],
  [
    'in one line of several',
    `export T=${secret}\nexport P=hunter2`,
    'export T=***\nexport P=<SECRET:1>',
    'export T=\nexport P=hunter2',
  ],
])('only CI knows %s', (_, written, logged, text) => {
  expect(restored(written, logged)).toEqual({ text, needsSecret: true });
});

test.each([
  ['another word', 'pytest a', 'pytest ***b'],
  ['another line', 'pytest a\npytest b', 'pytest ***'],
  ['nothing behind the mask', 'pytest', 'pytest***'],
  ['another order', 'a hunter2 b', 'b *** a'],
  ['another beginning', `x${port} hunter2`, 'y49153 ***'],
])('%s is another text', (_, written, logged) => {
  expect(restored(written, logged)).toBeNull();
});

test('a text that would take too long to compare counts as another', () => {
  const long = 'a'.repeat(3_000);
  expect(restored(`${long}b${long}`, `${long}***${long}`)).toBeNull();
  expect(restored(`${long}b`, `${long.slice(2_000)}***`)?.text).toBe(`${long}b`);
});
