// Reads the sections of tox.ini, and the conditions on its lines.

export type Ini = ReadonlyMap<string, readonly string[]>;

/** The settings of a section, each as a list of lines. */
export function iniSection(text: string, wanted: string): Ini {
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

/**
 * Evaluates lines such as `py311: pytest` or `!py38-{a,b}: pytest`: returns the line without its condition, or null if it does
 * not apply to the environment. https://tox.wiki/en/latest/config.html#conditional-settings
 */
export function toxFactors(environment: string, python: string | null): (line: string) => string | null {
  const own = new Set(environment.split('-'));
  // Plain `py` means whichever Python runs tox.
  if (own.has('py') && python !== null) own.add(`py${python.replace('.', '')}`);
  return line => {
    const [, condition, rest] = /^(!?[\w.{},!-]+):\s+(.*)$/.exec(line) ?? [];
    if (condition === undefined || rest === undefined) return line;
    return alternatives(condition).some(one => one.split('-').every(factor => holds(factor, own))) ? rest : null;
  };
}

function holds(factor: string, own: ReadonlySet<string>): boolean {
  return factor.startsWith('!') ? !own.has(factor.slice(1)) : own.has(factor);
}

/** `py{38,39}-x,lint` → `py38-x`, `py39-x`, `lint`. */
function alternatives(condition: string): string[] {
  const [whole, inner] = /\{([^{}]*)\}/.exec(condition) ?? [];
  if (whole === undefined || inner === undefined) return condition.split(',').filter(one => one !== '');
  // Only the comma-separated part with the braces is expanded.
  return inner.split(',').flatMap(one => alternatives(condition.replace(whole, one)));
}
