// A shell of root's in a container, reached over one connection for as long as the container runs. It does this adapter's chores
// between commands: the engine takes fifty times longer to start a program.
import { randomBytes } from 'node:crypto';
import { type Duplex, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Container, ContainerCreateOptions } from 'dockerode';
import { Transient } from '../../../ports.ts';
import { engine } from './engine.ts';
import { kill } from './execute.ts';

export interface StandingShell {
  /**
   * Runs a piece of POSIX shell that has no input and does not exit; one after the other. `$1` and so on are the given words. Null
   * when the container is dead. What takes longer than a minute kills the container.
   */
  run(text: string, ...words: readonly string[]): Promise<Ran | null>;
}

export interface Ran {
  readonly exitCode: number;
  /** stdout and stderr in order. */
  readonly output: Buffer;
}

/**
 * The container's first process waits for the shell, so that it reaps zombies, which would otherwise count against the process
 * limit; the engine's own init would do too, but not every engine has one. When the connection ends, so does the container.
 */
export const withStandingShell: ContainerCreateOptions = {
  Entrypoint: ['/bin/sh', '-c', 'trap exit TERM; exec 3<&0; /bin/sh <&3 3<&- & exec 3<&-; wait'],
  Cmd: [],
  WorkingDir: '/',
  OpenStdin: true,
  StdinOnce: true,
};

const longestChoreMs = 60_000;

/** Before the container is started. */
export async function attachShell(container: Container): Promise<StandingShell> {
  const options = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true };
  const stream = (await engine(container.attach(options))) as Duplex;
  let receive = (_: Buffer | null): void => {};
  let isOpen = true;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      receive(chunk);
      done();
    },
  });
  container.modem.demuxStream(stream, sink, sink);
  const closed = () => {
    isOpen = false;
    receive(null);
  };
  void finished(stream).then(closed, closed);
  return {
    run(text, ...words) {
      const marker = randomBytes(16).toString('hex');
      const { promise, resolve } = Promise.withResolvers<Ran | null>();
      const answer = answerBefore(marker);
      receive = chunk => {
        const ran = chunk && answer(chunk);
        if (ran || !chunk) resolve(ran);
      };
      if (!isOpen) return Promise.resolve(null);
      stream.write(marked(text, words, marker));
      const timer = setTimeout(() => void kill(container).catch(() => stream.destroy()), longestChoreMs);
      return promise.finally(() => clearTimeout(timer));
    },
  };
}

/** Throws when it fails, since the text is ours; `Transient` when the container is dead. */
export async function mustRun(shell: StandingShell, text: string, ...words: readonly string[]): Promise<string> {
  const ran = await shell.run(text, ...words);
  if (!ran) throw new Transient('The container was stopped from outside.');
  const output = ran.output.toString('utf8');
  if (ran.exitCode !== 0) throw new Error(`${text} failed: ${output}`);
  return output;
}

/**
 * Only the shell knows the marker, so nothing that it prints from a file can be taken for its end. A group, not a subshell: after a
 * fork bomb there is no room to fork.
 */
function marked(text: string, words: readonly string[], marker: string): string {
  const set = words.length === 0 ? '' : `set -- ${words.map(quoted).join(' ')}\n`;
  return `${set}{\n${text}\n} < /dev/null 2>&1\nprintf '\\n%s %s\\n' ${marker} $?\n`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function answerBefore(marker: string): (chunk: Buffer) => Ran | null {
  const chunks: Buffer[] = [];
  const end = new RegExp(`\n${marker} (\\d+)\n$`);
  const longestEnd = marker.length + '\n 255\n'.length;
  return chunk => {
    chunks.push(chunk);
    const found = end.exec(Buffer.concat(chunks.slice(-longestEnd)).subarray(-longestEnd).toString('latin1'));
    if (!found) return null;
    return { exitCode: Number(found[1]), output: Buffer.concat(chunks).subarray(0, -found[0].length) };
  };
}
