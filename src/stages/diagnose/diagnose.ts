// collected → diagnosed: rules first, then one question to the model, whose answer is checked against the log and the code.
import { askTwice } from '../../context/ask.ts';
import type { Diagnosis } from '../../incident/diagnosis.ts';
import type { Evidence } from '../../incident/evidence.ts';
import type { Collected, Diagnosed } from '../../incident/incident.ts';
import { next, type Outcome, stop } from '../../incident/outcome.ts';
import type { Ports, Tree } from '../../ports.ts';
import { complaints } from './complaints.ts';
import { type Assessment, assess, type Known } from './confidence.ts';
import { decide } from './decide.ts';
import { commitUnavailable, noUsableAnswer } from './details.ts';
import { type Answer, againQuestion, diagnoseQuestion } from './question.ts';
import { ruledOut } from './rules.ts';
import { pathInTree } from './tree-paths.ts';
import { type View, viewOf } from './view.ts';

export async function diagnose(incident: Collected, ports: Ports): Promise<Outcome<Collected, Diagnosed>> {
  const { evidence, run } = incident;
  const rule = ruledOut(evidence);
  if (rule) return stop(rule.code, rule.detail);
  const tree = await ports.repository.tree(run.headSha);
  if (!tree) return stop('source-gone', commitUnavailable(run.headSha));
  const { lastGreen } = evidence;
  const view = await viewOf(tree, evidence, lastGreen === null ? null : await ports.repository.tree(lastGreen));
  const asked = await ask(evidence, view, ports);
  if (asked.kind === 'unusable') return stop('low-confidence', noUsableAnswer(asked.reason));
  const known = await knownOf(asked, { view, tree, evidence });
  const diagnosis = diagnosisOf(asked.answer, known, assess(asked.answer, known));
  const decision = decide(diagnosis, evidence);
  // A location that does not exist would mislead people.
  if (decision.kind === 'stop')
    return stop(decision.code, decision.detail, diagnosis.file === '' ? undefined : { diagnosis });
  return next({ ...incident, diagnosis: { ...diagnosis, confidence: decision.confidence } });
}

type Asked = { kind: 'answer'; answer: Answer; times: Known['asked'] } | { kind: 'unusable'; reason: string };

/** Asks once more if the answer names a missing file or quotes a missing line; the second answer is final. */
async function ask(evidence: Evidence, view: View, { model }: Ports): Promise<Asked> {
  const question = diagnoseQuestion(evidence, view);
  const first = await askTwice(model, question);
  if (first.kind === 'unusable') return first;
  const wrong = complaints(first.value, evidence, view.paths);
  if (wrong.length === 0) return { kind: 'answer', answer: first.value, times: 'once' };
  const second = await askTwice(model, againQuestion(question, first.value, wrong));
  const answer = second.kind === 'answer' ? second.value : first.value;
  return { kind: 'answer', answer, times: 'twice' };
}

async function knownOf(
  { answer, times }: Extract<Asked, { kind: 'answer' }>,
  { view, tree, evidence }: { view: View; tree: Tree; evidence: Evidence },
): Promise<Known> {
  const file = pathInTree(answer.file, view.paths);
  const source = file === null ? null : await tree.read(file);
  const lineCount = source ? source.text.split('\n').length : null;
  return { evidence, paths: view.paths, imported: view.imported, file, lineCount, asked: times };
}

function diagnosisOf(answer: Answer, known: Known, { confidence, checks }: Assessment): Diagnosis {
  const isInFile = known.lineCount !== null && answer.line <= known.lineCount;
  return {
    class: answer.class,
    errorType: answer.errorType.trim().split('.').at(-1) ?? '',
    file: known.file ?? '',
    line: isInFile ? answer.line : lineOnTrace(known),
    cause: answer.cause.trim(),
    confidence,
    checks,
  };
}

/** The file's innermost line on the trace, or its first line. */
function lineOnTrace({ evidence, file, paths }: Known): number {
  const frames = evidence.failures.flatMap(failure => failure.frames.filter(frame => frame.inRepository));
  return frames.findLast(frame => pathInTree(frame.file, paths) === file)?.line ?? 1;
}
