// Reads which places of the tree the model asks to see: `SHOW: path[:symbol]`, one a line.

/** `part` is a name of the file (`Class.method`), a line (`120`), lines (`120-160`), or null for the whole file. */
export interface AskedPlace {
  readonly path: string;
  readonly part: string | null;
}

const request = /^[ \t>*`-]*SHOW[*`]*:[*`]*[ \t]*(\S.*)/;

export function isRequest(line: string): boolean {
  return request.test(line);
}

/** Each place once, in order. */
export function askedPlaces(lines: readonly string[]): AskedPlace[] {
  const places = lines.flatMap(line => (request.exec(line)?.[1] ?? '').split(',')).flatMap(text => placeIn(text) ?? []);
  return [...new Map(places.map(place => [`${place.path}:${place.part}`, place])).values()];
}

/** `path:Class.method`, also with two colons, brackets behind the name, quotes, or words after it. */
function placeIn(text: string): AskedPlace | null {
  const [first = ''] = text.trim().split(/\s+/);
  const bare = first.replace(/^[`*"'<]+|(?<![`*"'>;.])[`*"'>;.]+$/g, '').replace(/\(\)$/, '');
  const [path = '', ...names] = bare.split(/:+/).map(part => part.trim());
  const part = names.filter(Boolean).join('.');
  return path === '' ? null : { path: path.replace(/^(?:\.\/)+/, ''), part: part === '' ? null : part };
}
