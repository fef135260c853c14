// Whether the repository has what the receipt speaks of, unchanged: hashes only, nothing is run.
import { openTree } from '../../adapters/git/tree.ts';
import { receiptTrailer } from '../../incident/names.ts';
import type { FileChange } from '../../incident/patch.ts';
import { sha256 } from '../../incident/receipt/hashes.ts';
import type { ReceiptDocument } from '../../incident/receipt/receipt.ts';
import type { Tree } from '../../ports.ts';
import { type Clone, commitsWithTree, messageOf, treeOfCommit } from '../clone.ts';
import { type Finding, finding } from '../finding.ts';
import type { GivenReceipt } from '../given-receipt.ts';

/** `changes` make the repaired tree of the failing one. Empty unless all findings hold. */
export interface Source {
  readonly findings: readonly Finding[];
  readonly changes: readonly FileChange[];
}

export async function checkSource(given: GivenReceipt, clone: Clone): Promise<Source> {
  const { document } = given;
  const { headSha } = document.run;
  const before = await treeOfCommit(clone, headSha);
  const intact = finding('receipt', given.actualSha256 === given.sha256, `its SHA-256 is ${given.actualSha256}`);
  const failing = finding(
    'failing commit',
    before === document.trees.before,
    `${headSha} has tree ${before ?? 'none'}`,
  );
  if (failing.state === 'fails') return { findings: [intact, failing], changes: [] };
  const repairing = await repairingCommit(given, clone);
  const findings = [intact, failing, ...repairing];
  if (repairing.some(({ state }) => state === 'fails')) return { findings, changes: [] };
  const changed = await checkChange(document, clone);
  const all = [...findings, ...changed.findings];
  return { findings: all, changes: all.every(({ state }) => state === 'holds') ? changed.changes : [] };
}

/** The commit's message names the receipt: whoever changes both has made another commit. */
async function repairingCommit({ document, sha256: digest }: GivenReceipt, clone: Clone): Promise<Finding[]> {
  const { trees, run, incident } = document;
  const commits = await commitsWithTree(clone, { tree: trees.after, parent: run.headSha });
  const found = finding(
    'repairing commit',
    commits.length > 0,
    commits[0] ?? `none on ${run.headSha} has tree ${trees.after}`,
  );
  if (commits.length === 0) return [found];
  const messages = await Promise.all(commits.map(sha => messageOf(clone, sha)));
  const trailers = [`Nightwatch-Incident: ${incident}`, `${receiptTrailer}: ${digest}`];
  const isNamed = messages.some(message => trailers.every(trailer => message.split('\n').includes(trailer)));
  return [found, finding('its commit names the receipt', isNamed, trailers[1] ?? '')];
}

async function checkChange({ trees, change, guard }: ReceiptDocument, { repository }: Clone): Promise<Source> {
  const [before, after] = [trees.before, trees.after].map(hash => openTree(repository, hash, 'verify')) as [Tree, Tree];
  const changes = await Promise.all(change.files.map(({ path, sha256: digest }) => changeOf(path, digest, after)));
  const isListed = change.files.every(({ path, executable, sha256: digest }) => {
    const own = changes.find(each => each.path === path);
    const actual = own?.content === null ? null : sha256(own?.content ?? '');
    return actual === digest && (digest === null || own?.executable === executable);
  });
  const applied = await before.with(changes).then(
    tree => tree.hash,
    () => null,
  );
  const diff = sha256(await before.diff(after));
  const source = changes.find(({ path }) => path === guard.path)?.content ?? '';
  const paths = change.files.map(({ path }) => path).join(', ');
  return {
    findings: [
      finding('changed files', isListed, paths),
      finding('change on the failing tree', applied === trees.after, `gives tree ${applied ?? 'none'}`),
      finding('diff', diff === change.diffSha256, `its SHA-256 is ${diff}`),
      finding('regression test', sha256(source) === guard.sha256, guard.path),
    ],
    changes,
  };
}

async function changeOf(path: string, digest: string | null, after: Tree): Promise<FileChange> {
  const file = digest === null ? null : await after.read(path);
  return { path, content: file?.text ?? null, executable: file?.executable ?? false };
}
