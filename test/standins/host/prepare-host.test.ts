// The machine's set-up, on this machine: it refuses in words, does nothing twice, and never works twice at once.
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from '@jest/globals';
import { mirrorAmong } from '../../../src/standins/host/debian.ts';
import { exclusively } from '../../../src/standins/host/exclusively.ts';
import { prepareHost } from '../../../src/standins/host/prepare-host.ts';

const dockerHost = process.env['DOCKER_HOST'];

afterEach(() => {
  if (dockerHost === undefined) delete process.env['DOCKER_HOST'];
  else process.env['DOCKER_HOST'] = dockerHost;
});

describe('the machine', () => {
  test('where no engine answers, the error says what was tried and what to do', async () => {
    process.env['DOCKER_HOST'] = 'unix:///nowhere/docker.sock';
    await expect(prepareHost(() => {})).rejects.toThrow(
      /No Docker engine answers: tried DOCKER_HOST=unix:\/\/\/nowhere\/docker\.sock .*\n.*\n.*run this again/,
    );
  });

  test('that is ready is left alone, without a word', async () => {
    const told: string[] = [];
    await prepareHost(line => told.push(line));
    await prepareHost(line => told.push(line));
    expect(told).toEqual([]);
  });
});

describe('work done exclusively', () => {
  test('never overlaps, and whoever waits says so', async () => {
    const told: string[] = [];
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
    };
    const name = `nightwatch-test-${randomUUID()}`;
    await Promise.all([1, 2, 3].map(() => exclusively(name, line => told.push(line), work)));
    expect(most).toBe(1);
    expect(told.length).toBeGreaterThan(0);
  });

  test('that fails lets the next one begin', async () => {
    const name = `nightwatch-test-failing-${randomUUID()}`;
    await expect(
      exclusively(
        name,
        () => {},
        () => Promise.reject(new Error('broke')),
      ),
    ).rejects.toThrow('broke');
    await expect(
      exclusively(
        name,
        () => {},
        async () => 'done',
      ),
    ).resolves.toBe('done');
  });
});

describe('the Debian mirror', () => {
  test('is the one that apt uses for the system itself, a company’s own included', () => {
    const targets = [
      'https://deb.nodesource.com/node_20.x/ nodistro main',
      'http://mirror.example/debian-security/ bookworm-security main',
      'http://mirror.example/debian/ bookworm main',
    ].join('\n');
    expect(mirrorAmong(targets, 'bookworm')).toBe('http://mirror.example/debian/');
  });

  test('is the public one when apt names none over HTTP', () => {
    expect(mirrorAmong('cdrom:[Debian 12]/ bookworm main', 'bookworm')).toBe('http://deb.debian.org/debian/');
  });
});
