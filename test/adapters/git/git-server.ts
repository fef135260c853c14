// Real git over real HTTP on this machine: `git http-backend` behind a small server that can be told to injectFault.
import { execFileSync, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname } from 'node:path';

export interface GitServer extends AsyncDisposable {
  readonly url: string;
  /** Fetches that asked for objects. */
  readonly fetches: number;
  readonly headers: readonly (string | undefined)[];
  /** Answers everything with this status from now on, breaks the connection, or never answers; null for normal work. */
  injectFault(status: number | 'hang-up' | 'stall' | null): void;
}

export interface GitServerOptions {
  readonly repository: string;
  /** The only Authorization header that is let in. */
  readonly authorization?: string;
}

export async function serveGit({ repository, authorization }: GitServerOptions): Promise<GitServer> {
  let fault: number | 'hang-up' | 'stall' | null = null;
  let fetches = 0;
  const headers: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers.authorization);
    if (fault === 'stall') return;
    if (fault === 'hang-up') {
      request.socket.destroy();
      return;
    }
    const refusal = fault ?? (authorization && request.headers.authorization !== authorization ? 404 : null);
    if (refusal !== null) {
      response.writeHead(refusal).end();
      return;
    }
    if (request.method === 'POST' && request.headers['content-length'] !== '0') fetches += 1;
    backend(repository, request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${basename(repository)}`,
    get fetches() {
      return fetches;
    },
    headers,
    injectFault(status) {
      fault = status;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** CGI as RFC 3875 has it, as much of it as git needs. */
function backend(repository: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: dirname(repository),
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  child.stdin.on('error', () => {});
  request.pipe(child.stdin);
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  child.on('close', () => {
    const all = Buffer.concat(parts);
    const end = all.indexOf('\r\n\r\n');
    const lines = all.subarray(0, end).toString('latin1').split('\r\n');
    const fields = lines.map(line => line.split(': ', 2) as [string, string]);
    const status = fields.find(([name]) => name === 'Status')?.[1];
    response.writeHead(
      status ? Number.parseInt(status, 10) : 200,
      Object.fromEntries(fields.filter(([name]) => name !== 'Status')),
    );
    response.end(all.subarray(end + 4));
  });
}

/** Runs git by hand, as a person would in a checkout. */
export function byHand(directory: string, args: readonly string[], input?: string | Buffer): string {
  const person = { NAME: 'Ada', EMAIL: 'ada@example.com', DATE: '2026-01-02T03:04:05Z' };
  const who = Object.entries(person).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', ...Object.fromEntries(who) };
  return execFileSync('git', args, {
    cwd: directory,
    env,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  }).trim();
}
