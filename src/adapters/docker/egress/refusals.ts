// What the egress proxy refused, kept with the environment and told in the report.
import { z } from 'zod';
import { type EngineSession, labels } from '../engine/container.ts';
import { imageLabels, jsonLabel, jsonOfLabel } from '../engine/image-labels.ts';
import type { AllowedHost } from './allowed-hosts.ts';

export const Refusal = z.object({
  /** `host`: not on the list. `port`: on the list, but not with this port. `address`: inside a network. `name`: no host's name. `protocol`: no TLS. */
  why: z.enum(['host', 'port', 'address', 'name', 'protocol']),
  host: z.string(),
  port: z.number(),
});
export type Refusal = z.infer<typeof Refusal>;

/** The refusals among the lines that the proxy printed. */
export function refusalsIn(output: string): readonly Refusal[] {
  return output.split('\n').flatMap(line => Refusal.safeParse(maybeJson(line)).data ?? []);
}

function maybeJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // The proxy's own complaint.
  }
}

/** Sentences for the report. */
export function refusalNotes(refusals: readonly Refusal[]): readonly string[] {
  const of = (why: Refusal['why']) => refusals.filter(refusal => refusal.why === why);
  const hosts = [...new Set(of('host').map(({ host }) => host))];
  const targets = (why: Refusal['why']) => [...new Set(of(why).map(({ host, port }) => `${host}:${port}`))];
  return [
    ...sentence(
      hosts,
      `${hosts.length === 1 ? 'which is not an allowed host' : 'which are not allowed hosts'} ${setting}`,
    ),
    ...sentence(targets('port'), `which is not an allowed port ${setting}`),
    ...sentence(targets('address'), 'which has no public address'),
    ...sentence(targets('protocol'), 'by a tunnel without TLS'),
    ...(of('name').length === 0 ? [] : ['Setup asked for a host by a malformed name.']),
  ];
}

/** Where an operator allows more. */
const setting = '(see `SANDBOX_ALLOWED_HOSTS`)';
const mostNamed = 8;
/** Of a longer name the end is shown, which says whose it is. */
const longestName = 80;

function sentence(names: readonly string[], what: string): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNamed).map(name => `\`${name.slice(-longestName)}\``);
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return [`Setup asked for ${shown.join(', ')}${more}, ${what}.`];
}

/** What programs of all kinds say when they have no network, or no one who resolves names. */
const offline =
  /resolve host|resolve proxy|name resolution|name or service not known|network is unreachable|ENOTFOUND|EAI_AGAIN|no such host|dns error/i;

/** A note where a step failed for want of a network. */
export function offlineNotes(output: string): readonly string[] {
  if (!offline.test(output)) return [];
  return ['Setup has no network but an HTTP proxy; a program that ignores `https_proxy`, such as ssh, cannot connect.'];
}

/** Whether one of them would not be refused any more: what was set up without it is not reused. */
export function areOutdated(refusals: readonly Refusal[], allowed: readonly AllowedHost[]): boolean {
  return refusals.some(({ host, port }) =>
    allowed.some(
      entry => entry.ports.includes(port) && (entry.subdomains ? host.endsWith(`.${entry.host}`) : host === entry.host),
    ),
  );
}

/** The value of an environment's label. */
export function refusalsLabel(refusals: readonly Refusal[]): string {
  return refusals.length === 0 ? '' : jsonLabel(refusals);
}

export async function refusalsOf(session: EngineSession, digest: string): Promise<readonly Refusal[]> {
  const label = (await imageLabels(session, digest))[labels.refusals];
  return label ? z.array(Refusal).parse(jsonOfLabel(label)) : [];
}
