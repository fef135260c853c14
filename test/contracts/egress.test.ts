// Setup's only way out, on a real Docker engine: what it reaches, what it does not, and what of that is told.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox, type SandboxOptions } from '../../src/adapters/docker/sandbox.ts';
import type { Recipe } from '../../src/incident/reproduction.ts';
import { type Prepared, type Sandbox, Transient } from '../../src/ports.ts';
import { recipeOf } from '../suite/real-sandbox.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';
import { sampleRun } from './store-entries.ts';

const docker = new Docker();
const owner = `test-${randomUUID()}`;
const label = { label: [`nightwatch.owner=${owner}`] };
const ofProxy = { label: [...label.label, 'nightwatch.kind=egress'] };
const options: SandboxOptions = {
  docker,
  owner,
  processIdentity: owner,
  limits: { memoryMb: 256, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 2_048 },
  mask: async text => text.replaceAll('hunter2', '***'),
};

let gateway: string;
let made: MadeTree;
const servers: Server[] = [];
/** One of two servers on this machine is listed. */
let listed: string;
let unlisted: string;

beforeAll(async () => {
  const { IPAM } = await docker.getNetwork('bridge').inspect();
  gateway = IPAM?.Config?.[0]?.Gateway ?? '';
  [listed, unlisted] = [await serving('listed'), await serving('unlisted')];
  made = treeOf({ 'shop.py': 'x = 1\n', 'requirements.txt': `# ${owner}\n` });
});

afterAll(async () => {
  for (const { Id } of await docker.listImages({ filters: label })) await docker.getImage(Id).remove();
  for (const server of servers) server.close();
  made[Symbol.dispose]();
});

test('reaches a listed host, as root and through sudo, and the report says nothing', async () => {
  await using box = boxWith({});
  const prepared = await box.prepare([fetching(`http://${listed}/`), `sudo -E ${fetching(`http://${listed}/`)}`]);
  expect(prepared).toMatchObject({ kind: 'ready', notes: [] });
});

test('has no other network: no interface, no gateway, no names, no ports of the host', async () => {
  await using box = boxWith({});
  const prepared = await box.prepare([
    'test "$(ls /sys/class/net)" = lo',
    `python - <<'end'
import socket
for target in [("${gateway}", ${unlisted.split(':')[1]}), ("169.254.169.254", 80), ("1.1.1.1", 53)]:
    try: socket.create_connection(target, 5)
    except OSError as error: assert "unreachable" in str(error), error
    else: raise SystemExit(f"reached {target}")
try: socket.getaddrinfo("github.com", 443)
except OSError: pass
else: raise SystemExit("resolved")
end`,
  ]);
  expect(prepared).toMatchObject({ kind: 'ready' });
});

describe('what it is refused', () => {
  const urls = () => [
    ...['http://example.com/', `http://${unlisted}/`, 'http://169.254.169.254/latest/', 'http://hunter2.example.com/'],
    ...['http://[fd00:ec2::254]/', 'http://metadata.google.internal/'],
  ];
  const hosts = [
    'example.com',
    '169.254.169.254',
    '***.example.com',
    '[fd00:ec2::254]',
    'metadata.google.internal',
    '127.0.0.1',
  ];
  const notes = () => [
    `Setup asked for ${hosts.map(host => `\`${host}\``).join(', ')}, which are not allowed hosts (see \`SANDBOX_ALLOWED_HOSTS\`).`,
    `Setup asked for \`${unlisted}\`, which is not an allowed port (see \`SANDBOX_ALLOWED_HOSTS\`).`,
  ];

  test('is named in the report, without secrets, and again when the environment is used again', async () => {
    await using box = boxWith({});
    const steps = [
      ...urls().map(url => `! ${fetching(url)} 2> /dev/null`),
      // The proxy is not asked for what is inside, unless it is told so.
      `! ${fetching('http://127.0.0.1:22/')} 2> /dev/null`,
      `! no_proxy= NO_PROXY= ${fetching('http://127.0.0.1:22/')} 2> /dev/null`,
    ];
    const first = await box.prepare(steps);
    if (first.kind === 'failed') throw new Error(first.finished.output);
    expect(first.notes).toEqual(notes());
    expect(await box.prepare(steps)).toMatchObject({ kind: 'ready', cached: true, notes: first.notes });
  });

  test('is set up anew once the operator allows it', async () => {
    const steps = [`${fetching(`http://${unlisted}/`)} 2> /dev/null || true`];
    await using narrow = boxWith({});
    const refused = [expect.stringContaining(unlisted)];
    expect(await narrow.prepare(steps)).toMatchObject({ kind: 'ready', cached: false, notes: refused });
    await using wide = boxWith({ allowedHosts: [hostAt(unlisted)] });
    expect(await wide.prepare(steps)).toMatchObject({ kind: 'ready', cached: false, notes: [] });
    expect(await wide.prepare(steps)).toMatchObject({ kind: 'ready', cached: true, notes: [] });
  });

  test('is named where a step fails, and so is a program that does not know of the proxy', async () => {
    await using box = boxWith({});
    expect(await box.prepare([fetching('http://example.com/')])).toMatchObject({
      kind: 'failed',
      finished: { output: expect.stringContaining('Setup may not reach example.com:80') },
      notes: ['Setup asked for `example.com`, which is not an allowed host (see `SANDBOX_ALLOWED_HOSTS`).'],
    });
    expect(await box.prepare([`unset http_proxy HTTP_PROXY; ${fetching('http://example.com/')}`])).toMatchObject({
      kind: 'failed',
      notes: [expect.stringContaining('Setup has no network but an HTTP proxy')],
    });
  });
});

test('the credentials of the host’s own proxy are used, and nowhere inside', async () => {
  const asked: (string | undefined)[] = [];
  const upstream = await serving('beyond', asked);
  await using box = boxWith({ upstream: { http: `http://worker:word-of-honour@${upstream}` } });
  const everywhere =
    '/proc/[0-9]*/environ /proc/[0-9]*/cmdline /proc/[0-9]*/mountinfo /etc /tmp /run /home /var/lib/nightwatch';
  const prepared = await box.prepare([
    fetching('http://pypi.org/'),
    `env > /tmp/env; ! grep -rasE "[h]onour|[w]orker:" ${everywhere}`,
  ]);
  if (prepared.kind === 'failed') throw new Error(prepared.finished.output);
  expect(asked).toEqual([`Basic ${Buffer.from('worker:word-of-honour').toString('base64')}`]);
  const { Config, RootFS } = await docker.getImage(prepared.environment.digest).inspect();
  expect(JSON.stringify([Config, RootFS])).not.toMatch(/honour|http_proxy/i);
});

test('leaves no container and no volume', async () => {
  await using box = boxWith({});
  const preparing = box.prepare(['sleep 5']);
  let volumes: string[] = [];
  while (volumes.length === 0) {
    await pause(50);
    volumes = (await docker.listContainers({ filters: ofProxy })).flatMap(({ Mounts }) =>
      Mounts.flatMap(at => at.Name ?? []),
    );
  }
  expect(await preparing).toMatchObject({ kind: 'ready' });
  await box[Symbol.asyncDispose]();
  expect(await docker.listContainers({ all: true, filters: label })).toEqual([]);
  for (const name of volumes) await expect(docker.getVolume(name).inspect()).rejects.toThrow('no such volume');
});

test('a proxy that someone else stops is a transient fault, not a failed setup', async () => {
  await using box = boxWith({});
  const asked = once(servers[0] as Server, 'request');
  const preparing = box.prepare([`while ${fetching(`http://${listed}/`)}; do sleep 0.1; done; exit 1`]);
  const failed = expect(preparing).rejects.toBeInstanceOf(Transient);
  await asked;
  const [proxy] = await docker.listContainers({ filters: ofProxy });
  await docker.getContainer(proxy?.Id ?? '').kill();
  await failed;
});

interface Box extends AsyncDisposable {
  prepare(setup: readonly string[]): Promise<Prepared>;
}

function boxWith(more: Partial<SandboxOptions>): Box {
  const sandboxes = openSandbox({ ...options, allowedHosts: [hostAt(listed)], ...more });
  const sandbox: Sandbox = sandboxes.for(sampleRun({ repo: 'shop' }));
  return {
    prepare: setup => sandbox.prepare(made.tree, recipeWith(setup)),
    [Symbol.asyncDispose]: () => sandboxes[Symbol.asyncDispose](),
  };
}

function hostAt(authority: string): { host: string; subdomains: boolean; ports: readonly number[] } {
  const { hostname, port } = new URL(`http://${authority}`);
  return { host: hostname, subdomains: false, ports: [Number(port)] };
}

function recipeWith(setup: readonly string[]): Recipe {
  const { test } = recipeOf('true');
  return { ...recipeOf('true'), setup: setup.map(text => ({ ...test, text })) };
}

/** A command that fails when the URL cannot be fetched. */
function fetching(url: string): string {
  return `python -c 'import urllib.request; urllib.request.urlopen("${url}")'`;
}

/** On the address by which containers of the default network reach this machine. Notes the credentials that it is given. */
async function serving(text: string, asked: (string | undefined)[] = []): Promise<string> {
  const server = createServer(({ headers }, answer) => {
    asked.push(headers['proxy-authorization']);
    answer.end(text);
  });
  server.listen(0, gateway);
  await once(server, 'listening');
  servers.push(server);
  return `${gateway}:${(server.address() as AddressInfo).port}`;
}
