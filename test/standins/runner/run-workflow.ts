// A bare repository made from files, and a workflow run on it by the Docker runner.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import stripAnsi from 'strip-ansi';
import type { JobResult, WorkflowCall } from '../../../src/standins/github/workflows/runner.ts';
import { dockerRunner } from '../../../src/standins/runner/docker-runner.ts';

export const docker = new Docker();
export const workflowPath = '.github/workflows/ci.yml';

/** Where the files of a repository come from: a folder to copy, files to write over it, paths to leave out. */
export interface Material {
  owner?: string;
  folder?: string;
  files?: Record<string, string>;
  without?: string[];
  /** Variables that point installers at an index. */
  packageIndex?: Record<string, string>;
}

/** Commits the files into a bare repository of its own; disposing removes it. */
export function bareRepository({ folder, files = {}, without = [] }: Material) {
  const root = mkdtempSync(join(tmpdir(), 'nightwatch-runner-test-'));
  const [tree, gitDirectory] = [join(root, 'tree'), join(root, 'bare.git')];
  mkdirSync(tree);
  if (folder !== undefined) cpSync(folder, tree, { recursive: true });
  for (const path of without) rmSync(join(tree, path), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['--git-dir', gitDirectory, '--work-tree', tree, ...args], { encoding: 'utf8' });
  execFileSync('git', ['init', '-q', '--bare', gitDirectory]);
  git('add', '-A');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.org', 'commit', '-qm', 'all of it', '--allow-empty');
  return {
    gitDirectory,
    sha: git('rev-parse', 'HEAD').trim(),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}

/** Runs a workflow text on a repository of the given material. */
export async function runWorkflow(workflowText: string, material: Material = {}): Promise<JobResult[]> {
  using repository = bareRepository(material);
  const call: WorkflowCall = {
    repository: { owner: material.owner ?? 'ada', name: 'engine' },
    gitDirectory: repository.gitDirectory,
    sha: repository.sha,
    ref: 'refs/heads/main',
    event: 'push',
    workflowPath,
    workflowText,
    runId: 7,
    attempt: 1,
    serverUrl: 'http://127.0.0.1:1',
  };
  return await dockerRunner({ docker, hostEnvironment: process.env, packageIndex: material.packageIndex })(call);
}

/** Steps as `name: conclusion`. */
export function outline(job: JobResult | undefined): string[] {
  return (job?.steps ?? []).map(step => `${step.name}: ${step.conclusion}`);
}

/** The lines of one step's log, without times and colours. */
export function linesOf(job: JobResult | undefined, step: string): string[] {
  const log = job?.steps.find(one => one.name === step)?.log ?? '';
  return log
    .trimEnd()
    .split('\n')
    .map(line => stripAnsi(line.replace(/^\S+ /, '')));
}

/** How many containers of the runner are there for a repository of that owner. */
export async function containersOf(owner: string): Promise<number> {
  const filters = { label: ['nightwatch.standin=runner', `nightwatch.repository=${owner}/engine`] };
  return (await docker.listContainers({ all: true, filters })).length;
}
