// Follows what the engine says while it pulls or imports an image.
import type Docker from 'dockerode';

/** Throws the engine's last error: dockerode takes it for progress. `onMove` is called with every line. */
export function untilDone(docker: Docker, stream: NodeJS.ReadableStream, onMove: () => void = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const onEnd = (broken: Error | null, lines: readonly { error?: string }[]) => {
      const fault = lines.at(-1)?.error;
      if (broken) reject(broken);
      else if (fault === undefined) resolve();
      else reject(new Error(fault));
    };
    docker.modem.followProgress(stream, onEnd, onMove);
  });
}
