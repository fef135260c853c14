// Scripted answers from a folder, one folder per scenario, one file per answer, easily written by hand:
//
//   diagnose.1.json             the answer when `diagnose` is asked for the first time, sent verbatim
//   repair.1.md                 any extension; only the name of the question and the number count
//   repair.2.md                 the second time; the last one repeats when the script runs out
//   repair.2.md.meta.json       a fault for that answer, e.g. { "finishReason": "MAX_TOKENS" } (see answer.ts)
//   guard.1.meta.json           an error needs no text: { "status": 503, "retryAfterSeconds": 2 }
//
// A template language was refused: an answer that needs one belongs in a test, as a function.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, type ScriptedAnswer } from './answer.ts';

/** The answers of one scenario: the answer when `name` is asked for the `nth` time (from 1). */
export interface Script {
  /** Throws a sentence naming the missing file when the script has no such answer. */
  answerTo(name: string, nth: number): ScriptedAnswer;
}

/** Reads a folder of answers. Throws when the folder is missing, a file is misnamed or double, or a sidecar is wrong. */
export function readScript(folder: string): Script {
  const answers = new Map<string, ScriptedAnswer>();
  for (const [key, files] of filesByAnswer(folder)) answers.set(key, readAnswer(folder, files));
  return {
    answerTo(name, nth) {
      const numbers = [...answers.keys()]
        .filter(key => key.startsWith(`${name}.`))
        .map(key => Number(key.split('.')[1]));
      const number = Math.min(nth, Math.max(1, ...numbers));
      const answer = answers.get(`${name}.${number}`);
      if (!answer) throw new Error(`No scripted answer: ${folder} has no file ${name}.${number}.* for "${name}"`);
      return answer;
    },
  };
}

/** The files of each answer, keyed `name.number`. Hidden files and README are left alone. */
function filesByAnswer(folder: string): Map<string, string[]> {
  const files = readdirSync(folder).filter(file => !file.startsWith('.') && !file.startsWith('README'));
  for (const file of files) {
    if (!ANSWER_FILE.test(file))
      throw new Error(
        `${join(folder, file)}: an answer is named <question>.<number>.<extension>, like diagnose.1.json`,
      );
  }
  return Map.groupBy(files, file => file.replace(ANSWER_FILE, '$<name>.$<number>'));
}

const ANSWER_FILE = /^(?<name>[\w-]+)\.(?<number>[1-9]\d*)\..+$/;
const SIDECAR = /\.meta\.json$/;

function readAnswer(folder: string, files: string[]): ScriptedAnswer {
  const texts = files.filter(file => !SIDECAR.test(file));
  const sidecars = files.filter(file => SIDECAR.test(file));
  if (texts.length > 1 || sidecars.length > 1)
    throw new Error(`${folder}: which one is the answer? Keep one of ${files.join(', ')}`);
  const text = texts[0] ? readFileSync(join(folder, texts[0]), 'utf8') : '';
  return { text, ...(sidecars[0] && readSidecar(join(folder, sidecars[0]))) };
}

function readSidecar(file: string): Fault {
  try {
    return Fault.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} is not a valid fault`, { cause });
  }
}
