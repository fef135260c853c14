// The sandbox's system calls: what Docker's list allows, less what ours refuses.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { seccomp } from '../../../src/adapters/docker/engine/seccomp.ts';

const Rules = z.object({
  defaultAction: z.string(),
  syscalls: z.array(
    z.object({
      names: z.array(z.string()),
      action: z.string(),
      args: z.array(z.object({ index: z.number(), value: z.number(), op: z.string() })).default([]),
    }),
  ),
});

const ours = Rules.parse(JSON.parse(seccomp.replace(/^seccomp=/, '')));
const docker = Rules.parse(
  JSON.parse(
    readFileSync(new URL('../../../src/adapters/docker/engine/seccomp/default.json', import.meta.url), 'utf8'),
  ),
);

function allowed({ syscalls }: z.infer<typeof Rules>): Set<string> {
  return new Set(syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW').flatMap(({ names }) => names));
}

test('what no rule allows is refused', () => {
  expect(ours.defaultAction).toBe('SCMP_ACT_ERRNO');
});

test('no capability brings back what we refuse', () => {
  const refused = ['io_uring_setup', 'io_uring_enter', 'io_uring_register', 'add_key', 'keyctl', 'request_key'];
  const more = ['bpf', 'perf_event_open', 'userfaultfd', 'modify_ldt', 'socketcall'];
  expect([...refused, ...more].filter(name => allowed(ours).has(name))).toEqual([]);
});

test('everything else is as Docker has it', () => {
  const lost = [...allowed(docker)].filter(name => !allowed(ours).has(name));
  expect(lost.sort()).toEqual(['bpf', 'modify_ldt', 'perf_event_open', 'socketcall']);
  expect([...allowed(ours)].filter(name => !allowed(docker).has(name))).toEqual([]);
});

test('a socket is of one of four families, compared whole', () => {
  const sockets = ours.syscalls.filter(({ names }) => names.includes('socket'));
  expect(sockets.map(({ args }) => args)).toEqual(
    [1, 2, 10, 16].map(value => [{ index: 0, value, op: 'SCMP_CMP_EQ' }]),
  );
});
