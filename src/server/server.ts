// The one HTTP server of this process. What it serves can change while it runs: from the set-up page to normal work.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Resolves to false, with nothing written, for a request that is not its business. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface Server {
  readonly port: number;
  /** From now on these are asked, one after another, until one takes the request. */
  use(handlers: readonly Handler[]): void;
  /** Accepts nothing new, and gives requests under way this long to end. */
  stop(graceMs: number): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly log: { error(fields: object, words: string): void };
}

/** In ms, for slow clients: GitHub gives up on a delivery after ten seconds. */
const patience = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 };
/** More are closed at once. */
const mostConnections = 1_000;

/** Answers 404 until it is told what to serve. Throws a sentence when it cannot listen there. */
export async function listen({ host, port, log }: ListenOptions): Promise<Server> {
  let handlers: readonly Handler[] = [];
  const server = createServer(patience, (request, response) => {
    serve(handlers, request, response).catch((err: unknown) => {
      log.error({ err, method: request.method }, 'A request failed');
      // What was begun cannot be taken back; the client sees that it is not whole.
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  });
  server.maxConnections = mostConnections;
  await new Promise<void>((listening, failed) => {
    server.once('error', error => failed(new Error(sentenceFor(error, port), { cause: error })));
    server.listen({ host, port }, listening);
  });
  return {
    port: (server.address() as AddressInfo).port,
    use(next) {
      handlers = next;
    },
    async stop(graceMs) {
      const closed = new Promise(resolve => server.close(resolve));
      const grace = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(grace);
    },
  };
}

async function serve(handlers: readonly Handler[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const handle of handlers) if (await handle(request, response)) return;
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
}

function sentenceFor({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} is already in use. Set PORT to use a different one.`;
  return `The server could not listen: ${message}.`;
}
