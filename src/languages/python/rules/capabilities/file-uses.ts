// Whether a call reads or writes a file: what it is given as its mode tells.
import type { Node } from '../../../syntax.ts';
import { constantString } from '../../source/literals.ts';
import { argumentsOf } from '../names.ts';
import type { Around } from './around.ts';
import type { Match } from './match.ts';

const openers =
  /^(?:(?:builtins|io|codecs|gzip|bz2|lzma|tarfile|aiofiles)\.)?open$|^(?:gzip\.GzipFile|bz2\.BZ2File|lzma\.LZMAFile|zipfile\.(?:ZipFile|PyZipFile)|tarfile\.TarFile)$/;

/** A mode that is not constant may be any. */
export function fileUses(call: Node, { scope, paths }: Around): Match[] {
  const called = call.childForFieldName('function');
  if (!called) return [];
  const path = paths(called, scope).find(each => openers.test(each));
  if (path) return [ofMode(modeOf(call), path)];
  const isMethod = paths(called, scope).some(each => each.endsWith('.open') && each !== 'self.open');
  const modes = isMethod ? argumentsOf(call).map(({ value }) => constantString(value)) : [];
  return modes.some(mode => mode !== null && isMode.test(mode) && writes.test(mode))
    ? [{ capability: 'writes', name: 'open' }]
    : [];
}

const isMode = /^[rwaxbtU+]{1,4}$/;
const writes = /[wax+]/;

function ofMode(mode: string | null, name: string): Match {
  return { capability: mode === null || writes.test(mode) ? 'writes' : 'reads', name };
}

/** Null where it is computed. */
function modeOf(call: Node): string | null {
  const given = argumentsOf(call);
  if (given.some(({ value }) => /_splat$/.test(value.type))) return null;
  const mode = given.find(({ keyword }, at) => keyword === 'mode' || (keyword === null && at === 1));
  return mode ? constantString(mode.value) : 'r';
}
