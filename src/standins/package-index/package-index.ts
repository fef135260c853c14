// A package index on this machine, reachable from containers: pages as PyPI's, with the wheels made from Debian's packages.
// https://packaging.python.org/en/latest/specifications/simple-repository-api/
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import Docker from 'dockerode';
import { Hono } from 'hono';
import { preparePackageIndex } from './prepare-package-index.ts';
import { type IndexedFile, listName, projectName } from './wheels/build.ts';

export interface PackageIndex extends AsyncDisposable {
  /** The address of the list of projects, as containers on the engine's default network reach it. */
  readonly url: string;
  /** Points the installers at it: pip, uv, PDM, Pipenv. Poetry knows no such variable; a project names its source itself. */
  readonly variables: Readonly<Record<string, string>>;
}

/** On the gateway of the engine's default network, which this machine must own. Throws when the index cannot be made. */
export async function startPackageIndex(tell: (line: string) => void = () => {}): Promise<PackageIndex> {
  const folder = await preparePackageIndex(tell);
  const { fetch } = application(folder, JSON.parse(await readFile(join(folder, listName), 'utf8')));
  const hostname = await gateway(new Docker());
  const [server, port] = await new Promise<[ReturnType<typeof serve>, number]>((listening, failed) => {
    const started = serve({ fetch, port: 0, hostname }, address => listening([started, address.port]));
    started.once('error', failed);
  });
  const url = `http://${hostname}:${port}/simple/`;
  return {
    url,
    variables: variablesFor(url, hostname),
    async [Symbol.asyncDispose]() {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise(closed => server.close(closed));
    },
  };
}

async function gateway(docker: Docker): Promise<string> {
  const { IPAM } = await docker.getNetwork('bridge').inspect();
  const address = IPAM?.Config?.map(({ Gateway }) => Gateway).find(Boolean);
  if (!address)
    throw new Error("The engine's network `bridge` has no gateway, so that containers cannot reach an index.");
  return address;
}

function variablesFor(url: string, host: string): Record<string, string> {
  return {
    PIP_INDEX_URL: url,
    PIP_TRUSTED_HOST: host,
    UV_DEFAULT_INDEX: url,
    UV_INSECURE_HOST: host,
    PDM_PYPI_URL: url,
    PDM_PYPI_VERIFY_SSL: 'false',
    PIPENV_PYPI_MIRROR: url,
  };
}

function application(folder: string, files: readonly IndexedFile[]): Hono {
  const app = new Hono();
  const page = (links: readonly string[]) => `<!DOCTYPE html>\n<html><body>\n${links.join('\n')}\n</body></html>\n`;
  app.get('/simple/', context => {
    const projects = new Set(files.map(file => file.project));
    return context.html(page([...projects].map(project => `<a href="/simple/${project}/">${project}</a>`)));
  });
  app.get('/simple/:project/', context => {
    const own = files.filter(file => file.project === projectName(context.req.param('project')));
    return own.length > 0 ? context.html(page(own.map(link))) : context.notFound();
  });
  app.get('/files/:filename', async context => {
    const file = files.find(each => each.filename === context.req.param('filename'));
    if (!file) return context.notFound();
    // As PyPI says it: pip keeps in its own cache only what it may.
    context.header('cache-control', 'max-age=365000000, immutable, public');
    return context.body(new Uint8Array(await readFile(join(folder, file.filename))));
  });
  return app;
}

function link({ filename, sha256, requiresPython }: IndexedFile): string {
  const specifier = requiresPython.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const python = specifier === '' ? '' : ` data-requires-python="${specifier}"`;
  return `<a href="/files/${filename}#sha256=${sha256}"${python}>${filename}</a>`;
}
