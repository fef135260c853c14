// Builds the context of a repair prompt in a process of its own, and reports the CPU time this took, threads included.
import { tmpdir } from 'node:os';
import { openTree } from '../../../adapters/git/tree.ts';
import { sourceContext } from '../../../context/source-context.ts';
import { failingIncident } from './failing-incident.ts';

export interface BuiltPrompt {
  /** User and system time of this process in ms; git's own processes are not in it. */
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly characters: number;
}

const [, , gitDirectory = tmpdir(), hash = ''] = process.argv;

process.on('message', async () => {
  const tree = openTree(gitDirectory, hash, 'bench');
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const text = await sourceContext(failingIncident(hash), tree, {
    purpose: 'to repair',
    repository: { tree: async () => null },
  });
  const { user, system } = process.cpuUsage(before);
  const built: BuiltPrompt = {
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - startedAt,
    characters: text.length,
  };
  process.send?.(built);
});
process.on('disconnect', () => process.exit());
