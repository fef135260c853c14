// From the lines that failing and passing tests ran to the functions in which the fault is likeliest to sit.

import type { ExecutedFunction } from '../../incident/reproduction.ts';
import type { Block } from '../../languages/contract/source.ts';
import { blocks } from '../../languages/python/source/blocks.ts';
import { isTestFile } from '../../languages/python/source/test-files.ts';
import type { Tree } from '../../ports.ts';
import type { Ran, Spectrum } from '../../suite/spectrum.ts';

const most = 80;

/**
 * Functions of the source that a failing test ran, by Ochiai's suspiciousness `ef / sqrt(F · (ef + ep))`: ef failing and ep
 * passing tests ran the function, F tests fail in all. (Abreu, Zoeteweij, van Gemund 2006; over the failing test's own file
 * it puts the fault among the first five in 74 of 100 failures, see TECHNIQUES.)
 */
export async function executedFunctions(spectrum: Spectrum, tree: Tree): Promise<ExecutedFunction[]> {
  const found: ExecutedFunction[] = [];
  for (const [file, ran] of spectrum.files) {
    const source = isTestFile(file) ? null : await tree.read(file);
    if (source) found.push(...functionsOf(blocks(source.text), ran, spectrum.failed).map(one => ({ file, ...one })));
  }
  return found.sort((a, b) => b.score - a.score).slice(0, most);
}

function functionsOf(
  all: readonly Block[],
  ran: ReadonlyMap<number, Ran>,
  failing: number,
): Omit<ExecutedFunction, 'file'>[] {
  const scores = new Map<Block, number>();
  for (const [line, { failed, passed }] of ran) {
    const around = all.findLast(block => block.kind === 'function' && block.head < line && line <= block.end);
    if (!around || failed === 0) continue;
    const score = failed / Math.sqrt(failing * (failed + passed));
    scores.set(around, Math.max(scores.get(around) ?? 0, score));
  }
  return [...scores].map(([{ name, head }, score]) => ({ function: name, line: head, score }));
}
