// The container a job runs in: opened, filled with files, used to run commands, and always removed.
import { type Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Docker from 'dockerode';

export interface Command {
  argv: string[];
  folder: string;
  env: Record<string, string>;
  /** Called with each line of standard output and standard error, in the order in which they arrive. */
  onLine: (line: string) => void;
}

export interface JobContainer extends AsyncDisposable {
  /** Runs a command to its end and answers its exit code. */
  run(command: Command): Promise<number>;
  /** Unpacks a tar archive into a folder, which must exist. */
  unpack(archive: Readable, folder: string): Promise<void>;
}

export interface JobContainerOptions {
  image: string;
  /** Mounts, in Docker's own form. */
  binds: string[];
  /** `owner/name`, for people who list containers. */
  repository: string;
}

/** Starts a container that idles until it is disposed of. Throws what the engine throws. */
export async function openJobContainer(
  docker: Docker,
  { image, binds, repository }: JobContainerOptions,
): Promise<JobContainer> {
  const container = await docker.createContainer({
    Image: image,
    Entrypoint: ['sleep', 'infinity'],
    Cmd: [],
    Labels: { 'nightwatch.standin': 'runner', 'nightwatch.repository': repository },
    HostConfig: { Init: true, Binds: binds },
  });
  const remove = async () => {
    await container.remove({ force: true, v: true });
  };
  try {
    await container.start();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    run: command => run(docker, container, command),
    unpack: async (archive, folder) => {
      await container.putArchive(archive, { path: folder });
    },
    [Symbol.asyncDispose]: remove,
  };
}

async function run(docker: Docker, container: Docker.Container, command: Command): Promise<number> {
  const exec = await container.exec({
    Cmd: command.argv,
    Env: Object.entries(command.env).map(([name, value]) => `${name}=${value}`),
    WorkingDir: command.folder,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const [out, err] = [lineReader(command.onLine), lineReader(command.onLine)];
  docker.modem.demuxStream(stream, out, err);
  await finished(stream, { writable: false });
  for (const reader of [out, err]) reader.end();
  await Promise.all([finished(out), finished(err)]);
  return (await exec.inspect()).ExitCode ?? 1;
}

function lineReader(onLine: (line: string) => void): Writable {
  const decoder = new TextDecoder();
  let rest = '';
  const take = (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.replace(/\r$/, ''));
  };
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      take(decoder.decode(chunk, { stream: true }));
      done();
    },
    final(done) {
      if (rest !== '') take('\n');
      done();
    },
  });
}
