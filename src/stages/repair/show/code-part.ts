// Finds the part of a file that the model asks for. Pure; parses the file, so it runs on a worker thread.
import { type SourceFile, sourceFile, type Text } from '../../../context/source-file.ts';
import type { Block } from '../../../languages/contract/source.ts';
import { quoted } from '../../../text/quoted.ts';
import { firstLines } from '../../../text/truncation.ts';

export interface AskedFile extends Text {
  readonly part: string | null;
}

/** Lines around a line that is asked for, and around what has a name. */
const aroundLine = 25;
const margin = 2;
/** A name may be defined several times. */
const mostDefinitions = 3;
const longestOutline = 4_000;

/** What is asked for as labelled blocks, or a sentence when it is not there; at most about this many characters of code. */
export function codePart({ file, characters }: { file: AskedFile; characters: number }): string {
  const { path, text, part } = file;
  if (part === null) {
    return text.length <= characters ? quoted(`${path} (whole)`, text) : outline(sourceFile(file), characters);
  }
  const parsed = sourceFile(file);
  const found = spansOf(parsed, part);
  if (found.length === 0) return `There is no ${part} in ${path}.\n${outline(parsed, characters)}`;
  const lines = text.split('\n');
  const texts = found.map(({ from, to }) => ({ from, to, text: lines.slice(from - 1, to).join('\n') }));
  const each = characters / texts.length;
  return texts
    .map(({ from, to, text: own }) => quoted(`${path}, lines ${from} to ${to}`, firstLines(own, each)))
    .join('\n');
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spansOf(file: SourceFile, part: string): Span[] {
  const last = file.text.split('\n').length;
  const within = (from: number, to: number) => ({ from: Math.max(1, from), to: Math.min(last, to) });
  const [, start, end] = /^L?(\d{1,7})(?:-L?(\d{1,7}))?$/.exec(part) ?? [];
  if (start !== undefined) {
    const [from, to] = [Number(start), Number(end ?? start)];
    if (from > last || to < from) return [];
    return [end === undefined ? within(from - aroundLine, to + aroundLine) : within(from, to)];
  }
  return definitionsOf(file, part).map(({ from, to }) => within(from - margin, to + margin));
}

/** Functions and classes of that name, else what assigns it, else the first line that has the word. */
function definitionsOf({ text, blocks, units }: SourceFile, part: string): Span[] {
  const names = part.split('.').filter(Boolean);
  const name = names.at(-1) ?? '';
  const defined = blocks.filter(block => block.name === name);
  const inOwner = defined.filter(block => names.length < 2 || isInside(block, names.at(-2) ?? '', blocks));
  const chosen = (inOwner.length > 0 ? inOwner : defined).map(({ start, end }) => ({ from: start, to: end }));
  if (chosen.length > 0) return chosen.slice(0, mostDefinitions);
  const assigned = units.filter(unit => unit.names.includes(name));
  if (assigned.length > 0) return assigned.slice(0, mostDefinitions);
  const word = new RegExp(`(?<!\\w)${name.replace(/\W/g, '\\$&')}(?!\\w)`);
  const line = text.split('\n').findIndex(row => word.test(row)) + 1;
  return line === 0 || name === '' ? [] : [{ from: line - aroundLine, to: line + aroundLine }];
}

function isInside({ start, end }: Block, owner: string, blocks: readonly Block[]): boolean {
  return blocks.some(block => block.name === owner && block.start < start && end <= block.end);
}

/** Headings with their lines, by which a part can be asked for; the start of a file that has none. */
function outline({ path, text, blocks }: SourceFile, characters: number): string {
  const lines = text.split('\n');
  const headings = blocks.map(({ head }) => `${String(head).padStart(5)} ${lines[head - 1] ?? ''}`).join('\n');
  if (headings === '') return quoted(`${path}, from line 1`, firstLines(text, characters));
  const size = `${path} is too long to be shown whole (${lines.length} lines); ask for a part of it.`;
  return `${size}\n${quoted(`Outline of ${path}`, firstLines(headings, Math.min(longestOutline, characters)))}`;
}
