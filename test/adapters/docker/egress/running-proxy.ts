// The egress proxy's program in a container that shares this machine's network, and requests that go through it.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import Docker, { type Container } from 'dockerode';
import type { EgressRules } from '../../../../src/adapters/docker/egress/egress.ts';
import { listenerWords, proxyImage, proxyWords } from '../../../../src/adapters/docker/egress/program.ts';
import { type Refusal, refusalsIn } from '../../../../src/adapters/docker/egress/refusals.ts';
import { lastLogs } from '../../../../src/adapters/docker/services/last-logs.ts';
import { freePort } from '../../../../src/standins/free-port.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface RunningProxy extends AsyncDisposable {
  get(url: string, options?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Answer>;
  /** The socket once the tunnel is open; else the status. */
  connect(authority: string): Promise<Socket | number>;
  /** Sends text as it is; returns all that comes back. */
  send(text: string): Promise<string>;
  refusals(): Promise<readonly Refusal[]>;
}

/** An address of this machine that is not its loopback; no proxy connects to that. */
export const ownAddress = Object.values(networkInterfaces())
  .flatMap(addresses => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

export async function runningProxy(rules: EgressRules): Promise<RunningProxy> {
  const port = await freePort();
  const words = [...proxyWords, '/tmp/door', ...listenerWords, '/tmp/door', String(port)];
  const container = await new Docker().createContainer({
    Image: proxyImage,
    Entrypoint: ['python3', '-c', launcher, String(proxyWords.length + 1), ...words],
    Env: [`EGRESS=${JSON.stringify(rules)}`],
    HostConfig: { NetworkMode: 'host' },
  });
  await container.start();
  await untilListening(container, port);
  const ask = (path: string, method: string, headers = {}) =>
    request({ host: '127.0.0.1', port, path, method, headers, agent: false });
  return {
    async get(url, { method = 'GET', body = '', headers } = {}) {
      const asked = ask(url, method, headers).end(body);
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      return { status: answer.statusCode ?? 0, text: (await answer.setEncoding('utf8').toArray()).join('') };
    },
    async connect(authority) {
      const [answer, socket] = (await once(ask(authority, 'CONNECT').end(), 'connect')) as [IncomingMessage, Socket];
      if (answer.statusCode === 200) return socket;
      socket.destroy();
      return answer.statusCode ?? 0;
    },
    async send(text) {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8');
      socket.end(text);
      return (await socket.toArray()).join('');
    },
    refusals: async () => refusalsIn(await lastLogs(container)),
    async [Symbol.asyncDispose]() {
      await container.remove({ force: true });
    },
  };
}

/** Runs the first words beside the rest. */
const launcher = `import subprocess, sys
count = int(sys.argv[1])
proxy = subprocess.Popen(sys.argv[2 : 2 + count])
subprocess.run(sys.argv[2 + count :], check=True)
proxy.wait()`;

async function untilListening(container: Container, port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const { promise, resolve } = Promise.withResolvers<boolean>();
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    const isOpen = await promise;
    socket.destroy();
    if (isOpen) return;
    if (!(await container.inspect()).State.Running) throw new Error(await lastLogs(container));
    await pause(50);
  }
}
