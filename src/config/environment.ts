// The variables of this process, and below them those of `.env`, which set-up can change while the process runs.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { saveEnvFile, type Values } from './env-file.ts';

export interface Environment {
  /** The path of `.env`: in the working directory, or wherever ENV_FILE says. */
  readonly file: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Those among the names that the process was started with: what the file says of them is not used. */
  hides(names: readonly string[]): string[];
  /** Into the file, and into the variables unless the process was started with one. */
  save(values: Values): Promise<void>;
}

/**
 * Adds the variables of `.env` to the given ones, where libraries look for them. An empty one counts as unset: Docker
 * Compose passes every line of an unfilled `.env` on as an empty variable.
 */
export function openEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const file = resolve(variables['ENV_FILE'] || '.env');
  const given = new Set(Object.keys(variables).filter(name => variables[name]));
  const add = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) if (!given.has(name)) variables[name] = value;
  };
  if (existsSync(file)) add(parseEnv(readFileSync(file, 'utf8')));
  return {
    file,
    variables,
    hides: names => names.filter(name => given.has(name)),
    async save(values) {
      await saveEnvFile(file, values);
      add(values);
    },
  };
}
