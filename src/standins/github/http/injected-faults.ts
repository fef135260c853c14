// Fault injection: answers the next matching requests with an error, or late.
import { setTimeout as delay } from 'node:timers/promises';

export interface Fault {
  /** Any method if left out. */
  method?: string;
  /** The path ends in this text, or matches this expression; without the query. */
  path: string | RegExp;
  /** How many requests it applies to; 1 if left out. */
  times?: number;
  /** The answer's status; left out, the request is served as usual, after the delay. */
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
}

export interface FaultInjector {
  add(rule: Fault): void;
  /** The faulty answer for this request; undefined to serve it as usual. */
  answerTo(request: { method: string; path: string }): Promise<Response | undefined>;
}

export function createFaultInjector(): FaultInjector {
  const rules: { rule: Fault; left: number }[] = [];
  return {
    add(rule) {
      rules.push({ rule, left: rule.times ?? 1 });
    },
    async answerTo(request) {
      const due = rules.find(({ rule, left }) => left > 0 && fits(rule, request));
      if (!due) return undefined;
      due.left -= 1;
      if (due.rule.delayMs !== undefined) await delay(due.rule.delayMs);
      return due.rule.status === undefined ? undefined : wrongAnswer(due.rule, due.rule.status);
    },
  };
}

function fits({ method, path }: Fault, request: { method: string; path: string }): boolean {
  if (method !== undefined && method !== request.method) return false;
  return typeof path === 'string' ? request.path.endsWith(path) : path.test(request.path);
}

function wrongAnswer({ body, headers }: Fault, status: number): Response {
  const isText = typeof body === 'string';
  return new Response(isText ? body : JSON.stringify(body ?? { message: 'Server Error' }), {
    status,
    headers: { 'content-type': isText ? 'text/html' : 'application/json; charset=utf-8', ...headers },
  });
}
