// Runs a script among given files in a container of the bare Python image, with or without the package index.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import { barePythonImage } from '../../../src/standins/host/bare-python-image.ts';
import type { PackageIndex } from '../../../src/standins/package-index/package-index.ts';

export interface BareRun {
  exitCode: number;
  output: string;
}

export interface BareOptions {
  /** Without one there is no network at all. */
  index?: PackageIndex;
  /** More mounts, in Docker's own form. */
  binds?: readonly string[];
}

/** The script begins in the folder of the files, as root. */
export async function runBare(
  files: Readonly<Record<string, string>>,
  script: string,
  { index, binds = [] }: BareOptions,
): Promise<BareRun> {
  const docker = new Docker();
  const folder = mkdtempSync(join(tmpdir(), 'nightwatch-bare-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const container = await docker.createContainer({
    Image: barePythonImage,
    Cmd: ['bash', '-ec', `cp -r /given /repository\ncd /repository\n${script}`],
    Env: Object.entries(index?.variables ?? {}).map(([name, value]) => `${name}=${value}`),
    Tty: true,
    HostConfig: { Binds: [`${folder}:/given:ro`, ...binds], NetworkMode: index ? 'bridge' : 'none' },
  });
  try {
    await container.start();
    const { StatusCode } = await container.wait();
    const log = await container.logs({ stdout: true, stderr: true });
    return { exitCode: StatusCode, output: log.toString('utf8').replaceAll('\r\n', '\n') };
  } finally {
    await container.remove({ force: true });
    rmSync(folder, { recursive: true });
  }
}
