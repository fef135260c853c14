// Which system calls a container of the sandbox may make: Docker's default profile minus what follows. `seccomp/default.json` is
// `profiles/seccomp/default.json` of https://github.com/moby/moby, version 26.1.5 (licence beside it); only its layout is ours.
// An engine's own default depends on its age: Docker 20.10 allows io_uring and the sockets of virtual machines.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Profile = z.looseObject({
  syscalls: z.array(z.looseObject({ names: z.array(z.string()), action: z.string() })),
});
type Rule = z.infer<typeof Profile>['syscalls'][number];

/** Large parts of the kernel that a test suite can do without, and through which others have left containers. */
const refused = new RegExp(
  `^(?:${[
    'io_uring_.*',
    // The kernel's keyring belongs to no namespace.
    'add_key|keyctl|request_key',
    'bpf|perf_event_open|userfaultfd|modify_ldt',
    // Its arguments are in memory, where no filter can see the family of the socket.
    'socketcall',
  ].join('|')})$`,
);

/**
 * AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK. What is allowed is listed, not what is refused: the kernel reads 32 bits of the
 * number and the filter compares 64, so AF_VSOCK with a higher bit set is not equal to AF_VSOCK.
 */
const families = [1, 2, 10, 16];

const profile = Profile.parse(JSON.parse(readFileSync(new URL('./seccomp/default.json', import.meta.url), 'utf8')));

/** The option of the engine that sets it. */
export const seccomp = `seccomp=${JSON.stringify({
  ...profile,
  syscalls: [...profile.syscalls.flatMap(narrowed), ...families.map(allowingSocket)],
})}`;

function narrowed(rule: Rule): Rule[] {
  const names = rule.names.filter(name => name !== 'socket' && !refused.test(name));
  return names.length === 0 ? [] : [{ ...rule, names }];
}

function allowingSocket(family: number): Rule {
  return { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: family, op: 'SCMP_CMP_EQ' }] };
}
