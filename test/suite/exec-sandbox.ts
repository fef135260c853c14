// A throw-away sandbox over the docker command line.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Environment, Recipe } from '../../src/incident/reproduction.ts';
import type { Command, Finished, Prepared, Sandbox, Tree, Workspace } from '../../src/ports.ts';

const workDirectory = '/home/runner/work/repo/repo';

export function execSandbox(): Sandbox {
  return {
    async prepare(tree, recipe): Promise<Prepared> {
      const environment: Environment = { image: 'python:3.11-slim', digest: 'sha256:0', workDirectory };
      if (recipe.setup.length === 0) return { kind: 'ready', environment, cached: false, seconds: 0 };
      const workspace = await openContainer(tree, environment, 'root');
      for (const script of recipe.setup) {
        const finished = await workspace.run({ ...script, seconds: 60 });
        if (finished.exitCode !== 0) {
          await workspace[Symbol.asyncDispose]();
          return { kind: 'failed', command: script.text, finished };
        }
      }
      const image = execFileSync('docker', ['commit', workspace.id], { encoding: 'utf8' }).trim();
      await workspace[Symbol.asyncDispose]();
      return { kind: 'ready', environment: { ...environment, image }, cached: false, seconds: 0 };
    },
    open: (tree, environment) => openContainer(tree, environment, 'runner'),
  };
}

async function openContainer(tree: Tree, environment: Environment, user: string): Promise<Workspace & { id: string }> {
  const args = ['run', '-d', '--rm', '--network', 'none', '--label', 'suite-room', environment.image, 'sleep', '600'];
  const id = execFileSync('docker', args, { encoding: 'utf8' }).trim();
  const root = (text: string, input?: string) => spawnSync('docker', ['exec', '-i', id, 'sh', '-ec', text], { input });
  root(`id runner 2>/dev/null || useradd -m runner; mkdir -p ${workDirectory}`);
  const untar = spawn('docker', ['exec', '-i', id, 'tar', '-xC', workDirectory], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  tree.archive().pipe(untar.stdin);
  await once(untar, 'close');
  root(`chown -R runner ${workDirectory}`);
  return {
    id,
    run: command => execute(id, user, command),
    write: async (path, text) => void root(`cat > ${path} && chown runner ${path}`, text),
    read: async path => {
      const got = root(`cat ${path}`);
      return got.status === 0 ? got.stdout.toString() : null;
    },
    [Symbol.asyncDispose]: async () => void spawnSync('docker', ['rm', '-f', id]),
  };
}

async function execute(id: string, user: string, command: Command): Promise<Finished> {
  const started = Date.now();
  const env = Object.entries(command.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const where = `${workDirectory}/${command.directory}`;
  const path = `/tmp/script-${Math.random()}`;
  spawnSync('docker', ['exec', '-i', id, 'sh', '-c', `cat > ${path}`], { input: command.text });
  const shell = ['timeout', '-s', 'KILL', String(command.seconds), ...command.shell.replace('{0}', path).split(' ')];
  const child = spawn('docker', ['exec', '-u', user, '-w', where, ...env, id, ...shell]);
  let output = '';
  child.stdout.on('data', data => (output += data));
  child.stderr.on('data', data => (output += data));
  const [exitCode] = await once(child, 'close');
  const seconds = (Date.now() - started) / 1000;
  const end = exitCode === 137 && seconds >= command.seconds ? 'timed-out' : 'exited';
  return { end, exitCode, output, seconds };
}

export function recipeOf(text: string, more: Partial<Recipe['test']> = {}): Recipe {
  const test = { text, shell: 'bash -e {0}', directory: '.', env: {}, ...more };
  return { image: 'python:3.11-slim', setup: [], test, pytest: 'python -m pytest', notes: [] };
}
