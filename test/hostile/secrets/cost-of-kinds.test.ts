// No rule takes much longer than the others on any text: each is fed with what only begins like what it is made to find, again and again. A rule that reads a part of the text from each of many places shows by its cost for each character, compared with
// that of the other rules in the same process.
import { expect, test } from '@jest/globals';
import { gitleaksKinds } from '../../../src/adapters/secrets/kinds/gitleaks.ts';
import { findingsOf, type Kind } from '../../../src/adapters/secrets/kinds/kind.ts';
import { moreKinds } from '../../../src/adapters/secrets/kinds/more-kinds.ts';
import { places } from '../../../src/adapters/secrets/kinds/places.ts';
import { watcher } from '../../../src/adapters/secrets/watcher.ts';

const kinds = [...gitleaksKinds(), ...moreKinds, ...places].filter(({ words }) => words.length > 0);
const size = 16_000;
/** A linear rule is below seven, one that reads a web token's header from each of its places above a hundred. */
const most = 30;

test('no rule costs a multiple of what the others do', () => {
  const costs = kinds.map(kind => ({ rule: kind.pattern.source, cost: costOf(kind) }));
  const [median = 0] = costs
    .map(({ cost }) => cost)
    .toSorted((a, b) => a - b)
    .slice(costs.length >> 1);
  const dear = costs.filter(({ cost }) => cost > most * median);
  // Whatever else the machine did meanwhile made it slower, never faster.
  const still = dear.filter(({ rule }) => {
    const kind = kinds.find(({ pattern }) => pattern.source === rule);
    return kind !== undefined && Math.min(...[1, 2, 3].map(() => costOf(kind))) > most * median;
  });
  expect(still).toEqual([]);
});

test('a rule that is not linear would show', () => {
  const bad: Kind = {
    words: ['eyj'],
    entropy: 0,
    pattern: /(?<![A-Za-z0-9])eyJ[\w-]{8,4096}\.[\w-]{8,8192}\.[\w-]{16,4096}/dy,
  };
  const [median = 0] = kinds
    .slice(0, 40)
    .map(costOf)
    .toSorted((a, b) => a - b)
    .slice(20);
  expect(costOf(bad)).toBeGreaterThan(most * median);
});

/** Microseconds of the processor for each character of the text that takes longest. */
function costOf(kind: Kind): number {
  return Math.max(...piecesOf(kind).map(piece => costOn(kind, piece)));
}

function costOn(kind: Kind, piece: string): number {
  const text = piece.repeat(Math.ceil(size / piece.length));
  const hits = watcher(kind.words)(text);
  const once = () => {
    const started = process.cpuUsage();
    findingsOf(text, kind, hits);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / text.length;
  };
  return Math.min(once(), once(), once());
}

/** What a match begins with, and some of what may follow. */
function piecesOf({ words: [first = ''], pattern }: Kind): string[] {
  const word = pattern.ignoreCase ? first : cased(first, pattern);
  return ['', '-', ' -', '="', ': ', ' a.', 'a1B2c3D4e5F6', 'a1b2.'].map(more => `${word}${more}`);
}

/** A watched word is in lower case; the rule may want it otherwise. */
function cased(word: string, { source }: RegExp): string {
  const text = source.replaceAll('\\', '');
  const at = text.toLowerCase().indexOf(word);
  return at === -1 ? word : text.slice(at, at + word.length);
}
