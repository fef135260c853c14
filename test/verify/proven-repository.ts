// A repository with a failing commit and the commit that repairs it, made of the facts of an incident, and the receipt of that repair.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openTree } from '../../src/adapters/git/tree.ts';
import { secretMasker } from '../../src/adapters/secrets/mask.ts';
import type { Repaired } from '../../src/incident/incident.ts';
import type { Receipt } from '../../src/incident/receipt/receipt.ts';
import { commitMessage, pullRequestBody } from '../../src/stages/publish/body.ts';
import { maybeReceipt } from '../../src/stages/publish/receipt.ts';
import { sampleRepaired } from '../stages/publish/sample-receipt.ts';

export interface ProvenRepository extends Disposable {
  /** With a work tree. */
  readonly path: string;
  readonly receipt: Receipt;
  readonly pullRequest: string;
  git(...args: string[]): string;
}

export async function provenRepository(): Promise<ProvenRepository> {
  const path = mkdtempSync(join(tmpdir(), 'nightwatch-proven-'));
  const person = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) => execFileSync('git', [...person, ...args], { cwd: path, encoding: 'utf8' }).trim();
  git('init', '-q', '-b', 'main');
  write(path, 'user_service.py', 'def send(user):\n    return user["name"]\n');
  write(path, 'old.py', 'gone = True\n');
  git('add', '-A');
  git('commit', '-qm', 'Break it');
  const incident = await repairedOn(path, git('rev-parse', 'HEAD'));
  const receipt = await maybeReceipt(incident, secretMasker());
  if (!receipt) throw new Error('the sample has a receipt');
  const proven = { ...incident, patch: { ...incident.patch, receipt } };
  git('checkout', '-qb', 'nightwatch/fix-1');
  for (const { path: file, content } of incident.patch.changes) {
    if (content === null) rmSync(join(path, file));
    else write(path, file, content);
  }
  git('add', '-A');
  git('commit', '-qm', commitMessage(proven));
  git('checkout', '-q', 'main');
  return {
    path,
    receipt,
    pullRequest: pullRequestBody(proven),
    git,
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
}

async function repairedOn(path: string, headSha: string): Promise<Repaired> {
  const { run, guard, patch, ...rest } = sampleRepaired();
  const hash = execFileSync('git', ['rev-parse', `${headSha}^{tree}`], { cwd: path, encoding: 'utf8' }).trim();
  const before = openTree(join(path, '.git'), hash, 'test');
  const changes = [
    { path: 'user_service.py', content: 'def send(user):\n    return user and user["name"]\n', executable: false },
    { path: 'old.py', content: null, executable: false },
    { path: guard.path, content: guard.source, executable: false },
  ];
  const after = await before.with(changes);
  const proof = { ...patch.proof, treeBefore: hash, treeAfter: after.hash };
  return {
    ...rest,
    run: { ...run, headSha },
    guard,
    patch: { ...patch, changes, diff: await before.diff(after), proof },
  };
}

function write(directory: string, path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}
