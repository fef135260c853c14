// The address that GitHub delivers to. Whatever the headers already rule out is refused before the body is read.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from '../../server/server.ts';
import type { WebhookEvent } from '../reconcile.ts';
import { type Reason, refusalLog, refusals } from './refusals.ts';
import { longestBody, type ReadBody, signedBodyReader } from './signed-body.ts';

export interface WebhookOptions {
  readonly paths: readonly string[];
  readonly secret: string;
  /** Hands an event to the handlers; resolves when its row is written. */
  readonly receive: (event: WebhookEvent) => Promise<void>;
  readonly log: { warn(fields: object, sentence: string): void };
}

/** A refused body of more bytes is not read to its end; the connection is closed instead. */
const mostUnread = 64 * 1024;
const retryAfterSeconds = 60;

/**
 * Answers 200 when the row is written, and 5xx when it could not be: GitHub then lists the delivery as failed, and it is fetched
 * again. Takes JSON alone, of the two content types that a webhook can have; the App's manifest asks for it.
 */
export function webhooks({ paths, secret, receive, log }: WebhookOptions): Handler {
  const readBody = signedBodyReader(secret);
  const tell = refusalLog(log);
  return async (request, response) => {
    if (request.method !== 'POST' || !paths.includes(request.url?.split('?')[0] ?? '')) return false;
    const event = await eventOf(request, readBody);
    if (typeof event === 'string') {
      tell(event);
      refuse(event, request, response);
      return true;
    }
    const status = await receive(event).then(
      () => 200,
      // Probot has logged it.
      () => 500,
    );
    answer(
      response,
      status,
      status === 200 ? 'Received.' : 'The event could not be handled. It will be fetched again.',
    );
    return true;
  };
}

async function eventOf(request: IncomingMessage, readBody: ReadBody): Promise<WebhookEvent | Reason> {
  const { headers } = request;
  const signature = headers['x-hub-signature-256'];
  const [name, id] = [headers['x-github-event'], headers['x-github-delivery']];
  if (typeof signature !== 'string' || signature === '') return 'unsigned';
  if (typeof name !== 'string' || typeof id !== 'string' || !name || !id) return 'unnamed';
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return 'forged';
  if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? '')) return 'not-json-type';
  if (Number(headers['content-length'] ?? 0) > longestBody) return 'too-long';
  const body = await readBody(request, signature);
  if (typeof body === 'string') return body;
  const payload = payloadOf(body);
  return payload ? { id, name, payload } : 'not-json';
}

function payloadOf(body: Buffer): object | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function refuse(reason: Reason, request: IncomingMessage, response: ServerResponse): void {
  const { status, words } = refusals[reason];
  const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (!request.complete && length > mostUnread) response.setHeader('connection', 'close');
  if (status === 503) response.setHeader('retry-after', retryAfterSeconds);
  answer(response, status, words);
}

function answer(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(`${words}\n`);
}
