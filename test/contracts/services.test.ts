// Services beside setup and workspaces, on a real Docker engine. The service's image is made here, from the Python image.
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import { openSandbox } from '../../src/adapters/docker/sandbox.ts';
import type { Environment, Recipe, Service } from '../../src/incident/reproduction.ts';
import type { Sandbox, Tree } from '../../src/ports.ts';
import { type MadeTree, treeOf } from '../suite/tree-of.ts';
import { sampleRun } from './store-entries.ts';

const docker = new Docker();
const owner = `test-${randomUUID()}`;
const image = `nightwatch-test-store:${owner}`;
const limits = { memoryMb: 256, cpus: 2, pids: 64, setupSeconds: 600, outputBytes: 20_000, diskMb: 2_048 };
const mask = async (text: string) => text.replaceAll('hunter2', '***');
const sandboxes = openSandbox({ docker, owner, processIdentity: 'first', limits, mask });

/**
 * Like a database: needs a variable, prepares itself for a second, keeps its data in a volume, and writes it when it is told to
 * end. `keep x` stores, `all` lists; `look` says what the service itself can see.
 */
const store = `
import os, signal, socket, sys, time
print('the password is hunter2', flush=True)
greeting = os.environ['GREETING']
path = '/data/words'
words = open(path).read().split() if os.path.exists(path) else []
def end(*_):
    open(path, 'w').write(' '.join(words))
    sys.exit()
signal.signal(signal.SIGTERM, end)
def look():
    try: socket.create_connection(('1.1.1.1', 53), 3); way = 'open'
    except OSError as error: way = str(error)
    status = [line.split()[1] for line in open('/proc/self/status') if line.startswith(('CapEff', 'NoNewPrivs'))]
    return f"{os.listdir('/sys/class/net')} {way} {status} {os.listdir('/home')}"
server = socket.create_server(('0.0.0.0', 7777))
time.sleep(1)
open('/tmp/ready', 'w').close()
while True:
    client, _ = server.accept()
    with client:
        word, *rest = client.recv(1000).decode().split()
        words += rest
        client.sendall((greeting + ' ' + ' '.join(words) if word != 'look' else look()).encode())
`;

const service: Service = {
  name: 'store',
  image,
  env: { GREETING: "it's me" },
  ports: [{ host: 7778, container: 7777 }],
  health: 'test -e /tmp/ready && test "$GREETING" = "it\'s me"',
};

const ask = (port: number, text: string, host = 'localhost') =>
  `python -c "import socket; s = socket.create_connection(('${host}', ${port})); s.sendall(b'${text}'); print(s.recv(1000).decode())"`;

let made: MadeTree;
let tree: Tree;
let environment: Environment;
let sandbox: Sandbox;

beforeAll(async () => {
  const container = await docker.createContainer({ Image: 'python:3.11-slim', Cmd: ['python', '-c', store] });
  const [repo, tag] = image.split(':');
  await container.commit({ repo, tag, changes: 'VOLUME /data' });
  await container.remove({ v: true });
  made = treeOf({ 'shop.py': 'x = 1\n', 'requirements.txt': `# ${owner}\n` });
  tree = made.tree;
  sandbox = sandboxes.for(sampleRun({ repo: 'shop' }));
  environment = await prepared(recipeWith([service], [`test "$(${ask(7778, 'keep apples')})" = "it's me apples"`]));
});

afterAll(async () => {
  await sandboxes[Symbol.asyncDispose]();
  for (const { Id } of await docker.listImages({ filters: { label: [`nightwatch.owner=${owner}`] } })) {
    await docker.getImage(Id).remove({ force: true });
  }
  await docker.getImage(image).remove();
  made[Symbol.dispose]();
});

describe('a service', () => {
  test('is ready in a workspace with the data of setup, and forgets what a workspace added', async () => {
    for (let times = 0; times < 2; times += 1) {
      expect(await said(ask(7778, 'all'))).toBe("it's me apples\n");
      expect(await said(`${ask(7778, 'keep pears')}; ${ask(7778, 'all')}`)).toContain('apples pears');
    }
  });

  test('is reached at its own port by its name, as in a job that runs in a container', async () => {
    expect(await said(ask(7777, 'all', 'store'))).toBe("it's me apples\n");
  });

  test('stays between commands, and no command can end it', async () => {
    await using workspace = await sandbox.open(tree, environment);
    const run = (text: string) => workspace.run(command(text));
    await run(`${ask(7778, 'keep pears')}; kill -9 -1`);
    expect((await run(ask(7778, 'all'))).output).toBe("it's me apples pears\n");
  });

  test('has neither a way out nor rights nor files of the job, and gives the job none', async () => {
    const seen = await said(ask(7778, 'look'));
    expect(seen).toContain("['lo'] [Errno 101] Network is unreachable");
    // CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETGID, SETUID; no new privileges.
    expect(seen).toContain("['00000000000000db', '1'] []");
    const job = await said(
      'ls /sys/class/net; grep CapEff /proc/self/status; ls /data; python -c "import socket; socket.create_connection((\'1.1.1.1\', 53), 3)"',
    );
    expect(job).toContain('lo\nCapEff:\t0000000000000000\n');
    expect(job).toContain('Network is unreachable');
    expect(job).toContain("cannot access '/data'");
  });

  test('of one workspace is not another’s', async () => {
    await using one = await sandbox.open(tree, environment);
    await using other = await sandbox.open(tree, environment);
    await one.run(command(ask(7778, 'keep plums')));
    expect((await other.run(command(ask(7778, 'all')))).output).toBe("it's me apples\n");
  });

  test('is reached through a program that writes nowhere', async () => {
    await using _ = await sandbox.open(tree, environment);
    const label = [`nightwatch.owner=${owner}`, 'nightwatch.kind=forward'];
    const [forwarder] = await docker.listContainers({ filters: { label } });
    if (!forwarder) throw new Error('There is no forwarder.');
    const write = [
      'sh',
      '-c',
      'for place in /tmp /var/tmp /run/lock /x; do echo > $place/file && echo wrote; done 2>&1',
    ];
    const exec = await docker.getContainer(forwarder.Id).exec({ Cmd: write, AttachStdout: true });
    const output = await text(await exec.start({}));
    expect(output).toContain('Read-only file system');
    expect(output).not.toContain('wrote');
  });

  test('goes with its workspace, and a dead process’s is reaped', async () => {
    await sandboxes[Symbol.asyncDispose]();
    await (await sandbox.open(tree, environment))[Symbol.asyncDispose]();
    await sandboxes[Symbol.asyncDispose]();
    expect(await containers()).toBe(0);
    const dead = openSandbox({ docker, owner, processIdentity: 'dead', limits, mask });
    await dead.for(sampleRun({ repo: 'shop' })).open(tree, environment);
    await dead[Symbol.asyncDispose]();
    expect(await sandboxes.reap(async () => false)).toBe(3);
    expect(await containers()).toBe(0);
  });
});

describe('setup stops and says which service', () => {
  test('does not start, with its last words and no secret', async () => {
    const answer = await sandbox.prepare(tree, recipeWith([{ ...service, env: {} }], ['true']));
    expect(answer).toMatchObject({ kind: 'failed', command: `docker run ${image}`, finished: { exitCode: 1 } });
    const output = answer.kind === 'failed' ? answer.finished.output : '';
    expect(output).toContain("KeyError: 'GREETING'");
    expect(output).toContain('the password is ***');
  });

  test('has no image', async () => {
    const answer = await sandbox.prepare(tree, recipeWith([{ ...service, image: 'No Such Image' }], ['true']));
    expect(answer).toMatchObject({ kind: 'failed', command: 'docker pull No Such Image' });
  });

  test('and leaves nothing behind', async () => {
    await sandboxes[Symbol.asyncDispose]();
    expect(await containers()).toBe(0);
  });
});

test('an environment without services starts no other container', async () => {
  const plain = await prepared(recipeWith([], ['true']));
  await using _ = await sandbox.open(tree, plain);
  await sandboxes[Symbol.asyncDispose]();
  expect(await containers()).toBe(1);
});

async function said(text: string): Promise<string> {
  await using workspace = await sandbox.open(tree, environment);
  return (await workspace.run(command(text))).output;
}

async function prepared(recipe: Recipe): Promise<Environment> {
  const answer = await sandbox.prepare(tree, recipe);
  if (answer.kind !== 'ready') throw new Error(`${answer.command}: ${answer.finished.output}`);
  return answer.environment;
}

function recipeWith(services: Service[], setup: readonly string[]): Recipe {
  const script = (text: string) => ({ text, shell: 'bash -e {0}', directory: '.', env: {} });
  return {
    language: 'python',
    image: 'python:3.11-slim',
    setup: setup.map(script),
    test: script('true'),
    history: { depth: 1, tags: false },
    services,
    notes: [],
  };
}

function command(text: string) {
  return { text, shell: 'bash {0}', directory: '.', env: {}, seconds: 600 };
}

async function containers(): Promise<number> {
  return (await docker.listContainers({ all: true, filters: { label: [`nightwatch.owner=${owner}`] } })).length;
}
