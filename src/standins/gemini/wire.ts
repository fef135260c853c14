// How the local Gemini reads a request and sends an answer, an error, or half an answer.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as bodyText } from 'node:stream/consumers';
import type { ZodType } from 'zod';
import { errorResponse, type Failure } from './answer.ts';

/** The body by its shape. Throws Google's words with every fault when it does not fit. */
export async function readBody<T>(request: IncomingMessage, shape: ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(JSON.parse(await bodyText(request)));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new Error(`Invalid JSON payload received. ${faults.join('; ')}`);
}

export function sendError(response: ServerResponse, failure: Failure): void {
  sendJson(response, failure.code, errorResponse(failure));
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}

/** Promises the whole body, sends half of it and hangs up. */
export function sendHalf(response: ServerResponse, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8', 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}
