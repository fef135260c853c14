// Changes values in a `.env` file and nothing else: comments, order and unknown variables stay as they are.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export type Values = Readonly<Record<string, string>>;

/** What a new file is made from. */
const example = join(import.meta.dirname, '../../.env.example');

/** Readable by its owner alone, and never half written: a new file takes the place of the old one. */
export async function saveEnvFile(path: string, values: Values): Promise<void> {
  const text = await firstThatExists([path, example]);
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(withValues(text, values));
    await file.sync();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/** Sets each variable where it is, or at the end. */
export function withValues(text: string, values: Values): string {
  return Object.entries(values).reduce(withValue, text);
}

function withValue(text: string, [name, value]: [string, string]): string {
  const assignment = `${name}=${quoted(value)}`;
  const before = assignmentsOf(name);
  if (before.test(text)) return text.replace(before, () => assignment);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${assignment}\n`;
}

/** All of them, as the last one counts; a quoted value may span lines. */
function assignmentsOf(name: string): RegExp {
  const value = ['"[^"]*"', "'[^']*'", '`[^`]*`', '[^\\n#]*[^\\s#]', ''].join('|');
  return new RegExp(`^[ \\t]*(?:export[ \\t]+)?${name}[ \\t]*=[ \\t]*(?:${value})`, 'gm');
}

/** As Node reads it back: only between double quotes is `\n` a line break. */
function quoted(value: string): string {
  if (/^[\w.:/@+=-]*$/.test(value)) return value;
  if (value.includes('\n')) return `"${value.replaceAll('\n', '\\n')}"`;
  const quote = ["'", '"', '`'].find(each => !value.includes(each));
  if (quote === undefined) throw new Error('A value with three kinds of quotes cannot be saved.');
  return `${quote}${value}${quote}`;
}

async function firstThatExists(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (text !== null) return text;
  }
  return '';
}
