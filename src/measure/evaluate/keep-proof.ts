// Keeps what a verified case can be verified with again: its receipt, and the local GitHub's repository.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Known } from '../../incident/incident.ts';
import type { CaseRun } from './measure.ts';

/** Nothing where there is no receipt. */
export async function keepProof({ view, gitDirectory }: CaseRun, folder: string): Promise<void> {
  const known: Known | undefined = view?.entry.incident;
  const receipt = known?.patch?.receipt;
  if (!receipt) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'receipt.json'), `${JSON.stringify(receipt, null, 2)}\n`);
  await cp(gitDirectory, join(folder, 'repository.git'), { recursive: true });
}
