// The last lines that a container's first process printed.
import type { Container } from 'dockerode';
import { engine } from '../engine/engine.ts';

const lines = 50;
/** Of each frame: the stream, three zeros, and the length of its text. */
const headerBytes = 8;

export async function lastLogs(container: Container): Promise<string> {
  const frames = await engine(container.logs({ stdout: true, stderr: true, tail: lines }));
  const texts: Buffer[] = [];
  for (let start = 0; start + headerBytes <= frames.length; ) {
    const end = start + headerBytes + frames.readUInt32BE(start + 4);
    texts.push(frames.subarray(start + headerBytes, end));
    start = end;
  }
  return Buffer.concat(texts).toString('utf8');
}
