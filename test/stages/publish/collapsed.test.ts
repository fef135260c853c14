// A change that GitHub keeps folded, because the repository says so, is named at the top of the pull request.
import { describe, expect, test } from '@jest/globals';
import { pullRequestBody } from '../../../src/stages/publish/body.ts';
import { collapsedOnGitHub } from '../../../src/stages/publish/collapsed.ts';
import { sampleEntries, sampleRun } from '../../contracts/store-entries.ts';
import { treeOf } from '../../suite/tree-of.ts';

const path = 'src/shop/mail.py';

async function collapsed(files: Record<string, string>): Promise<string[]> {
  using made = treeOf({ [path]: 'x = 1\n', ...files });
  return await collapsedOnGitHub([path], made.tree);
}

describe('attributes', () => {
  test.each([
    '* -diff',
    '*.py binary',
    'mail.py linguist-generated',
    'src/** linguist-generated=true text',
    '/src/shop/mail.py -diff',
    '**/mail.p? -diff',
    'src/*/mail.py\t-diff',
    '[attr]quiet -diff\n*.py quiet',
    '"*.p\\171" -diff',
    '*.txt text\n  *.py   text -diff\r',
    'ma[i]l.py -diff',
  ])('hide a change: %j', async attributes => {
    expect(await collapsed({ '.gitattributes': attributes })).toEqual([path]);
  });

  test.each([
    '* text=auto eol=lf',
    '*.png binary\n*.ipynb linguist-generated\nvendor/** -diff',
    '*.py diff=python',
    '*.py -linguist-generated linguist-generated=false',
    'other/mail.py -diff',
    '# *.py -diff',
    'mail.pyc -diff',
    'tests/*.py binary',
    '',
  ])('do not: %j', async attributes => {
    expect(await collapsed({ '.gitattributes': attributes })).toEqual([]);
  });

  test('count in the folders above the file only', async () => {
    expect(await collapsed({ 'src/.gitattributes': 'shop/mail.py -diff' })).toEqual([path]);
    expect(await collapsed({ 'src/shop/.gitattributes': 'mail.py -diff' })).toEqual([path]);
    expect(await collapsed({ 'lib/.gitattributes': '* -diff', 'src/shop/a/.gitattributes': '* -diff' })).toEqual([]);
  });
});

test('the pull request says so before everything else, and shows the change', () => {
  const { incident } = sampleEntries(sampleRun()).repaired;
  const body = pullRequestBody(incident, { sinceGreen: '', collapsed: [path] });
  const [caveat, diff] = ['GitHub may not show these changes', '```diff'].map(part => body.indexOf(part));
  expect(caveat).toBeGreaterThan(0);
  expect(caveat).toBeLessThan(body.indexOf('## What happened'));
  expect(diff).toBeGreaterThan(caveat ?? 0);
  expect(pullRequestBody(incident)).not.toContain('GitHub may not show');
});
