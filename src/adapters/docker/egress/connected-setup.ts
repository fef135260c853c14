// A container of setup with its way out.
import type { LanguageName } from '../../../incident/language.ts';
import { languages } from '../../../languages/languages.ts';
import { Transient } from '../../../ports.ts';
import type { EngineSession } from '../engine/container.ts';
import { type Isolated, type Place, startSetup } from '../engine/isolated-container.ts';
import { baseImage } from '../setup/base-image.ts';
import { type AllowedHost, hostsOfEveryJob, webHost } from './allowed-hosts.ts';
import { type EgressRules, egressVariables, startEgress } from './egress.ts';
import { proxyImage } from './program.ts';
import { type Refusal, refusalsOf } from './refusals.ts';

/** What leads out of this machine, for setup only. */
export interface Outlet extends Pick<EgressRules, 'upstream' | 'direct'> {
  /** The engine's network; `bridge` unless configured otherwise. */
  readonly network: string;
  /** More hosts than the registries, among them the operator's own package index. */
  readonly allowedHosts: readonly AllowedHost[];
}

export interface ConnectedSetup extends Isolated {
  /** What was refused so far, while its image was made included. Throws `Transient` when the proxy has stopped. */
  refusals(): Promise<readonly Refusal[]>;
  /** They lead programs to the proxy; it takes a second until it listens, in which the container can be filled. */
  readonly variables: Promise<Readonly<Record<string, string>>>;
}

export interface Connection extends Place {
  readonly outlet: Outlet;
  readonly language: LanguageName;
  readonly mask: (text: string) => Promise<string>;
}

export async function startConnectedSetup(
  session: EngineSession,
  image: string,
  { outlet, language, mask, ...place }: Connection,
): Promise<ConnectedSetup> {
  const { network, allowedHosts: own, upstream, direct } = outlet;
  const rules = {
    public: [...hostsOfEveryJob, ...languages[language].building.hosts.map(webHost)],
    own,
    upstream,
    direct,
  };
  const plan = { image: await imageOfProxy(session), limits: place.limits, network, rules, mask };
  const [setup, egress] = await both(startSetup(session, image, place), startEgress(session, plan));
  const variables = egress.listenIn(setup.container).then(() => egressVariables(place.hosts));
  // Whoever needs them awaits them, and then gets the fault.
  const settled = variables.then(
    () => {},
    () => {},
  );
  return {
    ...setup,
    variables,
    refusals: async () => [...(await refusalsOf(session, image)), ...(await egress.refusals())],
    async [Symbol.asyncDispose]() {
      await settled;
      await Promise.all([setup, egress].map(one => one[Symbol.asyncDispose]()));
    },
  };
}

async function imageOfProxy({ docker }: EngineSession): Promise<string> {
  const found = await baseImage(docker, proxyImage);
  if (found.kind === 'ready') return found.id;
  throw new Transient('The image of the egress proxy is not available.', { cause: found.reason });
}

/** When one fails, what the other started is removed. */
async function both<One extends AsyncDisposable, Other extends AsyncDisposable>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<[One, Other]> {
  try {
    return await Promise.all([one, other]);
  } catch (error) {
    for (const ended of await Promise.allSettled([one, other]))
      if (ended.status === 'fulfilled') await ended.value[Symbol.asyncDispose]();
    throw error;
  }
}
