// tox would create its environments again, with network. If its settings are simple, its commands are run directly.
import { posix } from 'node:path';
import type { Script } from '../../../../incident/reproduction.ts';
import { words } from '../../../shell.ts';
import { type Ini, iniSection, toxFactors } from './tox-ini.ts';

export interface Toxless {
  readonly setup: readonly Script[];
  readonly test: Script;
  readonly notes: readonly string[];
}

/** tox's settings besides the command line. */
export interface ToxSettings {
  /** Text of tox.ini or its equivalent; null if there is none. */
  readonly ini: string | null;
  /** `3.11` */
  readonly python: string | null;
}

const call = /^(?<set>(?:[A-Z_]+=\S+\s+)*)(?<tox>(?:python[\d.]* -m |uv run |uvx )?tox)(?![\w-])(?<rest>[^|&;<>\n]*)$/;

/** Unchanged unless the script is a single call of tox: then its commands, or its environment is created during setup. */
export function directly(script: Script, settings: ToxSettings): Toxless {
  const { set = '', tox, rest = '' } = call.exec(script.text.trim())?.groups ?? {};
  if (tox === undefined) return { setup: [], test: script, notes: [] };
  const [mine = '', theirs = ''] = rest.split(/\s--(?:\s|$)/);
  const named =
    /(?:^|\s)(?:-e|--env)[ =]?(\S+)/.exec(mine)?.[1] ?? /TOXENV=(\S+)/.exec(set)?.[1] ?? script.env['TOXENV'];
  const environment = named ?? `py${settings.python?.replace('.', '') ?? ''}`;
  const spelled =
    settings.ini === null ? null : spelledOut(script, { ...settings, ini: settings.ini }, { environment, theirs });
  const options = words(mine).filter(word => word !== 'run');
  return spelled ?? made(script, [`${set}${tox}`, ...options].join(' '), theirs);
}

interface Asked {
  readonly environment: string;
  readonly theirs: string;
}

function spelledOut(script: Script, { ini, python }: ToxSettings & { ini: string }, asked: Asked): Toxless | null {
  const section = environmentSection(ini, { ...asked, python, env: script.env });
  const commands = section.get('commands')?.map(ignoringFailure);
  const before = section.get('commands_pre')?.map(ignoringFailure) ?? [];
  const deps = section.get('deps') ?? [];
  const set = (section.get('setenv') ?? section.get('set_env') ?? []).map(line => line.split(/\s*=\s*/));
  if (!commands?.length || [...commands, ...before, ...deps, ...set.flat()].some(line => /[{}]/.test(line)))
    return null;
  const extras = section.get('extras')?.join(',').replace(/,+/g, ',') ?? '';
  const skips = /^true$/i.test(section.get('skip_install')?.[0] ?? '');
  const wanted = deps.map(dep => (/^-[rce]/.test(dep) ? dep : `'${dep}'`)).join(' ');
  const groups = (section.get('dependency_groups') ?? []).map(group => `--group ${group}`).join(' ');
  const installing = [
    ...(wanted === '' ? [] : [`python -m pip install ${wanted}`]),
    ...(groups === '' ? [] : [`python -m pip install ${groups}`]),
    ...(skips ? [] : [`python -m pip install -e ${extras === '' ? '.' : `'.[${extras}]'`}`]),
    ...before,
  ];
  const env = { ...script.env, ...Object.fromEntries(set.map(([name = '', ...value]) => [name, value.join('=')])) };
  const directory = posix.join(
    script.directory,
    section.get('changedir')?.[0] ?? section.get('change_dir')?.[0] ?? '.',
  );
  return {
    setup: installing.length === 0 ? [] : [{ ...script, env, text: installing.join('\n') }],
    test: { ...script, env, directory, text: commands.join('\n') },
    notes: ["The commands of tox's environment are run directly, without tox."],
  };
}

/** Settings of `[testenv]`, overridden by those of the environment, with what depends on it decided. */
function environmentSection(
  text: string,
  { environment, theirs, python, env }: Asked & { python: string | null; env: Script['env'] },
): Ini {
  const factors = toxFactors(environment, python);
  const settings = new Map([...iniSection(text, 'testenv'), ...iniSection(text, `testenv:${environment}`)]);
  const replacing: Replacing = { text, theirs, environment, env };
  return new Map(
    [...settings].map(([key, lines]) => [
      key,
      lines
        .flatMap(line => filled(line, replacing).split('\n'))
        .flatMap(line => factors(line) ?? [])
        .map(line => line.trim())
        .filter(line => line !== ''),
    ]),
  );
}

interface Replacing {
  readonly text: string;
  readonly theirs: string;
  readonly environment: string;
  readonly env: Script['env'];
}

/** https://tox.wiki/en/latest/config.html#substitutions; unknown ones keep their braces. */
function filled(line: string, { text, theirs, environment, env }: Replacing): string {
  return line
    .replace(/\{posargs(?::([^}]*))?\}/g, (_, byDefault: string | undefined) => theirs || byDefault || '')
    .replace(
      /\{env:(\w+)(?::([^}]*))?\}/g,
      (_, name: string, byDefault: string | undefined) => env[name] ?? byDefault ?? '',
    )
    .replace(/\{(?:toxinidir|tox_root)\}/g, '.')
    .replace(/\{(?:envtmpdir|envlogdir|toxworkdir|work_dir|env_tmp_dir)\}/g, '/tmp')
    .replace(/\{(?:envpython|env_python)\}/g, 'python')
    .replace(/\{(?:envname|env_name)\}/g, environment)
    .replace(/\{\[([^\]]+)\](\w+)\}/g, (_, section: string, key: string) =>
      (iniSection(text, section).get(key) ?? []).join('\n'),
    );
}

/** A `-` before a command means that its failure does not count. */
function ignoringFailure(line: string): string {
  return line.startsWith('- ') ? `${line.slice(2)} || true` : line;
}

/** tox creates its environment during setup, with an editable install, and later only runs in it. */
function made(script: Script, tox: string, theirs: string): Toxless {
  const env = { ...script.env, TOX_OVERRIDE: 'testenv.package=editable' };
  return {
    setup: [{ ...script, env, text: `${tox} --notest` }],
    test: { ...script, env, text: `${tox} --skip-pkg-install${theirs === '' ? '' : ` -- ${theirs}`}` },
    notes: ["tox's environment is created during setup, with the package in editable mode."],
  };
}
