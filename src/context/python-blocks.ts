// Python's structure by indentation: enough to cut whole functions out of long files. Syntax trees come later behind this.

/** A `def` or `class` with its decorators; lines are counted from 1, `end` included. */
export interface Block {
  readonly kind: 'def' | 'class';
  readonly name: string;
  readonly start: number;
  /** Line of the `def` or `class` itself. */
  readonly head: number;
  readonly end: number;
  readonly indent: number;
}

/** Every function and class, in order of appearance. */
export function blocks(text: string): Block[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const match = /^([ \t]*)(?:async[ \t]+)?(def|class)[ \t]+(\w+)/.exec(line);
    if (!match) return [];
    const indent = (match[1] ?? '').length;
    return [
      {
        kind: match[2] === 'class' ? ('class' as const) : ('def' as const),
        name: match[3] ?? '',
        start: startWithDecorators(lines, index, indent) + 1,
        head: index + 1,
        end: endOfBlock(lines, index, indent) + 1,
        indent,
      },
    ];
  });
}

/** The innermost function around a line, else the innermost class, else null. A nested function counts as its outer one. */
export function enclosingBlock(all: readonly Block[], line: number): Block | null {
  const around = all.filter(block => block.start <= line && line <= block.end);
  return around.find(block => block.kind === 'def') ?? around.at(-1) ?? null;
}

function startWithDecorators(lines: readonly string[], index: number, indent: number): number {
  let start = index;
  for (let at = index - 1; at >= 0; at--) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || indentOf(line) < indent) break;
    if (indentOf(line) === indent && line.trimStart().startsWith('@')) start = at;
    else if (indentOf(line) === indent && !isClosing(line)) break;
  }
  return start;
}

/** The last line that is indented deeper, blank lines at the end not counted; a closing bracket does not end a block. */
function endOfBlock(lines: readonly string[], index: number, indent: number): number {
  let end = index;
  for (let at = index + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (indentOf(line) <= indent && !isClosing(line)) break;
    end = at;
  }
  return end;
}

function isClosing(line: string): boolean {
  return /^[ \t]*[)\]}]/.test(line);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
