// The image of a service, ready to be started and later saved with its data.
import type { ContainerCreateOptions, ImageInspectInfo } from 'dockerode';
import type { Service } from '../../../incident/reproduction.ts';
import { Transient } from '../../../ports.ts';
import { type EngineSession, labels, noteUse, removeContainer } from '../engine/container.ts';
import { engine } from '../engine/engine.ts';
import { baseImage, maybeFault, maybeImageId } from '../setup/base-image.ts';

/** A service to start. */
export interface StartableService {
  readonly name: string;
  readonly image: string;
  readonly digest: string;
  readonly ports: Service['ports'];
  /** Ports to wait for. */
  readonly listening: readonly number[];
  readonly check: readonly string[] | null;
  /** What the image itself does not say. */
  readonly program: ContainerCreateOptions;
}

export type ServiceImages =
  | { kind: 'ready'; services: readonly StartableService[] }
  | { kind: 'unavailable'; image: string; reason: string };

/** Pulls the images that the engine lacks. Throws `Transient` when the registry cannot be reached. */
export async function serviceImages(session: EngineSession, services: readonly Service[]): Promise<ServiceImages> {
  const startable: StartableService[] = [];
  for (const service of services) {
    const image = await serviceImage(session, service);
    if (image.kind === 'unavailable') return image;
    startable.push(image.service);
  }
  return { kind: 'ready', services: startable };
}

type ServiceImage = { kind: 'ready'; service: StartableService } | Extract<ServiceImages, { kind: 'unavailable' }>;

async function serviceImage(session: EngineSession, service: Service): Promise<ServiceImage> {
  const { name, image, ports, health } = service;
  const found = await baseImage(session.docker, image);
  if (found.kind === 'unavailable') return { kind: 'unavailable', image, reason: found.reason };
  const { Config } = await engine(session.docker.getImage(found.id).inspect());
  const digest = hasVolumes(Config) ? await withoutVolumes(session, found.id) : found.id;
  noteUse(session, digest);
  const program = programOf(Config, service.env);
  const check = health === null ? ownCheck(Config) : ['/bin/sh', '-c', health];
  const listening = ports.length > 0 ? numbersOf(ports) : onlyPort(Config);
  return { kind: 'ready', service: { name, image, digest, ports, listening, check, program } };
}

type Config = ImageInspectInfo['Config'];

/** A service is also reached under the host's number, see `forward.ts`. */
function numbersOf(ports: Service['ports']): readonly number[] {
  return [...new Set(ports.flatMap(({ host, container }) => [container, host]))];
}

/** The port that an image exposes; none where there are several, since not all of them need be in use. */
function onlyPort({ ExposedPorts }: Config): readonly number[] {
  const ports = Object.keys(ExposedPorts ?? {}).filter(port => port.endsWith('/tcp'));
  return ports.length === 1 ? ports.map(port => Number.parseInt(port, 10)) : [];
}

function hasVolumes({ Volumes }: Config): boolean {
  return Object.keys(Volumes ?? {}).length > 0;
}

const flat = 'nightwatch/service-image';

/**
 * The same files as an image without volumes. The engine saves a container without its volumes, and databases keep their data in
 * one: with it, every workspace would start with an empty database, whatever setup wrote.
 */
async function withoutVolumes({ docker, owner }: EngineSession, id: string): Promise<string> {
  const tag = id.replace(/^sha256:/, '');
  const found = await maybeImageId(docker, `${flat}:${tag}`);
  if (found) return found;
  const container = await engine(docker.createContainer({ Image: id, Entrypoint: ['true'], NetworkDisabled: true }));
  try {
    // Makes the folders on which volumes are mounted. An image without this program gets them too.
    await engine(container.start()).catch(() => {});
    const files = await engine(container.export());
    const changes = [`LABEL ${labels.owner}=${owner}`, `LABEL ${labels.kind}=environment`];
    const progress = await engine(docker.importImage(files, { repo: flat, tag, changes }));
    const fault = await maybeFault(docker, progress);
    if (fault !== null) throw new Transient(`Could not import the image ${id}.`, { cause: fault });
  } finally {
    await removeContainer(container);
  }
  const made = await maybeImageId(docker, `${flat}:${tag}`);
  if (!made) throw new Error(`The image ${flat}:${tag} was imported but is missing from the engine.`);
  return made;
}

/** An imported image has no program of its own, so it is always given. */
function programOf(config: Config, env: Readonly<Record<string, string>>): ContainerCreateOptions {
  const { Entrypoint, Cmd, Env, User, WorkingDir } = config;
  const given = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return {
    ...(Entrypoint && { Entrypoint }),
    ...(Cmd && { Cmd }),
    Env: [...(Env ?? []), ...given],
    User,
    WorkingDir,
    ...stopSignal(config),
  };
}

/** The signal on which a database writes its data and ends. It is missing from the types. */
function stopSignal(config: Config & { StopSignal?: string }): ContainerCreateOptions {
  return config.StopSignal ? { StopSignal: config.StopSignal } : {};
}

/** The image's own health check, as the engine would run it. */
function ownCheck(config: Config): string[] | null {
  const [kind, ...words] = config.Healthcheck?.Test ?? [];
  if (kind === 'CMD') return words;
  return kind === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : null;
}
