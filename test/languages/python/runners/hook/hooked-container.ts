// A container with the hook in place as the docker adapter puts it, in which tests run commands as the runner does.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { handOutKeys } from '../../../../../src/adapters/docker/session-keys.ts';
import { type KnownHangs, reachedFile, sessionKeys } from '../../../../../src/incident/command.ts';
import type { Reached } from '../../../../../src/incident/reached.ts';
import { runner } from '../../../../../src/languages/python/runners/runner.ts';
import type { PackageIndex } from '../../../../../src/standins/package-index/package-index.ts';
import { readReached } from '../../../../../src/suite/reached.ts';
import { readListed, readReport } from '../../../../../src/suite/report.ts';
import { readSpectrum, type Spectrum } from '../../../../../src/suite/spectrum.ts';
import type { TimedRun } from '../../../../../src/suite/suite-run.ts';

const hook = join(import.meta.dirname, '../../../../../src/languages/python/runners/hook');
const root = '/home/runner/work/shop/shop';
const configuration = '/var/lib/nightwatch/hook.json';

export interface Asked {
  /** Ids or files to run; all without. */
  readonly tests?: readonly string[];
  /** The limit of one test, in seconds. */
  readonly seconds?: number;
  readonly hangs?: KnownHangs | undefined;
  readonly coverage?: boolean;
  readonly listsOnly?: boolean;
  /** Files that the commit does not have; it has all others. */
  readonly added?: readonly string[];
}

export interface Hooked {
  readonly run: TimedRun;
  readonly output: string;
  readonly exitCode: number | null;
  /** The ids of all tests that were started. */
  readonly started: readonly string[];
  /** Number of runners that reported. */
  readonly sessions: number;
  readonly spectrum: Spectrum | null;
  readonly reached: readonly Reached[];
  /** What a run that lists the tests says. */
  readonly listed: ReadonlySet<string> | null;
  /** That root handed out. */
  readonly keys: readonly string[];
}

export interface HookedContainer extends AsyncDisposable {
  /** Runs a command as root. Throws when it fails. */
  asRoot(command: string): Promise<string>;
  /** Runs a command in a work tree of these files only. */
  run(files: Readonly<Record<string, string>>, command: string, asked?: Asked): Promise<Hooked>;
  /** Puts the hook into the environments that have come since. */
  install(): Promise<string>;
}

/** With an index there is a network. Throws when the engine does not answer. Disposing removes the container. */
export async function hookedContainer(index?: PackageIndex): Promise<HookedContainer> {
  const network = ['--network', index ? 'bridge' : 'none'];
  const variables = Object.entries(index?.variables ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const command = ['python:3.11-slim', 'sleep', 'infinity'];
  const id = (await docker(['run', '--detach', ...network, ...variables, ...command])).trim();
  const exec = (words: readonly string[], input = '') => docker(['exec', '--interactive', ...words], input);
  const asRoot = (command: string) => exec([id, 'bash', '-ec', command]);
  await asRoot(`mkdir -p ${root} /opt/nightwatch /var/lib/nightwatch && chown -R 1001:1001 /home/runner`);
  await docker(['cp', hook, `${id}:/opt/nightwatch/hook`]);
  await asRoot(
    'chown -R 0:0 /opt/nightwatch && chmod -R u=rwX,go=rX /opt/nightwatch && rm -rf /opt/nightwatch/hook/__pycache__',
  );
  const install = () => asRoot(`python3 /opt/nightwatch/hook/nightwatch_install.py ${root}`);
  await install();
  return {
    asRoot,
    install,
    async run(files, command, asked = {}) {
      const folder = `/tmp/nightwatch-${randomBytes(8).toString('hex')}`;
      const coverage = asked.coverage ? `${folder}/coverage.jsonl` : null;
      const settings = { root, report: `${folder}/report.jsonl`, seconds: 60, tests: null };
      const written = { ...settings, ...asked, coverage };
      const told = await exec(
        [id, 'python3', '-Ic', running],
        JSON.stringify({ folder, written, files, command, handOutKeys, added: asked.added ?? [] }),
      );
      const { status, stdout, report, keys, reached, covered } = Told.parse(JSON.parse(told));
      const finished = { end: 'exited', exitCode: status, output: stdout, seconds: 1 } as const;
      return {
        run: readReport(command, { text: report, keys, runner }, finished),
        output: stdout,
        exitCode: status,
        started: [...(report ?? '').matchAll(/"kind": "start", "id": "([^"]+)"/g)].map(([, test = '']) => test),
        sessions: [...(report ?? '').matchAll(/"kind": "begin"/g)].length,
        spectrum: readSpectrum(covered),
        reached: readReached(reached),
        listed: readListed({ text: report, keys, runner }, finished),
        keys: keys.split('\n').filter(Boolean),
      };
    },
    async [Symbol.asyncDispose]() {
      await docker(['rm', '--force', id]);
    },
  };
}

const Told = z.object({
  status: z.number(),
  stdout: z.string(),
  report: z.string().nullable(),
  keys: z.string(),
  reached: z.string(),
  covered: z.string().nullable(),
});

/** One program for all of it, since each `docker exec` takes its time. */
const running = `
import json, os, shutil, subprocess, sys
asked = json.load(sys.stdin)
settings = asked["written"]
root = settings["root"]
def clear(folder):
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
def lay(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write(text)
    os.chmod(path, 0o755 if text.startswith("#!") else 0o644)
def read(path):
    return open(path).read() if path and os.path.exists(path) else None
clear(root)
for path, text in asked["files"].items():
    lay(os.path.join(root, path), text)
os.mkdir(asked["folder"])
subprocess.run(["chown", "-R", "1001:1001", root, asked["folder"]], check=True)
as_runner = {"cwd": root, "user": 1001, "group": 1001, "extra_groups": []}
subprocess.run(["git", "init", "-q"], check=True, **as_runner)
subprocess.run(["git", "add", "--", *(path for path in asked["files"] if path not in asked["added"])], check=True, **as_runner)
json.dump(settings, open("${configuration}", "w"))
keeper = subprocess.Popen(["sh", "-ec", asked["handOutKeys"]], start_new_session=True)
keeper.wait()
environment = {**os.environ, "HOME": "/home/runner", "CI": "true", "LANG": "C.UTF-8"}
done = subprocess.run(
    ["bash", "-ec", asked["command"]], env=environment, **as_runner,
    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300,
)
os.remove("${configuration}")
os.killpg(keeper.pid, 9)
print(json.dumps({
    "status": done.returncode, "stdout": done.stdout.decode(errors="replace"),
    "report": read(settings["report"]), "keys": read("${sessionKeys}"), "reached": read("${reachedFile}"), "covered": read(settings["coverage"]),
}))
`;

/** Does not block, for the package index may be served by this process. */
async function docker(words: readonly string[], input = ''): Promise<string> {
  const child = spawn('docker', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(input);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`docker ${words.join(' ')} ended with ${code}:\n${output}`);
  return output;
}
