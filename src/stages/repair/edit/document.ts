// A file as lines that keep their own endings, so that an edit changes nothing else.

interface Line {
  readonly text: string;
  /** `\n`, `\r\n`, or nothing on a last line without one. */
  readonly ending: string;
}

export interface Document {
  readonly mark: string;
  readonly lines: readonly Line[];
}

/** Lines from `start` up to but not including `end`, counted from 0, become `texts`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly texts: readonly string[];
}

/** Only `\n` and `\r\n` end a line; a form feed or a lone `\r` is part of it. */
export function documentOf(text: string): Document {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const lines = [...text.slice(mark.length).matchAll(/([^\n]*?)(\r?\n|$)/g)]
    .map(match => ({ text: match[1] ?? '', ending: match[2] ?? '' }))
    .filter(line => line.text !== '' || line.ending !== '');
  return { mark, lines };
}

/** The text with replacements made; they must be in order and apart. Byte order mark, endings and final newline are kept. */
export function rewritten(document: Document, replacements: readonly Replacement[]): string {
  let result: readonly Line[] = [];
  let at = 0;
  for (const { start, end, texts } of replacements) {
    const lines = texts.map((text, index) => ({ text, ending: endingFor(document, Math.min(start + index, end)) }));
    result = [...result, ...document.lines.slice(at, start), ...lines];
    at = end;
  }
  result = [...result, ...document.lines.slice(at)];
  return (
    document.mark +
    withFinalEnding(result, document)
      .map(line => line.text + line.ending)
      .join('')
  );
}

/** A new line ends like the one it replaces, else like the one before it, else like the file's first. */
function endingFor(document: Document, index: number): string {
  const { lines } = document;
  return lines[index]?.ending || lines[index - 1]?.ending || lines[0]?.ending || '\n';
}

function withFinalEnding(lines: readonly Line[], document: Document): readonly Line[] {
  const last = lines.at(-1);
  if (!last) return lines;
  const before = document.lines.at(-1)?.ending ?? '\n';
  const inner = lines.slice(0, -1).map(line => (line.ending ? line : { ...line, ending: endingFor(document, 0) }));
  return [...inner, { ...last, ending: before }];
}
