// Whether the job's environment can be built again from the recipe, and of what.
import type { ReceiptDocument } from '../../incident/receipt/receipt.ts';
import type { Environment } from '../../incident/reproduction.ts';
import type { Prepared, Sandbox, Tree } from '../../ports.ts';
import { type Finding, finding, noted } from '../finding.ts';

export interface Built {
  readonly findings: readonly Finding[];
  /** Null when setup failed. */
  readonly prepared: Extract<Prepared, { kind: 'ready' }> | null;
}

export async function buildAgain(
  { recipe, environment }: ReceiptDocument,
  sandbox: Sandbox,
  tree: Tree,
): Promise<Built> {
  const prepared = await sandbox.prepare(tree, recipe);
  if (prepared.kind === 'failed') {
    const lastLine = prepared.finished.output.trimEnd().split('\n').at(-1) ?? '';
    const failed = finding('environment', false, `setup failed at ${prepared.command}: ${lastLine}`);
    return { findings: [failed], prepared: null };
  }
  return { findings: compared(environment, prepared.environment), prepared };
}

/** An image is not built twice byte by byte; what it is made of is the same, or the runs below are of something else. */
function compared(recorded: Environment, built: Environment): Finding[] {
  const [then, now] = [recorded.madeWith, built.madeWith];
  return [
    finding('base image', then?.baseImage === now?.baseImage, now?.baseImage ?? 'unknown'),
    noted('image', `built anew as ${built.digest}; then ${recorded.digest}`),
    noted('engine', `${now?.engine ?? 'unknown'} here, ${then?.engine ?? 'unknown'} then`),
    noted('hook', then?.hook === now?.hook ? 'the same as then' : 'another version than then'),
  ];
}
