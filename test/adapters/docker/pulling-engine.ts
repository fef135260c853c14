// A local server that refuses a pull as a real engine does: before it begins by the status, later within the stream.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Docker from 'dockerode';

export interface PullingEngine {
  readonly docker: Docker;
  /** How the next pulls end; with status 200 within the stream. It has no image. */
  fault: { readonly status: number; readonly message: string };
  close(): void;
}

export async function pullingEngine(): Promise<PullingEngine> {
  const server = createServer((request, response) => {
    const { status, message } = request.method === 'POST' ? engine.fault : { status: 404, message: 'No such image' };
    response.statusCode = status;
    if (status === 200) response.write('{"status":"Pulling from library/postgres","id":"16"}\r\n');
    response.end(`${JSON.stringify(status === 200 ? { error: message } : { message })}\r\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const engine: PullingEngine = {
    docker: new Docker({ protocol: 'http', host: '127.0.0.1', port }),
    fault: { status: 500, message: '' },
    close: () => void server.close(),
  };
  return engine;
}
