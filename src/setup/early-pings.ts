// The ping that GitHub sends to a new App's address comes before its secret: it is kept until its signature can be checked.
import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isSame } from '../server/is-same.ts';

/** A ping has about 2,000 bytes. */
const mostBytes = 64 * 1024;
/** Anyone may send one; the last ones are kept. */
const mostPings = 4;

interface Ping {
  readonly body: Buffer;
  readonly signature: string;
}

export interface EarlyPings {
  /** Reads a ping and keeps it. False, with nothing read, for what cannot be one. */
  keep(request: IncomingMessage): Promise<boolean>;
  /** Whether one of those that were kept is signed with this secret. */
  hasOneOf(secret: string): boolean;
}

export function keepEarlyPings(): EarlyPings {
  const pings: Ping[] = [];
  return {
    async keep(request) {
      const signature = request.headers['x-hub-signature-256'];
      const isPing = request.headers['x-github-event'] === 'ping' && typeof signature === 'string';
      const length = Number(request.headers['content-length'] ?? Number.NaN);
      if (!isPing || !(length <= mostBytes)) return false;
      // Whoever hangs up in the middle sent none.
      const body = await bodyOf(request).catch(() => null);
      if (body === null) return false;
      pings.push({ body, signature });
      if (pings.length > mostPings) pings.shift();
      return true;
    },
    hasOneOf: secret => pings.some(ping => isSigned(ping, secret)),
  };
}

/** Node reads no more than the announced length. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await request.toArray());
}

function isSigned({ body, signature }: Ping, secret: string): boolean {
  return isSame(signature, `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
}
