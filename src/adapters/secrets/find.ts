// Finds the secrets in a text that reads as it is. Linear in its length: words are looked up in one pass, and everything else
// begins at a word and is bounded.
import { cookieFindings } from './kinds/cookies.ts';
import { gitleaksKinds } from './kinds/gitleaks.ts';
import { findingsIn, findingsOf, type Kind } from './kinds/kind.ts';
import { moreKinds } from './kinds/more-kinds.ts';
import { places } from './kinds/places.ts';
import { assignedTo, nameAround } from './names/assignment.ts';
import { nameWords } from './names/name.ts';
import { isNamedSecret } from './names/named-secret.ts';
import { privateKeyFindings } from './private-keys.ts';
import type { Finding } from './replace.ts';
import { toEndOfWord } from './rest-of-word.ts';
import { bareTokens } from './values/bare-token.ts';
import { isPlaceholder } from './values/placeholder.ts';
import { type Run, runsIn } from './values/runs.ts';
import { type Hit, watcher } from './watcher.ts';

const keyWord = '-----begin';
const cookieWord = 'cookie';

/** The token of a badge is there for everyone to read; an address of Amazon's names a secret, and does not tell it. */
const isPublicPlace = /badge\.svg\?$|arn:[\w-]{1,20}:[\w-]{1,30}:[\w-]{0,20}:\d{0,12}:$/;

const kinds: readonly Kind[] = [...gitleaksKinds(), ...moreKinds, ...places];
const unwatched = kinds.filter(({ words }) => words.length === 0);
const byWord = Map.groupBy(
  kinds.flatMap(kind => kind.words.map(word => ({ word, kind }))),
  ({ word }) => word,
);
const isNameWord: ReadonlySet<string> = new Set(nameWords);
const watch = watcher([...new Set([...byWord.keys(), ...nameWords, keyWord, cookieWord])]);

/** Everything: kinds by their form and place, values by their name, and bare tokens. */
export function allFindings(text: string): Finding[] {
  const hits = watch(text);
  const runs = runsIn(text);
  const known = knownKinds(text, hits, runs).map(finding => toEndOfWord(text, finding));
  return [...known, ...named(text, hits), ...bareTokens(text, runs)];
}

/** Only what is known by its form: for a reading that puts together what may not belong together. */
export function kindFindings(text: string): Finding[] {
  return knownKinds(text, watch(text), runsIn(text));
}

function knownKinds(text: string, hits: readonly Hit[], runs: readonly Run[]): Finding[] {
  const hitsOf = new Map<Kind, Hit[]>();
  for (const hit of hits) {
    for (const { kind } of byWord.get(hit.word) ?? []) {
      const known = hitsOf.get(kind);
      if (known) known.push(hit);
      else hitsOf.set(kind, [hit]);
    }
  }
  const found = [...hitsOf].flatMap(([kind, own]) => findingsOf(text, kind, own));
  const always = runs.flatMap(run => unwatched.flatMap(kind => findingsIn(run, kind)));
  const cookies = cookieFindings(
    text,
    hits.filter(({ word }) => word === cookieWord),
  );
  const keys = hits.some(({ word }) => word === keyWord) ? privateKeyFindings(text) : [];
  return [...keys, ...[...found, ...always].filter(({ value }) => !isPlaceholder(value)), ...cookies];
}

function named(text: string, hits: readonly Hit[]): Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  for (const { word, at } of hits) {
    if (at < done || !isNameWord.has(word)) continue;
    const place = nameAround(text, at);
    done = place.end;
    const assigned = assignedTo(text, place);
    if (assigned === null || isPublicPlace.test(text.slice(Math.max(0, place.start - 90), place.start))) continue;
    if (!isNamedSecret(place.name, assigned)) {
      // `key=key=key=…` would be read again from each of its names to its end.
      if (assigned.form !== 'quoted' && assigned.value.length > 128) done += assigned.value.length >> 1;
      continue;
    }
    findings.push(assigned);
    done = assigned.end;
  }
  return findings;
}
