// Bounds what anybody may send: Probot holds a whole body in memory before it looks at the signature.
import type { IncomingMessage, RequestListener, Server } from 'node:http';

/** Bytes. GitHub sends no more, and says how many: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
export const longestBody = 25 * 1024 * 1024;

/** Stands before whatever listens to the server's requests by now. */
export function boundBodies(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const refusal = refusalOf(request);
    if (refusal) response.writeHead(refusal, { connection: 'close' }).end();
    else for (const listen of listeners) listen(request, response);
  });
}

/** Without a length a body might never end. */
function refusalOf({ headers }: IncomingMessage): 411 | 413 | null {
  if (headers['transfer-encoding'] !== undefined) return 411;
  return Number(headers['content-length'] ?? 0) > longestBody ? 413 : null;
}
