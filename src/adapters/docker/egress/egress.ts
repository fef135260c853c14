// Setup's only way out: a proxy in a container of its own, on a network that setup is not on. Setup has no network interface but
// its loopback, on which the proxy listens, so there is no gateway, no other container and no name server to get at.
// Rejected: a network of the engine's kind `internal`. The host answers on its gateway, and engines before 25.0.5 resolve any name
// for containers on it, which carries data out (CVE-2024-29018).
import type { Container, ContainerCreateOptions, HostConfig } from 'dockerode';
import { Transient } from '../../../ports.ts';
import { type EngineSession, keeper, type Limits, labels, type Running, share, start } from '../engine/container.ts';
import { engine } from '../engine/engine.ts';
import { lastLogs } from '../services/last-logs.ts';
import type { AllowedHost } from './allowed-hosts.ts';
import { listenerWords, proxyWords } from './program.ts';
import { type Refusal, refusalsIn } from './refusals.ts';

/** Which hosts may be reached, and how. */
export interface EgressRules {
  readonly public: readonly AllowedHost[];
  /** The operator's: they may be in a private network. */
  readonly own: readonly AllowedHost[];
  /** URLs of the host's own proxy, by the scheme of what is asked for. They may hold a password, which setup never sees. */
  readonly upstream: Readonly<Partial<Record<'http' | 'https', string>>>;
  /** Hosts that are reached without it, as in NO_PROXY. */
  readonly direct: readonly string[];
}

export interface Egress extends AsyncDisposable {
  /** Starts to listen in the container's network. */
  listenIn(setup: Container): Promise<void>;
  /** What was refused so far. Throws `Transient` when the proxy has stopped. */
  refusals(): Promise<readonly Refusal[]>;
}

export interface EgressPlan {
  readonly image: string;
  readonly limits: Limits;
  /** The engine's network that leads out. */
  readonly network: string;
  readonly rules: EgressRules;
  /** Masks secrets in what was asked for. */
  readonly mask: (text: string) => Promise<string>;
}

/** On the loopback interface of setup; above the ports that the kernel hands out. */
const port = 61_280;
const folder = '/tmp';
const door = `${folder}/door`;

export async function startEgress(session: EngineSession, plan: EgressPlan): Promise<Egress> {
  const running = await startOurs(session, plan, {
    Entrypoint: [...proxyWords],
    Cmd: [door],
    Env: [`EGRESS=${JSON.stringify(plan.rules)}`],
    // A volume takes its rights from the image's folder: everyone may write into this one.
    Volumes: { [folder]: {} },
    HostConfig: { NetworkMode: plan.network, LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } } },
  });
  const { container } = running;
  return {
    ...running,
    listenIn: setup => handOver(session, plan, { proxy: container, setup }),
    async refusals() {
      const { State } = await engine(container.inspect());
      const output = await lastLogs(container);
      if (!State.Running) throw new Transient('The egress proxy stopped.', { cause: output });
      return refusalsIn(await plan.mask(output));
    },
  };
}

/** A socket belongs to the network that it was made in, whoever has it. */
async function handOver(
  session: EngineSession,
  plan: EgressPlan,
  { proxy, setup }: { proxy: Container; setup: Container },
): Promise<void> {
  await using running = await startOurs(session, plan, {
    Entrypoint: [...listenerWords],
    Cmd: [door, String(port)],
    HostConfig: { NetworkMode: `container:${setup.id}`, VolumesFrom: [proxy.id] },
  });
  const { StatusCode } = await engine<{ StatusCode: number }>(running.container.wait());
  if (StatusCode === 0) return;
  const cause = `${await lastLogs(running.container)}${await lastLogs(proxy)}`;
  throw new Transient('The egress proxy did not start.', { cause });
}

/** Threads of the proxy, one for each connection. */
const pids = 256;

function startOurs(
  session: EngineSession,
  { image, limits }: EgressPlan,
  { HostConfig: given, ...options }: ContainerCreateOptions & { HostConfig: HostConfig },
): Promise<Running> {
  const isolated: HostConfig = { ...share({ ...limits, pids }), CapDrop: ['ALL'], ReadonlyRootfs: true };
  return start(session, {
    ...options,
    Image: image,
    User: keeper,
    HostConfig: { ...isolated, ...given },
    Labels: { [labels.kind]: 'egress' },
  });
}

/** They lead setup's programs to the proxy, but not to these names, which are its own. In both spellings, since programs differ. */
export function egressVariables(names: readonly string[]): Readonly<Record<string, string>> {
  const url = `http://127.0.0.1:${port}`;
  // Not `::1`, on which older HTTP clients fail.
  const local = ['localhost', '127.0.0.1', '0.0.0.0', ...names].join(',');
  const given = { http_proxy: url, https_proxy: url, no_proxy: local };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => [
      [name, value],
      [name.toUpperCase(), value],
    ]),
  );
}
