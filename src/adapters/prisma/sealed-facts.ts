// What lies on the disk: facts without secrets, and, where a later stage needs a fact word for word, the fact once more, encrypted.
//
// The password of a test database must go on working in the sandbox, so a recipe has it; a test's id or an edit may hold what
// looks like a secret, and is worthless without it. So a fact is stored masked, for people and queries, and beside it sealed as a
// whole (AES-256-GCM; the key comes from the App's private key, which is not in the database). Only a claim opens it.
// Rejected: masking alone, because a placeholder in a command or an edit is wrong; reading values again from the workflow file,
// because that restores recipes only, and only while GitHub has the commit; sealing single values, because masking may cut a text anywhere.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../../incident/incident.ts';
import type { StepRecord } from '../../incident/journal.ts';

export interface SealingOptions {
  /** Masks secrets in every text of a value. */
  readonly mask: <Value>(value: Value) => Promise<Value>;
  /** Any secret text of the operator's. When it changes, incidents in progress cannot be continued. */
  readonly secret: string;
}

export interface SealedFacts {
  /** The entry and its journal step as they may be written. */
  kept(entry: Entry, step: StepRecord): Promise<{ entry: Entry; step: StepRecord }>;
  keptStep(step: StepRecord): Promise<StepRecord>;
  /** A fact as it was before; `place` is where it lies. Throws when it was sealed with another key or for another place. */
  opened(fact: unknown, place: FactPlace): unknown;
}

export interface FactPlace {
  readonly id: string;
  /** The fact's name; with its number for an attempt. */
  readonly name: string;
}

/** Nothing is masked and nothing sealed: for tools that only look. */
export const unsealedFacts: SealedFacts = {
  kept: async (entry, step) => ({ entry, step }),
  keptStep: async step => step,
  opened: fact => fact,
};

export function sealedFacts({ mask, secret }: SealingOptions): SealedFacts {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'nightwatch: facts in the database', 32));
  const keptFact = async <Fact>(fact: Fact, place: FactPlace): Promise<Fact> => {
    const masked = await mask(fact);
    return isDeepStrictEqual(masked, fact) ? fact : { ...masked, sealed: seal(key, JSON.stringify(fact), place) };
  };
  const keptStep = async (step: StepRecord) => ({ ...step, detail: await mask(step.detail) });
  return {
    keptStep,
    async kept(entry, step) {
      const { id } = entry.incident;
      const facts = await Promise.all(
        Object.entries(entry.incident)
          .filter(([name]) => isFact(name))
          .map(async ([name, fact]) => [name, await keptFact(fact, { id, name })] as const),
      );
      const attempts = await Promise.all(
        entry.incident.attempts.map(attempt => keptFact(attempt, { id, name: `attempt ${attempt.number}` })),
      );
      const incident = { ...entry.incident, ...Object.fromEntries(facts), attempts };
      return { entry: { ...entry, incident } as Entry, step: await keptStep(step) };
    },
    opened: (fact, place) => (isSealed(fact) ? JSON.parse(unseal(key, fact.sealed, place)) : fact),
  };
}

/** The others are numbers, or names that GitHub gave the run. */
function isFact(name: string): boolean {
  return !['id', 'run', 'limits', 'ledger', 'attempts'].includes(name);
}

function isSealed(fact: unknown): fact is { sealed: string } {
  return typeof fact === 'object' && fact !== null && 'sealed' in fact && typeof fact.sealed === 'string';
}

const algorithm = 'aes-256-gcm';
/** Bytes, as https://csrc.nist.gov/pubs/sp/800/38/d/final recommends. */
const lengths = { iv: 12, tag: 16 };

function seal(key: Buffer, text: string, place: FactPlace): string {
  const iv = randomBytes(lengths.iv);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: lengths.tag }).setAAD(bytesOf(place));
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64');
}

function unseal(key: Buffer, sealed: string, place: FactPlace): string {
  const bytes = Buffer.from(sealed, 'base64');
  const iv = bytes.subarray(0, lengths.iv);
  const end = lengths.iv + lengths.tag;
  try {
    const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: lengths.tag }).setAAD(bytesOf(place));
    decipher.setAuthTag(bytes.subarray(lengths.iv, end));
    return Buffer.concat([decipher.update(bytes.subarray(end)), decipher.final()]).toString('utf8');
  } catch (cause) {
    const what = `The ${place.name} of incident ${place.id}`;
    throw new Error(`${what} cannot be opened: it was sealed with another key, or changed since.`, { cause });
  }
}

/** A sealed fact is of no use in another row. */
function bytesOf({ id, name }: FactPlace): Buffer {
  return Buffer.from(`${id} ${name}`);
}
