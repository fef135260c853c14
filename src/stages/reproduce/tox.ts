// tox would build its environments anew, with network. Where tox.ini is plain, what it would run is run directly.
import type { Script } from '../../incident/reproduction.ts';

export interface Toxless {
  readonly setup: readonly Script[];
  readonly test: Script;
  readonly notes: readonly string[];
}

/** The failing script as it is, unless it is one call of tox that can be spelled out from `toxIni`. */
export function directly(script: Script, toxIni: string | null): Toxless {
  const asItIs = { setup: [], test: script, notes: [] };
  const call = /^(?:python[\d.]* -m )?tox\b(.*)$/.exec(script.text.trim());
  if (call === null || toxIni === null) return asItIs;
  const section = toxSection(toxIni, /-e[ =]?(\S+)/.exec(call[1] ?? '')?.[1] ?? null);
  const commands = section.get('commands')?.map(line => filled(line, / -- (.*)$/.exec(call[1] ?? '')?.[1] ?? ''));
  const deps = section.get('deps')?.map(line => filled(line, '')) ?? [];
  if (commands === undefined || [...commands, ...deps].some(line => /[{}]/.test(line))) return asItIs;
  const own = section.get('skip_install')?.[0]?.toLowerCase() === 'true' ? [] : ['python -m pip install -e .'];
  const wanted = deps.map(dep => (/^-[rce]/.test(dep) ? dep : `'${dep}'`)).join(' ');
  const installing = [...(wanted === '' ? [] : [`python -m pip install ${wanted}`]), ...own];
  return {
    setup: installing.length === 0 ? [] : [{ ...script, text: installing.join('\n') }],
    test: { ...script, text: commands.join('\n') },
    notes: ['tox is not used: the commands of its environment are run directly.'],
  };
}

/** Settings of `[testenv]`, overridden by `[testenv:name]`, each as its lines. */
function toxSection(text: string, name: string | null): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  for (const wanted of ['testenv', `testenv:${name}`]) {
    for (const [key, lines] of section(text, wanted)) settings.set(key, lines);
  }
  return settings;
}

function section(text: string, wanted: string): ReadonlyMap<string, string[]> {
  const settings = new Map<string, string[]>();
  let lines: string[] | null = null;
  let inside = false;
  for (const line of text.replace(/\\\n\s*/g, ' ').split('\n')) {
    const header = /^\[(.+)\]\s*$/.exec(line);
    if (header) inside = header[1] === wanted;
    if (!inside || header || /^\s*(?:[#;].*)?$/.test(line)) continue;
    const setting = /^(\w+)\s*=\s*(.*)$/.exec(line);
    if (setting?.[1] !== undefined) {
      lines = [];
      settings.set(setting[1], lines);
    }
    const value = (setting ? setting[2] : line)?.trim();
    if (value) lines?.push(value);
  }
  return settings;
}

/** A `-` before a command means that its failure does not count; a factor's line keeps its braces and is not understood. */
function filled(line: string, arguments_: string): string {
  const plain = line
    .replace(/\{posargs(?::([^}]*))?\}/g, (_, byDefault: string | undefined) => arguments_ || byDefault || '')
    .replace(/\{(?:toxinidir|tox_root)\}/g, '.')
    .replace(/\{envpython\}/g, 'python')
    .trim();
  if (/^[\w!,{}-]+:\s/.test(plain)) return `{${plain}}`;
  return plain.startsWith('- ') ? `${plain.slice(2)} || true` : plain;
}
