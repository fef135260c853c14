// What is done to a machine that lacks Docker or the Python image, read from the plan.
import { describe, expect, test } from '@jest/globals';
import { type HostFacts, type HostStep, hostPlan } from '../../../src/standins/host/host-plan.ts';

const bareDebian: HostFacts = {
  engineSilence: 'connect ENOENT /var/run/docker.sock',
  dockerHost: undefined,
  hasPythonImage: false,
  system: 'Debian GNU/Linux 12 (bookworm)',
  packages: 'apt',
  isRoot: true,
  missing: ['docker.io', 'iptables', 'debootstrap'],
};
const withEngine: HostFacts = { ...bareDebian, engineSilence: undefined, missing: ['debootstrap'] };

describe('the plan for a machine', () => {
  test('a machine that has all needs nothing', () => {
    expect(hostPlan({ ...withEngine, hasPythonImage: true })).toEqual([]);
  });

  test('a bare Debian machine gets Docker installed and started, and its image pulled or else built', () => {
    expect(hostPlan(bareDebian)).toEqual([
      { kind: 'install', packages: ['docker.io', 'iptables', 'debootstrap'] },
      { kind: 'start-engine' },
      { kind: 'provide-python-image', otherwise: [{ kind: 'build-python-image' }] },
    ]);
  });

  test('an installed engine that sleeps is only started', () => {
    expect(hostPlan({ ...bareDebian, missing: [] }).map(step => step.kind)).toEqual([
      'start-engine',
      'provide-python-image',
    ]);
  });

  test('debootstrap is installed only after the pull has failed', () => {
    expect(hostPlan(withEngine)).toEqual([
      {
        kind: 'provide-python-image',
        otherwise: [{ kind: 'install', packages: ['debootstrap'] }, { kind: 'build-python-image' }],
      },
    ]);
  });

  test('without root nothing is installed, and the message says what to do', () => {
    const message = refusal(hostPlan({ ...bareDebian, isRoot: false }));
    expect(message).toContain("tried Docker's default socket (connect ENOENT /var/run/docker.sock)");
    expect(message).toContain('needs root');
    expect(message).toContain('https://docs.docker.com/engine/install/');
  });

  test('a user outside the group docker is told how to join it', () => {
    const engineSilence = 'connect EACCES /var/run/docker.sock';
    expect(refusal(hostPlan({ ...bareDebian, isRoot: false, engineSilence }))).toContain('usermod -aG docker');
  });

  test('a system other than Debian and Ubuntu is named in the refusal', () => {
    expect(refusal(hostPlan({ ...bareDebian, packages: 'other', system: 'Fedora Linux 43' }))).toContain(
      'this is Fedora Linux 43',
    );
  });

  test('an engine named by DOCKER_HOST is never replaced by one of ours', () => {
    const message = refusal(hostPlan({ ...bareDebian, dockerHost: 'tcp://build:2375' }));
    expect(message).toContain('tried DOCKER_HOST=tcp://build:2375');
    expect(message).toContain('unset DOCKER_HOST');
  });

  test('an ordinary user whose engine cannot pull is told how to bring the image', () => {
    const [step] = hostPlan({ ...withEngine, isRoot: false });
    expect(step?.kind === 'provide-python-image' && refusal(step.otherwise)).toContain('docker pull python:3.11-slim');
  });
});

function refusal(steps: HostStep[]): string {
  const [step] = steps;
  expect(steps).toHaveLength(1);
  return step?.kind === 'refuse' ? step.message : '';
}
