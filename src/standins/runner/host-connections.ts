// What of the host's way into the network a job must share: its proxies and its certificate bundle, and nothing else.
import { existsSync } from 'node:fs';

const bundleInside = '/etc/nightwatch-host-ca.pem';
const bundleVariables = ['PIP_CERT', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'];
const proxyVariables = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** Variables to set and read-only mounts to make. A proxy that re-signs TLS is trusted inside only with its certificate. */
export function hostConnections(environment: NodeJS.ProcessEnv): { env: Record<string, string>; binds: string[] } {
  const proxies = proxyVariables.flatMap(name => (environment[name] ? [[name, environment[name]]] : []));
  const bundle = bundleVariables.map(name => environment[name]).find(path => path && existsSync(path));
  if (!bundle) return { env: Object.fromEntries(proxies), binds: [] };
  const trusted = bundleVariables.map(name => [name, bundleInside]);
  return { env: Object.fromEntries([...proxies, ...trusted]), binds: [`${bundle}:${bundleInside}:ro`] };
}
