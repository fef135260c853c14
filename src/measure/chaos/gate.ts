// Stands between Nightwatch and GitHub: sees each request before it arrives and after it was served, and may swallow it.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Gate {
  /** `127.0.0.1:port`. */
  readonly host: string;
  stop(): Promise<void>;
}

/** `strikes` is asked at each moment; true when the asker has died, and is not to be served, or answered, any more. */
export async function startGate(github: string, strikes: (moment: string) => Promise<boolean>): Promise<Gate> {
  const server = createServer((incoming, answer) => {
    // Whoever asked may be gone at any time.
    pass(incoming, answer, { github, strikes }).catch(() => answer.destroy());
  });
  // Longer than any pause of the App: a connection closed just as it is used again would be a fault of ours.
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

interface Passage {
  readonly github: string;
  readonly strikes: (moment: string) => Promise<boolean>;
}

async function pass(incoming: IncomingMessage, answer: ServerResponse, { github, strikes }: Passage): Promise<void> {
  const body = await buffer(incoming);
  const moment = momentOf(incoming);
  if (await strikes(`before ${moment}`)) return void answer.destroy();
  const served = await serve(incoming, body, github);
  if (incoming.method !== 'GET' && (await strikes(`after ${moment}`))) return void answer.destroy();
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
function momentOf({ method, url = '' }: IncomingMessage): string {
  const path = decodeURIComponent(url.split('?')[0] ?? '');
  const short = path
    .replace(/^\/api\/v3(\/repos\/[^/]+\/[^/]+)?/, '')
    .replace(/^\/[^/]+\/[^/]+\.git\//, '/git-over-http/')
    .replace(/\/heads\/.*$/, '/heads/*')
    .replace(/\/([0-9a-f]{40}|\d+)(?=\/|$)/g, '/*');
  return `${method} ${short}`;
}
