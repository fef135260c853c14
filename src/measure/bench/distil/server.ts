// The few answers of GitHub's that `collect` asks for, with an archive from the disk: nothing else runs in its way.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MadeArchive } from './archive.ts';

export interface ArchiveServer extends AsyncDisposable {
  readonly apiUrl: string;
  serve(archive: MadeArchive): void;
}

export async function startServer(): Promise<ArchiveServer> {
  let archive: MadeArchive | null = null;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const json = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (!archive) json(503, {});
    else if (path.startsWith('/archive')) createReadStream(archive.file).pipe(response);
    else if (/\/attempts\/1\/logs$/.test(path)) response.writeHead(302, { location: `${url}/archive` }).end();
    else if (/\/attempts\/1\/jobs\b/.test(path)) json(200, jobsOf(archive));
    else if (/\/annotations\b/.test(path)) json(200, []);
    else if (/\/repos\/[^/]+\/[^/]+$/.test(path)) json(200, {});
    else json(404, { message: 'Not Found' });
  });
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${url}/api/v3`,
    serve: made => {
      archive = made;
    },
    [Symbol.asyncDispose]: () =>
      new Promise(closed => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function jobsOf({ job }: MadeArchive) {
  const times = { started_at: job.startedAt, completed_at: job.completedAt };
  const steps = job.steps.map(({ number, name, conclusion }) => ({ number, name, conclusion, ...times }));
  const one = {
    id: 1,
    name: job.name,
    conclusion: job.conclusion,
    html_url: 'https://github.test/job',
    ...times,
    steps,
  };
  return { total_count: 1, jobs: [one] };
}
