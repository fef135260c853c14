// Limits the size of request bodies: Probot buffers a whole body in memory before it checks the signature.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Bytes; GitHub's own cap: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
export const longestBody = 25 * 1024 * 1024;

const pollMs = 50;

/** Takes the request when its body is too long; else it watches that the body stays within the limit. */
export async function refuseLongBody(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (Number(request.headers['content-length'] ?? 0) > longestBody) {
    response.writeHead(413, { connection: 'close' }).end();
    return true;
  }
  // GitHub sends a Content-Length, but a reverse proxy may use chunked encoding.
  if (request.headers['transfer-encoding'] !== undefined) cutWhenTooLong(request, response);
  return false;
}

/** Counts the bytes of the socket: a listener on the body would start the stream before Probot reads it. */
function cutWhenTooLong({ socket }: IncomingMessage, response: ServerResponse): void {
  const before = socket.bytesRead;
  const poll = setInterval(() => {
    if (socket.bytesRead - before > longestBody) socket.destroy();
  }, pollMs);
  response.once('close', () => clearInterval(poll));
}
