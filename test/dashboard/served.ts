// The dashboard on a real server of this machine, in front of a handler that stands for Probot.
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dashboard } from '../../src/dashboard/dashboard.ts';
import type { Store } from '../../src/store.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Served extends AsyncDisposable {
  /** Sends these headers, and the token unless the test has one of its own; `path` goes out as it is. */
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Answer>;
  readonly port: number;
  /** What a browser has to send along. */
  readonly admitted: Readonly<Record<string, string>>;
}

export async function served(store: Store, options: { token?: string } = {}): Promise<Served> {
  const token = options.token ?? 'the token of these tests';
  const admitted: Record<string, string> = options.token === undefined ? { authorization: `Bearer ${token}` } : {};
  const handle = dashboard({ store, token });
  const server = createServer((incoming, response) => {
    handle(incoming, response).then(
      handled => handled || response.writeHead(418).end('Probot goes on'),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    admitted,
    get: (path, headers = {}, method = 'GET') => fetched({ port, path, headers: { ...admitted, ...headers }, method }),
    [Symbol.asyncDispose]: () => new Promise(resolve => server.close(() => resolve())),
  };
}

function fetched(options: {
  port: number;
  path: string;
  headers: Record<string, string>;
  method: string;
}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', agent: false, ...options }, response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
