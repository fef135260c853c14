// A free port of the loopback address.
import { createServer } from 'node:net';

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  await new Promise(closed => server.close(closed));
  if (!address || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
