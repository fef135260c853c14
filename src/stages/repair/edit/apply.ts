// Applies edits to texts: all or none, matched against the original, and only where exactly one place fits.
import { type TextChange, unreadable } from '../../../languages/readable.ts';
import { documentOf, type Replacement, rewritten } from './document.ts';
import { type Edit, linesOf, nonsense } from './edits.ts';
import { matchStrategies } from './match-strategies.ts';
import { placeOf } from './place.ts';

/** `texts` are whole new texts by path; `mostTolerant` is the least strict strategy that was needed. */
export type Applied =
  | { kind: 'applied'; texts: ReadonlyMap<string, string>; mostTolerant: string }
  | { kind: 'refused'; reasons: readonly string[] };

/** `paths` serve "did you mean"; `texts` holds null for a file that does not exist. */
export interface Originals {
  readonly texts: ReadonlyMap<string, string | null>;
  readonly paths: readonly string[];
}

/** Pure. Looks for each edit all over its file, so it runs on a worker thread. */
export function applyEdits({ edits, originals }: { edits: readonly Edit[]; originals: Originals }): Applied {
  if (edits.length === 0) return { kind: 'refused', reasons: ['The answer holds no edit.'] };
  const texts = new Map<string, string>();
  const reasons: string[] = [];
  let mostTolerant = 0;
  for (const path of new Set(edits.map(edit => edit.path))) {
    const own = edits.filter(edit => edit.path === path);
    const file = editedFile(path, own, originals);
    reasons.push(...file.reasons);
    mostTolerant = Math.max(mostTolerant, file.mostTolerant);
    texts.set(path, file.text);
  }
  if (reasons.length > 0) return { kind: 'refused', reasons };
  return { kind: 'applied', texts, mostTolerant: matchStrategies[mostTolerant]?.name ?? '' };
}

type EditedFile = { text: string; reasons: string[]; mostTolerant: number };

function editedFile(path: string, edits: readonly Edit[], originals: Originals): EditedFile {
  const original = originals.texts.get(path) ?? null;
  if (original === null) return newFile(path, edits, originals.paths);
  const document = documentOf(original);
  const places = edits.map(edit => placeOf(edit, document));
  const reasons = places.flatMap((place, at) => (place.kind === 'wrong' ? [told(path, at, place.reason)] : []));
  const found = places.filter(place => place.kind === 'place');
  const replacements = found.map(place => place.replacement).sort((a, b) => a.start - b.start || a.end - b.end);
  reasons.push(...overlaps(replacements).map(line => `${path}: two edits change the same lines (near line ${line}).`));
  if (reasons.length > 0) return { text: original, reasons, mostTolerant: 0 };
  const text = rewritten(document, replacements);
  return {
    text,
    reasons: toldOf({ path, before: original, after: text }),
    mostTolerant: Math.max(...found.map(place => place.strategy)),
  };
}

function newFile(path: string, edits: readonly Edit[], paths: readonly string[]): EditedFile {
  const [edit, ...others] = edits;
  const refused = (reason: string): EditedFile => ({ text: '', reasons: [`${path}: ${reason}`], mostTolerant: 0 });
  if (!edit || others.length > 0) return refused('a new file is written by one edit alone.');
  if (edit.search.trim() !== '') {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const meant = paths.filter(other => other === name || other.endsWith(`/${name}`)).slice(0, 3);
    return refused(`there is no such file.${meant.length > 0 ? ` Did you mean ${meant.join(' or ')}?` : ''}`);
  }
  const wrong = nonsense({ ...edit, search: '' });
  if (wrong) return refused(`${wrong}.`);
  const text = `${linesOf(edit.replace).join('\n')}\n`;
  return { text, reasons: toldOf({ path, before: null, after: text }), mostTolerant: 0 };
}

function toldOf(change: TextChange): string[] {
  return unreadable(change).map(reason => `${change.path}: ${reason}`);
}

function told(path: string, at: number, reason: string): string {
  return `${path}, edit ${at + 1}: ${reason}.`;
}

/** Lines (from 1) where two replacements meet: changing the same line, or inserting at the same point. */
function overlaps(replacements: readonly Replacement[]): number[] {
  return replacements.flatMap((later, at) => {
    const earlier = replacements[at - 1];
    if (!earlier) return [];
    const samePoint = earlier.start === later.start && earlier.end === later.end;
    return later.start < earlier.end || samePoint ? [later.start + 1] : [];
  });
}
