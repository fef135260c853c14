// Reads one failure's traceback as pytest prints it, in any `--tb` style: the exception that ended the test, and its frames.

import { repositoryPath } from '../../../actions/repository-path.ts';
import type { Frame } from '../../../incident/evidence.ts';

export interface Traceback {
  readonly errorType: string | null;
  readonly message: string;
  /** Outermost first. */
  readonly frames: readonly Frame[];
}

const LONGEST_MESSAGE = 2000;
const MOST_FRAMES = 60;

/** Between the exceptions of a chain: the last one ended the test. */
const CHAIN =
  /^(?:E\s+)?(?:The above exception was the direct cause of the following exception:|During handling of the above exception, another exception occurred:)$/;
const CAPTURED = /^-+ (?:Captured |generated |live log )/;

export function tracebackOf(body: readonly string[]): Traceback {
  const captured = body.findIndex(line => CAPTURED.test(line));
  const own = captured === -1 ? body : body.slice(0, captured);
  const last = own.slice(own.findLastIndex(line => CHAIN.test(line)) + 1);
  const { frames, errorType } = framesOf(last);
  const said = saidOf(last);
  return { errorType: errorType ?? said.errorType, message: said.message, frames };
}

/** Splits `json.decoder.JSONDecodeError: text` into class and text; a bare `assert …` is an AssertionError. */
export function exceptionOf(text: string): { errorType: string | null; message: string } {
  const match = /^([A-Za-z_][\w.]{0,300}(?:<locals>\.\w{1,200})?)(?::\s([\s\S]*)|:?$)/.exec(text);
  const name = match?.[1]?.split('.').at(-1);
  if (name && /^_*[A-Z]/.test(name)) return { errorType: name, message: match?.[2] ?? '' };
  return { errorType: /^assert\b/.test(text) ? 'AssertionError' : null, message: text };
}

function framesOf(lines: readonly string[]): { frames: Frame[]; errorType: string | null } {
  const frames: Frame[] = [];
  let named: string | null = null;
  let errorType: string | null = null;
  for (const line of lines) {
    named = /^[ >]\s+(?:async )?def (\w{1,200})\(/.exec(line)?.[1] ?? named;
    const place = placeIn(line);
    if (!place) continue;
    frames.push(frameAt(place, named));
    errorType = place.errorType;
    named = null;
  }
  return { frames: frames.slice(-MOST_FRAMES), errorType };
}

/** Folders of the work tree with third-party code. */
const installed = /(?:^|\/)(?:site-packages|dist-packages|\.?venv|env|\.tox|\.nox|\.eggs|node_modules)\//;

interface Place {
  file: string;
  line: number;
  function: string | null;
  errorType: string | null;
}

function frameAt(place: Place, named: string | null): Frame {
  const { file, inRepository } = repositoryPath(place.file);
  return {
    file,
    inRepository: inRepository && !installed.test(file),
    line: place.line,
    function: place.function ?? named,
  };
}

/** `a.py:12: TypeError`, `a.py:12: in name`, `a.py:12: ` (long), `File "a.py", line 12, in name` (native, syntax errors). */
function placeIn(line: string): Place | null {
  const native = /^(?:E\s)?[\s|]{0,40}File "([^"]{1,1000})", line (\d{1,7})(?:, in (.{1,200}))?$/.exec(line);
  if (native) return placed(native[1], native[2], { function: native[3] ?? null, errorType: null });
  const fixture = /^file (\/[^:]+), line (\d{1,7})$/.exec(line);
  if (fixture) return placed(fixture[1], fixture[2], { function: null, errorType: null });
  const short = /^((?:[A-Za-z]:)?[^\s:<>"|?*][^:<>"|?*]{0,1000}\.py[a-z]?):(\d{1,7}):(?:\s(.{0,400}))?$/.exec(line);
  if (!short) return null;
  const rest = short[3]?.trim() ?? '';
  if (rest.startsWith('in ')) return placed(short[1], short[2], { function: rest.slice(3), errorType: null });
  return placed(short[1], short[2], { function: null, errorType: exceptionOf(rest).errorType });
}

function placed(
  file: string | undefined,
  line: string | undefined,
  rest: Pick<Place, 'function' | 'errorType'>,
): Place | null {
  return file && Number(line) > 0 ? { file, line: Number(line), ...rest } : null;
}

/** What the exception says: the last block of `E` lines, or the end of a native traceback. */
function saidOf(lines: readonly string[]): { errorType: string | null; message: string } {
  const end = lines.findLastIndex(line => /^E(?:\s|$)/.test(line));
  const block = withoutSource(end === -1 ? nativeEnd(lines) : errorLines(lines, end));
  const { errorType, message } = exceptionOf(block.join('\n').slice(0, LONGEST_MESSAGE).trimEnd());
  return { errorType, message: message.trim() };
}

/** A SyntaxError first shows its file and line, indented. */
function withoutSource(block: readonly string[]): readonly string[] {
  if (!block[0]?.startsWith('File "')) return block;
  const start = block.findIndex(line => /^\w/.test(line) && !line.startsWith('File "'));
  return start === -1 ? block : block.slice(start);
}

function errorLines(lines: readonly string[], end: number): string[] {
  let start = end;
  while (start > 0 && /^E(?:\s|$)/.test(lines[start - 1] ?? '')) start--;
  const texts = lines.slice(start, end + 1).map(line => line.slice(1));
  const indent = /^\s*/.exec(texts[0] ?? '')?.[0].length ?? 0;
  return texts.map(text => text.slice(Math.min(indent, /^\s*/.exec(text)?.[0].length ?? 0)));
}

function nativeEnd(lines: readonly string[]): string[] {
  const frame = lines.findLastIndex(line => /^\s*File "/.test(line));
  const line = lines.findIndex((text, at) => at > frame && /^\S/.test(text));
  return frame === -1 || line === -1 ? [] : lines.slice(line);
}
