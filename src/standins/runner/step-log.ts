// Writes a step's log as GitHub's runner does: a timestamp of seven digits before every line, commands turned into marks.

/** One step's log while it grows. */
export class StepLog {
  #text = '';
  readonly #masks: Set<string>;

  /** `masks` is shared by the steps of a job: what one step hides stays hidden. */
  constructor(masks: Set<string>) {
    this.#masks = masks;
  }

  get text(): string {
    return this.#text;
  }

  /** Writes the runner's own text, which may have several lines. */
  write(text: string): void {
    for (const line of text.split('\n')) this.#text += `${timestamp()} ${this.#masked(line)}\n`;
  }

  /** Writes a group, which GitHub shows collapsed. */
  group(title: string, lines: string[]): void {
    this.write([`##[group]${title}`, ...lines, '##[endgroup]'].join('\n'));
  }

  /** Writes a line that a program printed, which may be a command to the runner: `::error file=a.py::no`. */
  printed(line: string): void {
    const [, name, message = ''] = /^\s*::([\w-]+)(?:\s.*?)?::(.*)$/.exec(line) ?? [];
    if (name === 'debug') return;
    if (name === 'add-mask') {
      if (message !== '') this.#masks.add(message);
      return;
    }
    this.write(name !== undefined && marks.has(name) ? `##[${name}]${unescaped(message)}` : line);
  }

  #masked(line: string): string {
    return [...this.#masks].reduce((text, secret) => text.replaceAll(secret, '***'), line);
  }
}

const marks = new Set(['error', 'warning', 'notice', 'group', 'endgroup']);

function timestamp(): string {
  return new Date().toISOString().replace('Z', '0000Z');
}

function unescaped(message: string): string {
  return message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
