// Finds the part of a file that the model asks for. Pure; parses the file, so it runs on a worker thread.
import { type SourceFile, sourceFile, type Text } from '../../../context/source-file.ts';
import { quoted } from '../../../text/quoted.ts';
import { firstLines } from '../../../text/truncation.ts';
import { type Definition, definitionsIn } from './definitions.ts';

export interface AskedFile extends Text {
  readonly part: string | null;
}

/** Lines around a line that is asked for, and around what has a name. */
const aroundLine = 25;
const margin = 3;
/** A name may be defined several times: of more than these the model has to choose. */
const mostDefinitions = 3;

/** What is asked for as labelled blocks, or a sentence and what there is instead; at most about this many characters of code. */
export function codePart({ file, characters }: { file: AskedFile; characters: number }): string {
  const { path, part } = file;
  const asked = part === null ? [] : [quoted('Its part', part)];
  return [quoted('# Asked for. Its path', path), ...asked, ...answerTo(file, characters)].join('\n');
}

function answerTo(file: AskedFile, characters: number): string[] {
  const { text, part } = file;
  if (part === null && text.length <= characters) return [quoted('Its text', text)];
  const parsed = sourceFile(file);
  const all = definitionsIn(parsed);
  if (part === null) {
    const size = text.split('\n').length;
    return [`It is too long to be shown whole (${size} lines).`, outline(parsed, all, characters)];
  }
  const lines = linesAsked(text, part);
  const named = lines ? [] : definitionsOf(part, all);
  if (named.length > mostDefinitions) {
    return [`That is defined ${named.length} times in it.`, outline(parsed, named, characters)];
  }
  const spans = named.map(({ from, to }) => ({ from: from - margin, to: to + margin }));
  const found = [...(lines ? [lines] : spans.length > 0 ? spans : firstUse(text, part))];
  if (found.length === 0) return ['There is no such part in it.', outline(parsed, all, characters)];
  return found.map(span => passage(file, span, characters / found.length));
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Null when the part is a name. Lines that the file does not have are an empty span. */
function linesAsked(text: string, part: string): Span | null {
  const [, start, end] = /^L?(\d{1,7})(?:-L?(\d{1,7}))?$/.exec(part) ?? [];
  if (start === undefined) return null;
  const [from, to] = [Number(start), Number(end ?? start)];
  if (from < 1 || to < from || from > text.split('\n').length) return null;
  return end === undefined ? { from: from - aroundLine, to: to + aroundLine } : { from, to };
}

/** Those of the last name of `part`; of the class before it, if any of them is. */
function definitionsOf(part: string, all: readonly Definition[]): Definition[] {
  const names = part.split('.').filter(Boolean);
  const named = all.filter(({ name }) => name.split('.').at(-1) === names.at(-1));
  const inOwner = named.filter(({ name }) => `.${name}`.endsWith(`.${names.slice(-2).join('.')}`));
  return names.length > 1 && inOwner.length > 0 ? inOwner : named;
}

/** Around the first line that has the word. */
function firstUse(text: string, part: string): Span[] {
  const name = part.split('.').filter(Boolean).at(-1) ?? '';
  if (!/^[A-Za-z_]\w*$/.test(name)) return [];
  const line = text.split('\n').findIndex(row => new RegExp(`\\b${name}\\b`).test(row)) + 1;
  return line === 0 ? [] : [{ from: line - aroundLine, to: line + aroundLine }];
}

function passage({ text }: Text, span: Span, characters: number): string {
  const lines = text.split('\n');
  const [from, to] = [Math.max(1, span.from), Math.min(lines.length, span.to)];
  const own = lines.slice(from - 1, to).join('\n');
  return quoted(`Lines ${from} to ${to}`, firstLines(own, characters));
}

/** Lines and names, by which a part can be asked for; the start of a file that defines nothing. */
function outline({ text }: SourceFile, definitions: readonly Definition[], characters: number): string {
  if (definitions.length === 0) return quoted('From line 1', firstLines(text, characters));
  const rows = definitions.map(({ from, name }) => `${String(from).padStart(5)} ${name}`).join('\n');
  return quoted('Outline, by which you can ask for a part of it', firstLines(rows, characters));
}
