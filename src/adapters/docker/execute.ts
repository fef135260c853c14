// Runs one program inside a container and follows it to its end.
import { type Duplex, type Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Container, Exec } from 'dockerode';
import { Transient } from '../../ports.ts';
import type { Sink } from './bounded-output.ts';
import { untilOverfull } from './disk.ts';
import { engine, isMissing, maybeAlive } from './engine.ts';

export interface Program {
  readonly words: readonly string[];
  /** `uid:gid`. */
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its standard input. */
  readonly input: Readable | string;
  /** Wall time after which the container is killed. */
  readonly seconds: number;
  /** Takes stdout and stderr; a flood has the container killed. */
  readonly output: Sink;
  /** What the container may have written to disk in all; not watched when left out. */
  readonly diskBytes?: number;
}

type Excess = 'timed-out' | 'too-much-output' | 'disk-full';
export type Ended = { end: 'exited'; exitCode: number } | { end: Excess };

/**
 * A program that lasts too long, prints or writes too much takes the container with it: killing the one process would leave its
 * children, and whatever it has forked since.
 */
export async function execute(container: Container, program: Program): Promise<Ended> {
  const exec = await engine(container.exec(order(program)));
  const stream = await engine(exec.start({ hijack: true, stdin: true }));
  const over = new AbortController();
  let end: Ended['end'] = 'exited';
  let killed: Promise<void> | undefined;
  const giveUp = (reason: Excess) => {
    if (killed) return;
    end = reason;
    killed = kill(container);
    // A fault is told below. Here the wait is ended for a program that could not be killed, or a connection that outlives it.
    killed
      .then(() => pause(lastWordsMs, undefined, { ref: false }))
      .finally(() => stream.destroy())
      .catch(() => {});
  };
  const timer = setTimeout(giveUp, Math.min(program.seconds * 1_000, longestTimerMs), 'timed-out');
  const { diskBytes } = program;
  if (diskBytes) void untilOverfull(container, diskBytes, over.signal).then(() => giveUp('disk-full'));
  try {
    container.modem.demuxStream(stream, ...bothInto(program.output, () => giveUp('too-much-output')));
    const told = Promise.all([feed(stream, program.input), untilClosed(stream)]);
    await Promise.race([told, untilForgotten(exec, over.signal)]);
    stream.destroy();
    await killed;
    const exitCode = await exitOf(exec);
    // The time may have run out meanwhile: the program had closed its output and gone on.
    await killed;
    return end === 'exited' ? { end, exitCode } : { end };
  } finally {
    clearTimeout(timer);
    over.abort();
    stream.destroy();
  }
}

/** What a killed program had printed arrives within this. */
const lastWordsMs = 5_000;

/** More than this Node's timers take for no time at all. */
const longestTimerMs = 2 ** 31 - 1;

/** Kills everything in a container; nothing to do when it is dead or gone. */
export async function kill(container: Container): Promise<void> {
  await maybeAlive(engine(container.kill()));
}

function order({ words, user, env }: Program) {
  return {
    Cmd: [...words],
    User: user,
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    WorkingDir: '/',
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  };
}

function bothInto(output: Sink, onFlood: () => void): [Writable, Writable] {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // After the kill the rest of a flood is still on its way; it is let go.
      if (output.isFlooded()) onFlood();
      else output.add(chunk);
      done();
    },
  });
  return [sink, sink];
}

/** A program that ends without reading all its input is no fault; input that cannot be had is. */
async function feed(stream: Duplex, input: Readable | string): Promise<void> {
  let fault: { error: unknown } | undefined;
  const noted = async function* () {
    try {
      yield* typeof input === 'string' ? [Buffer.from(input)] : input;
    } catch (error) {
      fault = { error };
    }
  };
  await pipeline(noted, stream).catch(() => {});
  if (!fault) return;
  stream.destroy();
  throw fault.error;
}

/** A connection that breaks ends it as well; why, the engine is asked afterwards. */
async function untilClosed(stream: Duplex): Promise<void> {
  await finished(stream, { writable: false }).catch(() => {});
}

const lookMs = 2_000;

/** Now and then the engine does not close the connection of a program that has ended: two looks in a row find that out. */
async function untilForgotten(exec: Exec, signal: AbortSignal): Promise<void> {
  for (let looks = 0; looks < 2 && !signal.aborted; ) {
    await pause(lookMs, undefined, { signal }).catch(() => {});
    // What the engine cannot tell now, it is asked again after all.
    const isRunning = await exec.inspect().then(
      ({ Running }) => Running,
      () => false,
    );
    looks = isRunning ? 0 : looks + 1;
  }
}

/** A program may close its output and go on: only the engine knows when it has ended. The caller's timer bounds the wait. */
async function exitOf(exec: Exec): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await engine(exec.inspect()).catch((error: unknown) => {
      if (isMissing(error)) throw new Transient('The container was taken away.', { cause: error });
      throw error;
    });
    if (!Running) return ExitCode ?? 137;
    await pause(50);
  }
}
