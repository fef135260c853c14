// Bounds what anybody may send: Probot holds a whole body in memory before it looks at the signature.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Bytes. GitHub sends no more: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
export const longestBody = 25 * 1024 * 1024;

const lookMs = 50;

/** Stands before whatever listens to the server's requests by now. */
export function boundBodies(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) > longestBody) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    // GitHub says how much it sends, but a proxy in front may not.
    if (request.headers['transfer-encoding'] !== undefined) cutWhenTooLong(request, response);
    for (const listen of listeners) listen(request, response);
  });
}

/** By what the socket has taken in: to listen to the body itself would start it before its reader is there. */
function cutWhenTooLong({ socket }: IncomingMessage, response: ServerResponse): void {
  const before = socket.bytesRead;
  const look = setInterval(() => {
    if (socket.bytesRead - before > longestBody) socket.destroy();
  }, lookMs);
  response.once('close', () => clearInterval(look));
}
