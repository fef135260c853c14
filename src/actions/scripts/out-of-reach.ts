// Commands that can only work on GitHub's machine or on another system: said up front, before anything is built.
import type { Script } from '../../incident/reproduction.ts';
import { ellipsized } from '../../text/truncation.ts';

/** At the top level of a script: what stands in an `if` may be meant for another system. */
const topLevel = String.raw`^(?:sudo\s+)?(?:/usr/bin/)?`;

interface Reason {
  readonly command: RegExp;
  /** The end of a sentence. */
  readonly why: string;
}

const ofTheMachine: readonly Reason[] = [
  {
    command: new RegExp(`${topLevel}(?:docker-compose|docker (?:compose|run|build|buildx|start|create|pull))\\s`),
    why: 'starts containers with Docker, which the sandbox does not have',
  },
  {
    command: new RegExp(`${topLevel}systemctl (?:start|restart|enable)\\s`),
    why: "starts a service of GitHub's own machine, which the sandbox does not have",
  },
];

const ofOtherSystems: readonly Reason[] = [
  {
    command: new RegExp(`${topLevel}(?:apk|dnf|yum|microdnf|zypper|pacman|brew|choco)\\s`),
    why: 'installs packages of another system; the sandbox is Debian',
  },
  {
    command: /^[^#]*(?:\badd-apt-repository\b|\bppa:|\/config\/ubuntu\/)/,
    why: 'asks for packages of Ubuntu; the sandbox is Debian',
  },
];

/** A sentence; null when none of the scripts is of this kind. `inContainer`: they run in the job's own container, whatever its system. */
export function outOfReach(
  scripts: readonly Pick<Script, 'text'>[],
  { inContainer }: { inContainer: boolean },
): string | null {
  const lines = scripts.flatMap(({ text }) => text.split('\n')).filter(line => !line.includes('||'));
  for (const { command, why } of inContainer ? ofTheMachine : [...ofTheMachine, ...ofOtherSystems]) {
    const line = lines.find(text => command.test(text));
    if (line !== undefined) return `The step with \`${ellipsized(line.trim(), 100)}\` ${why}.`;
  }
  return null;
}
