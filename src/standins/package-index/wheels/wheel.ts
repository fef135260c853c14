// Packs what Debian installs of a Python distribution into a wheel again: the same files with a list of them.
// Format: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
import { createHash } from 'node:crypto';
import { machine } from 'node:os';
import AdmZip from 'adm-zip';
import { type CoreMetadata, coreMetadata, fromEggInfo } from './core-metadata.ts';

export interface Wheel {
  readonly filename: string;
  readonly metadata: CoreMetadata;
  readonly content: Buffer;
}

/** Contents by path. */
export type Files = ReadonlyMap<string, Buffer>;

/** Debian's tools write these for themselves; a wheel brings its own. */
const ofDebian = new Set(['RECORD', 'INSTALLER', 'REQUESTED', 'WHEEL', 'METADATA', 'PKG-INFO', 'SOURCES.txt']);

/** One wheel for each distribution. Throws when it is unclear which of several a file belongs to. */
export function packWheels(files: Files): Wheel[] {
  const infos = infosOf(files);
  const owners = new Map([...files.keys()].map(path => [path, ownerOf(path, infos)]));
  return [...infos].map(info => pack(new Map([...files].filter(([path]) => owners.get(path) === info)), info));
}

/** Names of the distributions that the files belong to. */
export function distributionsIn(files: Files): string[] {
  return [...infosOf(files)].map(info => info.split('-', 1)[0] ?? info);
}

/** Folders, or single files, `six-1.16.0.egg-info` and `pytest-8.3.5.dist-info`. */
function infosOf(files: Files): ReadonlySet<string> {
  return new Set([...files.keys()].flatMap(path => /^[^/]+\.(?:dist|egg)-info(?=\/|$)/.exec(path)?.[0] ?? []));
}

/** The only distribution, or the one named like the file or top folder. */
function ownerOf(path: string, infos: ReadonlySet<string>): string {
  const [top = ''] = path.split('/', 1);
  const owner = [...infos].find(info => {
    return infos.size === 1 || info === top || info.split('-', 1)[0]?.toLowerCase() === top.replace(/\.py$/, '');
  });
  if (owner === undefined)
    throw new Error(`Which of ${[...infos].join(', ') || 'no distributions'} does ${path} belong to?`);
  return owner;
}

function pack(files: Files, info: string): Wheel {
  const metadata = metadataOf(files, info);
  const stem = `${metadata.name.replace(/[-_.]+/g, '_')}-${metadata.version.replaceAll('-', '_')}`;
  const tag = tagOf([...files.keys()]);
  const packed = new Map<string, Buffer>();
  for (const [path, content] of files) {
    const name = path === info || path.startsWith(`${info}/`) ? path.slice(info.length + 1) : undefined;
    if (name === undefined) packed.set(path, content);
    else if (name !== '' && !ofDebian.has(name)) packed.set(`${stem}.dist-info/${name}`, content);
  }
  packed.set(`${stem}.dist-info/METADATA`, Buffer.from(metadata.text));
  packed.set(`${stem}.dist-info/WHEEL`, Buffer.from(wheelText(tag)));
  return { filename: `${stem}-${tag}.whl`, metadata, content: zipped(packed, `${stem}.dist-info/RECORD`) };
}

/** A wheel that Debian ships as it is. Throws when it is none. */
export function readWheel(filename: string, content: Buffer): Wheel {
  const entry = new AdmZip(content).getEntries().find(each => /^[^/]+\.dist-info\/METADATA$/.test(each.entryName));
  if (!entry) throw new Error(`${filename} has no metadata.`);
  return { filename, content, metadata: coreMetadata(entry.getData().toString('utf8')) };
}

function metadataOf(files: Files, info: string): CoreMetadata {
  const text = (path: string) => files.get(path)?.toString('utf8');
  const standard = text(`${info}/METADATA`);
  if (standard !== undefined) return coreMetadata(standard);
  return fromEggInfo(text(`${info}/PKG-INFO`) ?? text(info) ?? '', text(`${info}/requires.txt`) ?? '');
}

/** Compiled modules are named after the Python they are made for: `_speedups.cpython-311-x86_64-linux-gnu.so`. */
function tagOf(paths: readonly string[]): string {
  const compiled = paths.filter(path => path.endsWith('.so'));
  if (compiled.length === 0) return 'py3-none-any';
  const [version] = compiled.flatMap(path => /\.cpython-(\d+)-/.exec(path)?.[1] ?? []);
  if (version !== undefined) return `cp${version}-cp${version}-linux_${machine()}`;
  if (compiled.every(path => path.endsWith('.abi3.so'))) return `cp311-abi3-linux_${machine()}`;
  throw new Error(`The names of ${compiled.join(', ')} do not say which Python they are made for.`);
}

function wheelText(tag: string): string {
  const isPure = tag.endsWith('-none-any');
  return `Wheel-Version: 1.0\nGenerator: nightwatch\nRoot-Is-Purelib: ${isPure}\nTag: ${tag}\n`;
}

/** Stored, not compressed: these files are read on this machine only. */
function zipped(files: Files, recordPath: string): Buffer {
  const zip = new AdmZip();
  const add = (path: string, content: Buffer) => {
    zip.addFile(path, content, '', 0o644).header.method = 0;
  };
  const rows: string[] = [];
  for (const [path, content] of files) {
    add(path, content);
    const digest = createHash('sha256').update(content).digest('base64url');
    rows.push(`"${path}",sha256=${digest},${content.length}`);
  }
  add(recordPath, Buffer.from(`${[...rows, `"${recordPath}",,`].join('\n')}\n`));
  return zip.toBuffer();
}
