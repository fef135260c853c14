// Whether the regression test runs what was changed: a test that passes without going there proves nothing about it.

import type { Guarded } from '../../../incident/incident.ts';
import { blocks } from '../../../languages/python/source/blocks.ts';
import type { Sandbox, Tree } from '../../../ports.ts';
import { runCovered } from '../../../suite/run-tests.ts';
import type { Spectrum } from '../../../suite/spectrum.ts';
import { diffLines } from '../../../text/diff-lines.ts';
import type { EditedFile } from '../edit/edited.ts';

/** A tracer makes a test several times slower. */
const seconds = 180;

export interface Coverage {
  readonly command: string;
  /** Changed lines inside functions, and how many of them the regression test ran; a statement may report but one of its lines. */
  readonly changed: number;
  readonly ran: number;
  /** Whether it ran a changed function at all. */
  readonly isThere: boolean;
}

/** What was changed, without the regression test. */
interface Change {
  readonly files: readonly EditedFile[];
  readonly diff: string;
}

/** Null when that cannot be told: no trace was left, or a part of the change runs while modules are imported. */
export async function coverageOf(
  { change, incident, tested }: { change: Change; incident: Guarded; tested: Tree },
  sandbox: Sandbox,
): Promise<Coverage | null> {
  const { recipe, environment } = incident.reproduction;
  await using workspace = await sandbox.open(tested, environment);
  const run = await runCovered(workspace, recipe, { ids: [incident.guard.path], seconds });
  if (run.spectrum === null) return null;
  const found = changedAndRun(change, run.spectrum);
  return found && { command: incident.guard.command, ...found };
}

/** Null when no line of code came, or one that stands outside every function. */
export function changedAndRun({ files, diff }: Change, spectrum: Spectrum): Omit<Coverage, 'command'> | null {
  const changed = diffLines(diff).added.filter(line => !isWords(line.text));
  const functions = changed.map(({ path, number }) => {
    const text = files.find(file => file.path === path)?.text ?? '';
    return blocks(text).findLast(each => each.kind === 'function' && each.head < number && number <= each.end) ?? null;
  });
  if (changed.length === 0 || functions.includes(null)) return null;
  const ranIn = (path: string) => spectrum.files.get(path) ?? new Map<number, unknown>();
  const isThere = changed.some(({ path }, at) => {
    const { head = 0, end = 0 } = functions[at] ?? {};
    return [...ranIn(path).keys()].some(line => head < line && line <= end);
  });
  const ran = changed.filter(({ path, number }) => ranIn(path).has(number)).length;
  return { changed: changed.length, ran, isThere };
}

/** Comments, blank lines and closing brackets have no code of their own. */
function isWords(text: string): boolean {
  return /^\s*(?:#.*|[)\]}\s,:]*)$/.test(text);
}
