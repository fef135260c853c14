// The rules of gitleaks, from its own configuration file (MIT licence beside it), kept word for word: to update, replace the file.
// Go's expressions are linear whatever they say, ours backtrack: so each is tried only where one of its words is, without what it
// allows before that word (`[\w.-]{0,50}?`), and nothing in it repeats without a limit.
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { type Kind, kind } from './kind.ts';

const Rule = z.object({
  id: z.string(),
  regex: z.string().optional(),
  keywords: z.array(z.string()).default([]),
  entropy: z.number().default(1),
});
type Rule = z.infer<typeof Rule>;
const Rules = z.object({ rules: z.array(Rule) });

/** Found by readers of our own, which know more ways of writing them, or by kinds of our own (`more-kinds.ts`). */
const ownReaders =
  /^(?:generic-api-key|curl-auth-.*|kubernetes-secret-yaml|private-key|hashicorp-tf-password|jwt.*|facebook-access-token|twilio-api-key|azure-ad-client-secret)$/;
/** These say who asks, and prove nothing. */
const publicOnes = /-(?:client-id|pub-api-key|pub-key|public-key|access-id|api-id)$/;
/** Keywords that stand anywhere in a file for gitleaks, but for us in the match. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  'airtable-personnal-access-token': ['pat'],
  'lob-api-key': ['lob'],
  'vault-service-token': ['hvs.'],
};

export function gitleaksKinds(): Kind[] {
  const file = new URL('./gitleaks/gitleaks.toml', import.meta.url);
  const { rules } = Rules.parse(parse(readFileSync(file, 'utf8')));
  return rules.filter(({ id }) => !ownReaders.test(id) && !publicOnes.test(id)).flatMap(kindOf);
}

function kindOf({ id, regex, keywords, entropy }: Rule): Kind[] {
  if (regex === undefined) return [];
  const words = (otherWords[id] ?? keywords).map(word => word.toLowerCase());
  return [kind(words, patternOf(regex), entropy)];
}

/** Go's syntax in JavaScript's. Where a part ignores case, all of it does. */
function patternOf(go: string): RegExp {
  const source = go
    .replaceAll('[\\w.-]{0,50}?', '')
    .replace(/\(\?-?i\)/g, '')
    .replace(/\(\?-?i:/g, '(?:')
    .replaceAll('[[:alnum:]]', '[A-Za-z0-9]')
    // A token ends where it cannot go on, not only at a quote or a space.
    .replace(/\(\?:\[\\x60'"\\s;\]\|\\\\\[nr\]\|\$(?:\|\\b)?\)/g, '(?![A-Za-z0-9_])')
    .replaceAll('\\z', '$')
    .replaceAll('([a-z0-9]{4}-){3}', '(?:[a-z0-9]{4}-){3}')
    .replace(/\\.|\[(?:\\.|[^\]\\]){1,200}\]|\{\d{1,4},\}|[+*]/g, limited);
  return new RegExp(source, go.includes('(?i') ? 'i' : '');
}

/** Of an escape, a class or a repetition: the repetition with a limit, which the longest tokens are below. */
function limited(part: string): string {
  if (part === '+') return '{1,1024}';
  if (part === '*') return '{0,1024}';
  return part.startsWith('{') ? part.replace(',}', ',1024}') : part;
}
