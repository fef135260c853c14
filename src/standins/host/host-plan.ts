// Decides what this machine lacks before the local stack can run, as a plain list of steps. Does nothing itself.
// Rejected: requiring a manual Docker installation everywhere. On a bare Debian or Ubuntu, as root, we can do it ourselves.

/** The name that recipes ask for; the official image of that name, or our own made from Debian's packages. */
export const pythonImage = 'python:3.11-slim';

/** What a look at the machine found. */
export interface HostFacts {
  /** Why the engine did not answer, or undefined when it did. */
  engineSilence: string | undefined;
  /** The value of DOCKER_HOST, when it is set. */
  dockerHost: string | undefined;
  hasPythonImage: boolean;
  /** Words for the system, e.g. "Debian GNU/Linux 12 (bookworm)". */
  system: string;
  /** `apt` means Debian, Ubuntu, or a close relative. */
  packages: 'apt' | 'other';
  isRoot: boolean;
  /** The Debian packages among those below whose command is not on this machine. */
  missing: string[];
}

export type HostStep =
  | { kind: 'install'; packages: string[] }
  | { kind: 'start-engine' }
  | { kind: 'provide-python-image'; otherwise: HostStep[] }
  | { kind: 'build-python-image' }
  | { kind: 'refuse'; message: string };

const enginePackages = ['docker.io', 'iptables'];
/** Ubuntu's debootstrap does not bring the keys of Debian's archive along. */
const buildPackages = ['debootstrap', 'debian-archive-keyring'];

/** The packages whose presence `HostFacts.missing` speaks about. */
export const neededPackages = [...enginePackages, ...buildPackages];

/** The steps this machine still needs; empty when it is ready. */
export function hostPlan(facts: HostFacts): HostStep[] {
  if (facts.engineSilence === undefined) return facts.hasPythonImage ? [] : [provideImage(facts)];
  if (!mayInstall(facts) || facts.dockerHost !== undefined) return [{ kind: 'refuse', message: noEngine(facts) }];
  const otherwise: HostStep[] = [{ kind: 'build-python-image' }];
  return [...install(facts, neededPackages), { kind: 'start-engine' }, { kind: 'provide-python-image', otherwise }];
}

function provideImage(facts: HostFacts): HostStep {
  const otherwise: HostStep[] = mayInstall(facts)
    ? [...install(facts, buildPackages), { kind: 'build-python-image' }]
    : [{ kind: 'refuse', message: noImage(facts) }];
  return { kind: 'provide-python-image', otherwise };
}

function mayInstall(facts: HostFacts): boolean {
  return facts.packages === 'apt' && facts.isRoot;
}

function install(facts: HostFacts, wanted: string[]): HostStep[] {
  const packages = wanted.filter(name => facts.missing.includes(name));
  return packages.length > 0 ? [{ kind: 'install', packages }] : [];
}

function noEngine(facts: HostFacts): string {
  const where = facts.dockerHost === undefined ? "Docker's default socket" : `DOCKER_HOST=${facts.dockerHost}`;
  return [
    `No Docker engine answers: tried ${where} (${facts.engineSilence}).`,
    `Every failure is acted out in a container, so nothing runs without one, and ${whyNot(facts)}.`,
    adviceFor(facts),
  ].join('\n');
}

function adviceFor(facts: HostFacts): string {
  if (facts.engineSilence?.includes('EACCES')) {
    return 'The engine is there but closed to you: run `sudo usermod -aG docker $USER`, log in again, and run this again.';
  }
  if (facts.dockerHost !== undefined) {
    return 'Start the engine that DOCKER_HOST points at, or unset DOCKER_HOST to use the one on this machine, and run this again.';
  }
  return `Install Docker (https://docs.docker.com/engine/install/)${onDebian(facts)}, start it, and run this again.`;
}

function noImage(facts: HostFacts): string {
  return [
    `The Docker engine answers, but it has no image ${pythonImage} and could not pull one from its registry.`,
    `It can be built from Debian's packages instead, but ${whyNot(facts)}.`,
    `Give the engine a way to a registry and \`docker pull ${pythonImage}\`, or load the image with \`docker load\`, and run this again.`,
  ].join('\n');
}

function whyNot(facts: HostFacts): string {
  if (facts.packages === 'other') return `only Debian and Ubuntu can be set up from here (this is ${facts.system})`;
  if (!facts.isRoot) return 'setting it up needs root';
  return 'an engine named by DOCKER_HOST is yours to start';
}

function onDebian(facts: HostFacts): string {
  return facts.packages === 'apt' ? ', or run this as root to have it installed' : '';
}
