// Limits the size of request bodies: Probot buffers a whole body in memory before it checks the signature.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Bytes; GitHub's own cap: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
export const longestBody = 25 * 1024 * 1024;

const pollMs = 50;

/** Runs before every request listener that the server has at the time of the call. */
export function boundBodies(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (Number(request.headers['content-length'] ?? 0) > longestBody) {
      response.writeHead(413, { connection: 'close' }).end();
      return;
    }
    // GitHub sends a Content-Length, but a reverse proxy may use chunked encoding.
    if (request.headers['transfer-encoding'] !== undefined) cutWhenTooLong(request, response);
    for (const listen of listeners) listen(request, response);
  });
}

/** Counts the bytes of the socket: a listener on the body would start the stream before Probot reads it. */
function cutWhenTooLong({ socket }: IncomingMessage, response: ServerResponse): void {
  const before = socket.bytesRead;
  const poll = setInterval(() => {
    if (socket.bytesRead - before > longestBody) socket.destroy();
  }, pollMs);
  response.once('close', () => clearInterval(poll));
}
