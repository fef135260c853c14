// Scripted answers by the name of their question.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The first answer to each question in a folder. */
export async function answersFrom(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(folder)).filter(file => /^\w+\.1\.\w+$/.test(file));
  const pairs = files.map(async file => [file.split('.')[0] ?? '', await readFile(join(folder, file), 'utf8')]);
  return Object.fromEntries(await Promise.all(pairs));
}
