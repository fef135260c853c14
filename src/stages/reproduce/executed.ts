// Spectrum-based fault localisation: ranks functions by the lines that failing and passing tests execute.

import type { ExecutedFunction } from '../../incident/reproduction.ts';
import type { Block } from '../../languages/contract/source.ts';
import { isTestFile, languageOf } from '../../languages/languages.ts';
import type { Tree } from '../../ports.ts';
import type { Ran, Spectrum } from '../../suite/spectrum.ts';

const most = 80;

/**
 * Source functions that a failing test executes, by Ochiai suspiciousness `ef / sqrt(F · (ef + ep))`: ef failing and ep
 * passing tests execute the function, F tests fail in total. (Abreu, Zoeteweij, van Gemund 2006; run over the failing test's
 * own file, it ranks the fault in the top five for 74 of 100 failures, see TECHNIQUES.) `testFiles` are those that the run
 * names, whatever they are called.
 */
export async function executedFunctions(
  spectrum: Spectrum,
  tree: Tree,
  testFiles: ReadonlySet<string>,
): Promise<ExecutedFunction[]> {
  const found: ExecutedFunction[] = [];
  for (const [file, ran] of spectrum.files) {
    const source = isTestFile(file) || testFiles.has(file) ? null : await tree.read(file);
    const blocks = source && languageOf(file)?.source.blocks(source.text);
    if (blocks) found.push(...functionsOf(blocks, ran, spectrum.failed).map(one => ({ file, ...one })));
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
