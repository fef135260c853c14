// Shows the model the places that it asks for: only what the tree holds, and within a budget.
import { fileInTree } from '../../../context/tree-files.ts';
import { quoted } from '../../../text/quoted.ts';
import { offload } from '../../../threads/offload.ts';
import type { EditTarget } from '../edit/edited.ts';
import { escapes } from '../gates/allowed.ts';
import { reasons } from '../reasons.ts';
import { codePart } from './code-part.ts';
import type { AskedPlace } from './places.ts';

/** In one answer; further ones are not shown, and the model is told so. */
const mostPlaces = 4;
/** Characters for all places of an answer: about 2,500 tokens. */
const room = 10_000;
const mostNames = 20;

const module = new URL('./code-part.ts', import.meta.url).href;
const seconds = 120;

/** Blocks of code, and a sentence for each place that cannot be shown. */
export async function shownPlaces(asked: readonly AskedPlace[], target: EditTarget): Promise<string> {
  const texts: string[] = [];
  let left = room;
  for (const place of asked.slice(0, mostPlaces)) {
    const text = left > 0 ? await shownPlace(place, target, left) : notShown(reasons.noRoom(place.path));
    left -= text.length;
    texts.push(text);
  }
  if (asked.length > mostPlaces) texts.push(reasons.tooManyPlaces(asked.length, mostPlaces));
  return texts.join('\n\n');
}

async function shownPlace({ path: named, part }: AskedPlace, target: EditTarget, characters: number): Promise<string> {
  const { tree, paths, workDirectory } = target;
  const claimed = named.startsWith(`${workDirectory}/`) ? named.slice(workDirectory.length + 1) : named;
  const asked = claimed.replace(/\/$/, '');
  if (escapes(asked)) return notShown(reasons.outside(named));
  const folder = paths.filter(path => path.startsWith(`${asked}/`));
  if (folder.length > 0) return notShown(reasons.folder(asked, folder.slice(0, mostNames), folder.length));
  const path = fileInTree(asked, new Set(paths));
  if (path === null) return notShown(reasons.noFile(asked, alike(asked, paths)));
  if (mayHoldSecrets(path)) return notShown(reasons.secretFile(path));
  const file = await tree.read(path);
  if (file === null) return notShown(reasons.unreadable(path));
  const input = { file: { path, text: file.text, part }, characters };
  return await offload({ module, run: codePart }, input, { seconds });
}

/** The sentence names what was asked for, and files of the tree. */
function notShown(sentence: string): string {
  return quoted('Not shown', sentence);
}

function alike(path: string, paths: readonly string[]): string[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return paths.filter(other => other === name || other.endsWith(`/${name}`)).slice(0, 3);
}

/** Masking finds secrets by their form; in these files anything may be one. */
const secretFiles =
  /(?:^|\/)(?:\.env(?:\.|$)|(?:\.\w+rc|\.pgpass|\.htpasswd|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]*\.(?:pem|key|p12|pfx|jks|keystore|kdbx|gpg|asc)|(?:secrets?|credentials?)(?:\.(?:json|ya?ml|toml|ini|cfg|txt|env|xml))?)$)/i;

function mayHoldSecrets(path: string): boolean {
  return secretFiles.test(path) && !/\.(?:example|sample|template|dist)$/i.test(path);
}
