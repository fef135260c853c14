// Runs pure functions on worker threads, so that parsing, ranking or masking a large text never delays a webhook. A pool of
// threads is kept warm: a fresh one costs a few hundred milliseconds to load the parser and the secret scanner.
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Tinypool } from 'tinypool';
import { Overdue } from '../ports.ts';

/** A module's URL and a function that it exports under its own name. Input and output must be cloneable plain data. */
export interface Task<Input, Output> {
  readonly module: string;
  readonly run: (input: Input) => Output;
}

export interface OffloadOptions {
  /** Wall time, including the wait for a thread. Guards against a hang; a typical run takes a hundredth of it. */
  readonly seconds: number;
  /** Ends the work early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the function on another thread and returns its result. At the deadline, or when the signal aborts, the thread is
 * terminated. Throws what the function throws, `Overdue` at the deadline, and the signal's reason.
 */
export async function offload<Input, Output>(
  { module, run }: Task<Input, Output>,
  input: Input,
  { seconds, signal }: OffloadOptions,
): Promise<Awaited<Output>> {
  const deadline = AbortSignal.timeout(seconds * 1_000);
  const ended = signal ? AbortSignal.any([deadline, signal]) : deadline;
  try {
    return await pool.run(input, { filename: module, name: run.name, signal: ended });
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) throw new Overdue(`${run.name} took longer than ${seconds} s.`, { cause: error });
    throw error;
  }
}

// V8 keeps the wrappers between WebAssembly and JavaScript for all threads of a process together, and freeing one that is no
// longer used sometimes ends the process ("Check failed: jit_page_->allocations_.erase(addr) == 1"; Node 24.21): the parser
// and the database client both run as WebAssembly. Kept code costs a few hundred kilobytes.
setFlagsFromString('--no-wasm-code-gc');

/** Idle threads do not keep the process alive. */
const pool = new Tinypool({
  runtime: 'worker_threads',
  minThreads: 0,
  maxThreads: Math.max(2, Math.min(4, availableParallelism() - 1)),
  idleTimeout: 60_000,
  // Waiting threads would otherwise block, and could not load modules in the meantime.
  useAtomics: false,
  // Bytes of heap; after a very large log.
  maxMemoryLimitBeforeRecycle: 512 << 20,
});
