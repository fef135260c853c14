// Reads the installers' command lines that name registries' packages and requirement files, and nothing else.
import { isPreparation } from '../../../../actions/scripts/runner-tools.ts';
import type { Script } from '../../../../incident/reproduction.ts';
import { commands, words } from '../../../shell.ts';
import { isHarmless } from './harmless.ts';
import { isRequirement } from './requirements.ts';

export interface Install {
  /** Requirement and constraint files, relative to the step's folder. */
  readonly files: readonly string[];
  /** Whether the installer reads the project's own configuration too. */
  readonly readsProject: boolean;
}

/** Null when the script does anything else. */
export function installsOf(script: Script): readonly Install[] | null {
  if (isPreparation(script)) return [];
  if (!/\b(?:ba)?sh\b/.test(script.shell)) return null;
  const installs = commands(script.text).map(command => installOf(words(command)));
  return installs.every(install => install !== null) ? installs.flat() : null;
}

/** Empty for a command that installs nothing and reads nothing of the tree. */
function installOf(line: readonly string[]): readonly Install[] | null {
  const [program = '', ...rest] = line[0] === 'sudo' ? line.slice(1) : line;
  if (line.some(word => /[$`]/.test(word))) return null;
  if (isHarmless([program, ...rest])) return [];
  const uv = program === 'uv' && rest[0] === 'pip' ? rest.slice(1) : null;
  const given = uv ?? (/^pip[\d.]*$/.test(program) ? rest : ofModule(program, rest));
  if (given?.[0] !== 'install') return null;
  const files = filesOf(given.slice(1));
  return files && [{ files, readsProject: uv !== null }];
}

const interpreter = /^(?:\/opt\/[\w-]+\/bin\/)?python[\d.]*$/;

function ofModule(program: string, rest: readonly string[]): readonly string[] | null {
  return interpreter.test(program) && rest[0] === '-m' && rest[1] === 'pip' ? rest.slice(2) : null;
}

const ofFile = new Set(['-r', '--requirement', '--requirements', '-c', '--constraint', '--constraints']);
const withAddress = new Set(['-i', '--index-url', '--extra-index-url']);
const withValue = new Set([
  ...['--trusted-host', '--timeout', '--retries', '--progress-bar', '--upgrade-strategy'],
  ...['--only-binary', '--no-binary', '--index-strategy', '--resolution'],
]);
const alone = new Set([
  ...['-U', '--upgrade', '-q', '-qq', '--quiet', '-v', '--verbose', '--user', '--pre', '--no-deps', '--no-input'],
  ...['--no-cache-dir', '--no-cache', '--disable-pip-version-check', '--no-warn-script-location', '--system'],
  ...['--require-hashes', '--prefer-binary', '--break-system-packages', '--force-reinstall', '--ignore-installed'],
]);

/** Null for an option or a requirement that could lead elsewhere. */
function filesOf(given: readonly string[]): readonly string[] | null {
  const files: string[] = [];
  const left = [...given];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (alone.has(word) || isRequirement(word)) continue;
    const { option, value } = optionOf(word);
    const argument = value ?? left.shift();
    if (argument === undefined) return null;
    if (ofFile.has(option)) files.push(argument);
    else if (!withValue.has(option) && !(withAddress.has(option) && /^https?:/.test(argument))) return null;
  }
  return files;
}

/** `--option=value` and `-rfile` have their value in the same word. */
function optionOf(word: string): { option: string; value: string | null } {
  const equals = word.indexOf('=');
  if (word.startsWith('--') && equals !== -1) return { option: word.slice(0, equals), value: word.slice(equals + 1) };
  if (/^-[rci][^-]/.test(word)) return { option: word.slice(0, 2), value: word.slice(2) };
  return { option: word, value: null };
}
