// Sends deliveries over HTTP and counts the answers. Refused: autocannon, which lets each connection send its share of a
// steady rate at once, at the start of every second; that measures a burst. Here a delivery sets out at its own time,
// whatever became of those before it, and its latency counts from that time.
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery } from './deliveries.ts';
import { percentile } from './percentile.ts';

export interface Load {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  readonly connections: number;
  /** Deliveries a second, evenly spread; as fast as connections come free unless given. */
  readonly rate?: number;
}

export interface Answers {
  /** Answers with 200: Probot says 202 of what it has not finished, and the row may not be there yet. */
  readonly done: number;
  /** Anything else: another status, an error, a time-out. */
  readonly other: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

/** Each delivery is sent once. */
export async function sendAll({ url, deliveries, connections, rate }: Load): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = postTo(url, agent);
  const startedAt = performance.now();
  const answers = rate === undefined ? closedLoop(post, deliveries, connections) : openLoop(post, deliveries, rate);
  const received = await answers;
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  const done = received.filter(({ status }) => status === 200).length;
  const times = received.map(({ ms }) => ms);
  return {
    done,
    other: deliveries.length - done,
    perSecond: done / seconds,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    worst: percentile(times, 1),
  };
}

interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  readonly ms: number;
}

type Post = (delivery: Delivery, since: number) => Promise<Answer>;

/** Every connection sends its next delivery when the last is answered. */
async function closedLoop(post: Post, deliveries: readonly Delivery[], connections: number): Promise<Answer[]> {
  const waiting = deliveries.values();
  const answers: Answer[] = [];
  const connection = async () => {
    for (const delivery of waiting) answers.push(await post(delivery, performance.now()));
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return answers;
}

async function openLoop(post: Post, deliveries: readonly Delivery[], rate: number): Promise<Answer[]> {
  const startedAt = performance.now();
  const answers: Promise<Answer>[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    const due = startedAt + (index * 1000) / rate;
    const early = due - performance.now();
    if (early > 0) await wait(early);
    // A timer is late by a millisecond or so: that is the generator's fault, not the server's.
    answers.push(post(delivery, Math.max(due, performance.now())));
  }
  return await Promise.all(answers);
}

const patienceMs = 60_000;

function postTo(url: string, agent: Agent): Post {
  return ({ headers, body }, since) =>
    new Promise(resolve => {
      const answer = (status: number) => resolve({ status, ms: performance.now() - since });
      const length = Buffer.byteLength(body);
      const options = { agent, method: 'POST', timeout: patienceMs, headers: { ...headers, 'content-length': length } };
      const sent = request(url, options, response => {
        response.on('end', () => answer(response.statusCode ?? 0)).on('error', () => answer(0));
        response.resume();
      });
      sent.on('timeout', () => sent.destroy()).on('error', () => answer(0));
      sent.end(body);
    });
}
