// Logs as GitHub writes them, in the form of its archive.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';

/** A real archive's files by name, of a job with one failing step, "Test". */
export function archiveFiles(): Record<string, string> {
  const folder = join(import.meta.dirname, '../../fixtures/logs/archive');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.txt'));
  return Object.fromEntries(names.map(name => [name, readFileSync(join(folder, name), 'utf8')]));
}

export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const zip = new AdmZip();
  for (const [name, text] of Object.entries(files)) zip.addFile(name, Buffer.from(text));
  return zip.toBuffer();
}

/** Lines with GitHub's timestamps, ten to the second. */
export function logText(lines: readonly string[]): string {
  const start = Date.parse('2026-11-02T09:14:02.000Z');
  return lines
    .map((line, nth) => `${new Date(start + nth * 100).toISOString().replace('Z', '0000Z')} ${line}\n`)
    .join('');
}

/** A step's heading, as the runner prints it. */
export function heading(script: string): string[] {
  const lines = script.split('\n').map(line => `\u001b[36;1m${line}\u001b[0m`);
  return [`##[group]Run ${script.split('\n')[0]}`, ...lines, 'shell: /usr/bin/bash -e {0}', '##[endgroup]'];
}

export async function saved(name: string, content: string | Buffer): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'recorded-log-')), name);
  await writeFile(path, content);
  return path;
}
