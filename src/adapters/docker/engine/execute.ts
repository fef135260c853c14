// Runs one program inside a container and waits for its end.
import { type Duplex, type Readable, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Container, Exec } from 'dockerode';
import { Transient } from '../../../ports.ts';
import type { Sink } from './bounded-output.ts';
import { isOverfull, untilOverfull } from './disk.ts';
import { engine, isMissing, maybeAlive } from './engine.ts';

export interface Program {
  readonly words: readonly string[];
  /** `uid:gid`. */
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input: Readable | string;
  /** Wall time after which the container is killed. */
  readonly seconds: number;
  /** Takes stdout and stderr; on a flood the container is killed. */
  readonly output: Sink;
  /** Limit of what the container has written to disk in total; not watched when omitted. */
  readonly diskBytes?: number;
}

type Excess = 'timed-out' | 'too-much-output' | 'disk-full';
export type Ended = { end: 'exited'; exitCode: number } | { end: Excess };

/**
 * A program that runs too long, or prints or writes too much, has its whole container killed: killing the process alone would
 * leave its children running.
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
    // `await killed` below reports a fault. This ends the wait if the kill failed or the connection outlives the program.
    killed
      .then(() => pause(drainMs, undefined, { ref: false }))
      .finally(() => stream.destroy())
      .catch(() => {});
  };
  const timer = setTimeout(giveUp, Math.min(program.seconds * 1_000, longestTimerMs), 'timed-out');
  const { diskBytes } = program;
  if (diskBytes) void untilOverfull(container, diskBytes, over.signal).then(() => giveUp('disk-full'));
  try {
    container.modem.demuxStream(stream, ...bothInto(program.output, () => giveUp('too-much-output')));
    const ended = Promise.all([feed(stream, program.input), untilClosed(stream)]);
    await Promise.race([ended, untilExited(exec, over.signal)]);
    stream.destroy();
    await killed;
    const exitCode = await exitOf(exec);
    // It may have ended between two looks of the watch.
    if (diskBytes && (await isOverfull(container, diskBytes, AbortSignal.timeout(measuringMs)))) giveUp('disk-full');
    // The time may have run out meanwhile, if the program closed its output and kept running.
    await killed;
    return end === 'exited' ? { end, exitCode } : { end };
  } finally {
    clearTimeout(timer);
    over.abort();
    stream.destroy();
  }
}

/** For the last look at what it has written. */
const measuringMs = 60_000;

/** A killed program's remaining output arrives within this. */
const drainMs = 5_000;

/** Node fires a timer that is longer than this at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Kills everything in a container; does nothing if it is stopped or gone. */
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
      // After the kill the rest of a flood still arrives; it is dropped.
      if (output.isFlooded()) onFlood();
      else output.add(chunk);
      done();
    },
  });
  return [sink, sink];
}

/** A program may end without reading all of its input. An input that cannot be read is an error. */
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

/** A broken connection ends the wait as well; the engine is asked for the reason afterwards. */
async function untilClosed(stream: Duplex): Promise<void> {
  await finished(stream, { writable: false }).catch(() => {});
}

const pollMs = 2_000;

/** Occasionally the engine keeps the connection of an exited program open: two polls in a row detect that. */
async function untilExited(exec: Exec, signal: AbortSignal): Promise<void> {
  for (let polls = 0; polls < 2 && !signal.aborted; ) {
    await pause(pollMs, undefined, { signal }).catch(() => {});
    // An error counts as exited: `exitOf` asks again and reports it.
    const isRunning = await exec.inspect().then(
      ({ Running }) => Running,
      () => false,
    );
    polls = isRunning ? 0 : polls + 1;
  }
}

/** A program may close its output and keep running: only the engine knows when it exits. The caller's timer bounds the wait. */
async function exitOf(exec: Exec): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await engine(exec.inspect()).catch((error: unknown) => {
      if (isMissing(error)) throw new Transient('The container was removed by someone else.', { cause: error });
      throw error;
    });
    if (!Running) return ExitCode ?? 137;
    await pause(50);
  }
}
