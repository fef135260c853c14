// Lets one process at a time do a piece of work on this machine.
// Refused: a lock file, which a killed process leaves behind. The kernel frees an abstract socket with its owner.
import { connect, createServer, type Socket } from 'node:net';

/** Runs the work while no other process runs work of that name. Elsewhere than on Linux it just runs: there we only pull. */
export async function exclusively<T>(name: string, tell: (line: string) => void, work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return await work();
  const path = `\0${name}`;
  let release = await hold(path);
  if (release === undefined) tell('another process is setting up this machine; waiting for it…');
  while (release === undefined) {
    await untilReleased(path);
    release = await hold(path);
  }
  try {
    return await work();
  } finally {
    release();
  }
}

/** Returns the function that releases the lock, or undefined when another process holds it. */
function hold(path: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = new Set<Socket>();
    const server = createServer(socket => {
      waiting.add(socket);
      socket.on('error', () => waiting.delete(socket)); // A waiter that has gone needs no answer.
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen({ path }, () => {
      resolve(() => {
        server.close();
        for (const socket of waiting) socket.destroy();
      });
    });
  });
}

function untilReleased(path: string): Promise<void> {
  return new Promise(resolve => {
    const socket = connect({ path });
    socket.on('error', () => resolve()); // Refused or reset: the holder has gone.
    socket.on('close', () => resolve());
    socket.resume();
  });
}
