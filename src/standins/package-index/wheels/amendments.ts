// What Debian changed in a distribution because the system provides it otherwise, changed back for a wheel.
import type { Files } from './wheel.ts';

/** Requirements that Debian's own release does not meet, although the package works there; and a desktop's key stores. */
const relaxed: readonly (readonly [RegExp, string])[] = [
  [/cachetools>=5\.5\.1/, 'cachetools>=5.3'],
  [/zstandard>=0\.21\.0/, 'zstandard>=0.20'],
  [/hishel(?:\[[^\]]*\])?<0\.1\.0,>=/, 'hishel>='],
  [/^Requires-Dist: (?:SecretStorage|jeepney)\b.*\n/gim, ''],
];

const embed = 'virtualenv/seed/wheels/embed/__init__.py';
const bundleFolder = /^BUNDLE_FOLDER = Path\(.*\)$/m;

/** A distribution's surroundings in its release. */
interface Surroundings {
  /** The distributions of the packages that its package depends on. */
  readonly needed: readonly string[];
  readonly shipped: Files;
}

/** Throws when virtualenv no longer looks as we know it. */
export function amended(installed: Files, { needed, shipped }: Surroundings): Files {
  const relaxed = new Map([...installed].map(([path, content]) => [path, restored(path, content)]));
  return withEmbeddedWheels(withRequirements(relaxed, needed), shipped);
}

/** Debian takes unconditional requirements out of many a distribution's metadata, since its own package names them. */
function withRequirements(installed: Files, needed: readonly string[]): Files {
  const infos = [...installed.keys()].filter(path => /^[^/]+-info\/(?:PKG-INFO|METADATA)$/.test(path));
  const [info] = infos;
  if (info === undefined || infos.length > 1 || needed.length === 0) return installed;
  const text = installed.get(info)?.toString('utf8') ?? '';
  const headers = needed.map(name => `\nRequires-Dist: ${name}`).join('');
  return new Map([
    ...installed,
    [info, Buffer.from(text.replace(/^Metadata-Version:.*$/m, first => `${first}${headers}`))],
  ]);
}

/** Also drops Debian's part of a version, `20.17.1+ds`, and gives a command its name back. */
function restored(path: string, content: Buffer): Buffer {
  if (path.endsWith('-info/entry_points.txt'))
    return Buffer.from(content.toString('utf8').replace(/^python-coverage(?= *=)/m, 'coverage'));
  if (!/-info\/(?:METADATA|PKG-INFO|requires\.txt)$/.test(path)) return content;
  const text = content.toString('utf8').replace(/^(Version: .*)\+(?:ds|dfsg|repack)\d*$/m, '$1');
  return Buffer.from(relaxed.reduce((all, [from, to]) => all.replace(from, to), text));
}

/** virtualenv fills new environments with wheels of its own; Debian's looks for them in the system. */
function withEmbeddedWheels(installed: Files, shipped: Files): Files {
  const source = installed.get(embed)?.toString('utf8');
  if (source === undefined) return installed;
  if (!bundleFolder.test(source)) throw new Error(`${embed} has no BUNDLE_FOLDER to change.`);
  const own = source.replace(bundleFolder, "BUNDLE_FOLDER = Path(__file__).parent / 'wheels'");
  const wheels = [...shipped].map(
    ([name, content]) => [embed.replace('__init__.py', `wheels/${name}`), content] as const,
  );
  return new Map([...installed, [embed, Buffer.from(own)], ...wheels]);
}
