// A smee.io on this machine: channels that hand on what is posted to them. https://github.com/probot/smee.io
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface LocalSmee {
  /** Where a new channel is asked for. */
  readonly newChannelUrl: string;
  /** Resolves when a client listens. */
  connected(): Promise<void>;
  /** Ends every connection, as a proxy on the way does now and then. */
  hangUp(): void;
  stop(): Promise<void>;
}

export async function startSmee(): Promise<LocalSmee> {
  const listeners = new Set<ServerResponse>();
  let connected = Promise.withResolvers<void>();
  const open = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: ready\ndata: {}\n\n');
    listeners.add(response);
    response.once('close', () => listeners.delete(response));
    connected.resolve();
  };
  const hand = async (request: IncomingMessage) => {
    const event = { ...request.headers, body: await json(request), query: {}, timestamp: Date.now() };
    for (const listener of listeners) listener.write(`id: 1\ndata: ${JSON.stringify(event)}\n\n`);
  };
  const server = createServer(async (request, response) => {
    if (request.url === '/new') return void response.writeHead(307, { location: `${url}/${randomUUID()}` }).end();
    if (request.method === 'GET') return open(response);
    await hand(request);
    response.end();
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    newChannelUrl: `${url}/new`,
    connected: () => connected.promise,
    hangUp() {
      connected = Promise.withResolvers<void>();
      for (const listener of listeners) listener.destroy();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(stopped => server.close(stopped));
    },
  };
}
