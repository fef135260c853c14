// Reads a job's `services:`, by https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idservices
import { z } from 'zod';
import type { Service } from '../incident/reproduction.ts';
import { shellWords } from './shell-words.ts';

const Definition = z.object({
  image: z.string().default(''),
  env: z.record(z.string(), z.unknown()).catch({}).default({}),
  ports: z
    .array(z.union([z.string(), z.number()]))
    .catch([])
    .default([]),
  options: z.string().catch('').default(''),
  volumes: z.unknown().optional(),
  credentials: z.unknown().optional(),
  command: z.unknown().optional(),
  entrypoint: z.unknown().optional(),
});
type Definition = z.infer<typeof Definition>;

/** A service as the workflow file describes it. */
export type JobService = Omit<Service, 'ports'> & { readonly ports: readonly Port[] };

export interface Port {
  /** On GitHub's runner; null where GitHub chooses one. */
  readonly host: number | null;
  readonly container: number;
}

export interface JobServices {
  readonly services: readonly JobService[];
  /** What cannot be followed, as sentences. */
  readonly notes: readonly string[];
}

/** `fill` evaluates the expressions that are known. */
export function servicesOf(
  definitions: Readonly<Record<string, unknown>>,
  fill: (text: string) => string,
): JobServices {
  const services: JobService[] = [];
  const notes: string[] = [];
  for (const [name, written] of Object.entries(definitions)) {
    const definition = Definition.safeParse(typeof written === 'string' ? { image: written } : written).data;
    const image = fill(definition?.image ?? '').trim();
    // GitHub starts no service whose image is empty; that is how a matrix leaves one out.
    if (definition !== undefined && image === '') continue;
    const obstacle = definition ? obstacleTo({ name, image, definition, fill, services }) : 'it is not described';
    if (definition === undefined || obstacle !== null) notes.push(`Did not start the service ${name}: ${obstacle}.`);
    else services.push(service({ name, image, definition, fill, notes }));
  }
  return { services, notes };
}

/** More than any job needs; each has the memory of a job. */
const most = 8;

/** The rest of a sentence; null when the service can be started. */
function obstacleTo({
  name,
  image,
  definition,
  fill,
  services,
}: Omit<Reading, 'notes'> & { services: readonly JobService[] }): string | null {
  if (!/^[A-Za-z_][\w-]{0,99}$/.test(name)) return 'its name is not a host name';
  if (isUnknown(image)) return 'its image is not known';
  if (services.length === most) return `only ${most} services are started`;
  return portTaken(definition, fill, services);
}

interface Reading {
  readonly name: string;
  readonly image: string;
  readonly definition: Definition;
  readonly fill: (text: string) => string;
  readonly notes: string[];
}

function service({ name, image, definition, fill, notes }: Reading): JobService {
  const options = dockerOptions(fill(definition.options));
  const env = Object.entries({ ...definition.env, ...options.env }).map(
    ([key, value]) => [key, fill(String(value ?? ''))] as const,
  );
  const unknown = env.filter(([, value]) => isUnknown(value)).map(([key]) => key);
  if (unknown.length > 0)
    notes.push(`The service ${name} starts without ${unknown.join(', ')}: the workflow file does not show the value.`);
  const keys = (['volumes', 'credentials', 'command', 'entrypoint'] as const).filter(key => definition[key]);
  const ignored = [...keys, ...options.ignored];
  if (ignored.length > 0) notes.push(`Ignored of the service ${name}: ${ignored.join(', ')}.`);
  return {
    name,
    image,
    env: Object.fromEntries(env.filter(([key]) => !unknown.includes(key))),
    ports: portsOf(definition, fill),
    health: options.health,
  };
}

/** `5432`, `5433:5432`, `127.0.0.1:5433:5432`, each with `/tcp` or without. UDP and ranges are not followed. */
function portsOf({ ports }: Definition, fill: (text: string) => string): readonly Port[] {
  return ports.flatMap(written => {
    const found = /^(?:\d+\.[\d.]+:)?(?:(\d+):)?(\d+)(?:\/tcp)?$/.exec(fill(String(written)).trim());
    return found === null
      ? []
      : [{ host: found[1] === undefined ? null : Number(found[1]), container: Number(found[2]) }];
  });
}

/** Services share the job's loopback interface here, so two of them cannot listen on one port. */
function portTaken(
  definition: Definition,
  fill: (text: string) => string,
  others: readonly JobService[],
): string | null {
  const wanted = portsOf(definition, fill).map(({ container }) => container);
  const other = others.find(({ ports }) => ports.some(({ container }) => wanted.includes(container)));
  return other === undefined ? null : `it listens on the same port as ${other.name}`;
}

interface DockerOptions {
  readonly health: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** Names of options that are not followed. */
  readonly ignored: readonly string[];
}

/** Options of `docker create`. How often and how long to check is not needed: a service is checked all the time until it is ready. */
function dockerOptions(text: string): DockerOptions {
  const words = shellWords(text).flatMap(word => /^(--[\w-]+)=(.*)$/s.exec(word)?.slice(1) ?? [word]);
  const env: Record<string, string> = {};
  const ignored = new Set<string>();
  let health: string | null = null;
  for (const [index, word] of words.entries()) {
    const value = words[index + 1] ?? '';
    if (word === '--health-cmd') health = value;
    else if (word === '-e' || word === '--env') Object.assign(env, variable(value));
    else if (word.startsWith('-') && !/^--(health-(interval|timeout|retries|start-(period|interval))|name)$/.test(word))
      ignored.add(word);
  }
  return { health, env, ignored: [...ignored] };
}

function variable(text: string): Record<string, string> {
  const [name = '', ...value] = text.split('=');
  return { [name]: value.join('=') };
}

function isUnknown(value: string): boolean {
  return value.includes('${{') || value.includes('***');
}
