// A proxy between Nightwatch and GitHub with a failpoint before each request arrives and after it was served.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface FaultProxy {
  /** `127.0.0.1:port`. */
  readonly host: string;
  stop(): Promise<void>;
}

/** `reach` answers true when the client was killed at this failpoint: then its request is dropped. */
export async function startFaultProxy(
  github: string,
  reach: (failpoint: string) => Promise<boolean>,
): Promise<FaultProxy> {
  const server = createServer((incoming, answer) => {
    // The client may be gone at any time.
    forward(incoming, answer, { github, reach }).catch(() => answer.destroy());
  });
  // Longer than any pause of the App: closing a connection just as it is reused would be a fault of this proxy.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Forwarding {
  readonly github: string;
  readonly reach: (failpoint: string) => Promise<boolean>;
}

async function forward(
  incoming: IncomingMessage,
  answer: ServerResponse,
  { github, reach }: Forwarding,
): Promise<void> {
  const body = await buffer(incoming);
  const failpoint = failpointOf(incoming);
  if (await reach(`before ${failpoint}`)) return void answer.destroy();
  const served = await serve(incoming, body, github);
  if (incoming.method !== 'GET' && (await reach(`after ${failpoint}`))) return void answer.destroy();
  answer.writeHead(served.status, served.headers);
  answer.end(served.body);
}

type Served = { status: number; headers: IncomingMessage['headers']; body: Buffer };

async function serve({ method, url, headers }: IncomingMessage, body: Buffer, github: string): Promise<Served> {
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${github}${url}`, { method, headers, agent: false }, resolve).on('error', reject).end(body);
  });
  const { 'transfer-encoding': _, connection: __, 'keep-alive': ___, ...kept } = answered.headers;
  return { status: answered.statusCode ?? 502, headers: kept, body: await buffer(answered) };
}

/** The kind of request: no repository, number, sha or branch in it. */
function failpointOf({ method, url = '' }: IncomingMessage): string {
  const path = decodeURIComponent(url.split('?')[0] ?? '');
  const short = path
    .replace(/^\/api\/v3(\/repos\/[^/]+\/[^/]+)?/, '')
    .replace(/^\/[^/]+\/[^/]+\.git\//, '/git-over-http/')
    .replace(/\/heads\/.*$/, '/heads/*')
    .replace(/\/([0-9a-f]{40}|\d+)(?=\/|$)/g, '/*');
  return `${method} ${short}`;
}
