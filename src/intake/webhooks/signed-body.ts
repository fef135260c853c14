// Reads the body of a delivery and checks its signature on the way. Until it proves right, a body is only bytes that anyone may
// have sent: it is not parsed, and the bytes of all such bodies together are bounded.
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isSame } from '../../server/is-same.ts';
import type { Reason } from './refusals.ts';

/** Bytes; GitHub's own cap: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
export const longestBody = 25 * 1024 * 1024;
/** Bytes over all connections: four of the longest. GitHub sends an event again when it is asked to. */
const mostInAll = 4 * longestBody;

export type ReadBody = (request: IncomingMessage, signature: string) => Promise<Buffer | Reason>;

/** `signature` as in the header `X-Hub-Signature-256`. */
export function signedBodyReader(secret: string): ReadBody {
  let inAll = 0;
  return async (request, signature) => {
    const hmac = createHmac('sha256', secret);
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      // The request stays open, because the refusal is still to be answered.
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        length += chunk.length;
        inAll += chunk.length;
        if (length > longestBody) return 'too-long';
        if (inAll > mostInAll) return 'too-many';
        hmac.update(chunk);
        chunks.push(chunk);
      }
    } catch {
      return 'broken'; // The client is gone, or was too slow: it concerns no one else.
    } finally {
      inAll -= length;
    }
    return isSame(signature, `sha256=${hmac.digest('hex')}`) ? Buffer.concat(chunks) : 'forged';
  };
}
