// Under which keys things are kept.
import { expect, test } from '@jest/globals';
import { repositoryKey } from '../../src/incident/names.ts';
import { sampleRun } from '../contracts/store-entries.ts';

const key = (changes: Parameters<typeof sampleRun>[0]) => repositoryKey(sampleRun(changes));

test('a repository keeps its key when it is renamed or given away', () => {
  expect(key({ owner: 'someone-else', repo: 'post' })).toBe(key({}));
});

test('a repository that takes over a name has a key of its own', () => {
  expect(key({ repositoryId: 7 })).not.toBe(key({ repositoryId: 8 }));
});

test('equal ids on two hosts are two repositories', () => {
  expect(key({ url: 'https://ghe.example/octo/mail/actions/runs/1' })).not.toBe(key({}));
});

test('a row without an id shares its key with no repository that has one', () => {
  const nameless = sampleRun({ repositoryId: null, owner: '12', repo: '34' });
  expect(repositoryKey(nameless)).toBe('github.com/12/34');
  expect(key({ repositoryId: 12 })).toBe('github.com/12');
});
