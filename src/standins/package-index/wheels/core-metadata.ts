// The metadata of a distribution as a wheel has it, also where Debian ships the older egg-info.
// Format: https://packaging.python.org/en/latest/specifications/core-metadata/

export interface CoreMetadata {
  readonly name: string;
  readonly version: string;
  /** A version specifier such as `>=3.8`; empty when any will do. */
  readonly requiresPython: string;
  /** The whole text. */
  readonly text: string;
}

/** Throws when the text has no name or version. */
export function coreMetadata(text: string): CoreMetadata {
  const [headers = ''] = text.split(/\r?\n\r?\n/, 1);
  const value = (field: string) => new RegExp(`^${field}: *(.*?)\\r?$`, 'mi').exec(headers)?.[1] ?? '';
  const [name, version] = [value('Name'), value('Version')];
  if (name === '' || version === '') throw new Error('The metadata has no name or version.');
  return { name, version, requiresPython: value('Requires-Python'), text };
}

/** From an egg-info's PKG-INFO and requires.txt, whose requirements stand in sections `[extra:marker]`. */
export function fromEggInfo(packageInfo: string, requires: string): CoreMetadata {
  const headers = ['Metadata-Version: 2.1', ...requirementHeaders(requires)].join('\n');
  return coreMetadata(packageInfo.replace(/^Metadata-Version:.*$/m, () => headers));
}

function requirementHeaders(requires: string): string[] {
  const headers: string[] = [];
  let [extra, marker] = ['', ''];
  for (const line of requires.split('\n').map(each => each.trim())) {
    const section = /^\[([^:]*)(?::(.*))?\]$/.exec(line);
    if (section) {
      [extra, marker] = [section[1] ?? '', section[2] ?? ''];
      if (extra !== '') headers.push(`Provides-Extra: ${extra}`);
    } else if (line !== '') {
      headers.push(`Requires-Dist: ${conditional(line, { extra, marker })}`);
    }
  }
  return [...new Set(headers)];
}

function conditional(requirement: string, { extra, marker }: { extra: string; marker: string }): string {
  const [name = '', own = ''] = requirement.split(/\s*;\s*/, 2);
  const conditions = [own, marker].filter(Boolean).map(each => `(${each})`);
  if (extra !== '') conditions.push(`extra == "${extra}"`);
  return conditions.length > 0 ? `${name} ; ${conditions.join(' and ')}` : name;
}
