// How much a workspace may write, and how it is noticed that it wanted to write more.
import { expect, test } from '@jest/globals';
import { temporaryFolders, volumeBytes, writableFolders } from '../../../src/adapters/docker/engine/sized-volumes.ts';
import { placeInImage } from '../../../src/adapters/docker/home.ts';
import { isFull } from '../../../src/adapters/docker/shell.ts';

const limits = { memoryMb: 2_048, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 10_240 };

test('a volume takes at most half of the memory, and never more than the limit of the disk', () => {
  expect(volumeBytes(limits)).toBe(1_024 * 1_024 * 1_024);
  expect(volumeBytes({ ...limits, diskMb: 200 })).toBe(200 * 1_024 * 1_024);
});

test('everything writable is limited in bytes and in files', () => {
  const all = { ...temporaryFolders(limits), ...writableFolders(limits, '/notes') };
  expect(Object.keys(all).sort()).toEqual(['/dev/shm', '/home/runner', '/notes', '/run/lock', '/tmp', '/var/tmp']);
  for (const options of Object.values(all)) expect(options).toMatch(/^rw,nosuid,nodev,.*,size=\d+,nr_inodes=\d+$/);
});

test.each([
  ['without a free block', 'room 0 1000 500 500', true],
  ['with the rest of a failed write', 'room 9 1000 500 500', true],
  ['without a free file', 'room 900 1000 0 500', true],
  ['of which the second is full', 'room 900 1000 400 500\nroom 0 1000 400 500', true],
  ['with some room', 'room 10 1000 5 500', false],
  ['that says nothing', '', false],
])('a disk %s is full: %#', (_, room, expected) => {
  expect(isFull(`${room}\n`)).toBe(expected);
});

test('a home laid aside keeps its paths', () => {
  expect(placeInImage('/home/runner/work/shop/shop', 'memory')).toBe('/opt/nightwatch/home/work/shop/shop');
  expect(placeInImage('/home/runner/work/shop/shop', 'disk')).toBe('/home/runner/work/shop/shop');
});
