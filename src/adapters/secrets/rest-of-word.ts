// Where a secret ends: at the end of its word, however short the rule that found it.
import type { Finding } from './replace.ts';

const restOfWord = /\w{0,4096}/y;
const restOfRun = /[\w+/=.~-]{0,8192}/y;
/** Near the limit of a rule's repetitions, which the secret may be longer than. */
const limit = 1_000;

/** A kind may have grown longer since its rule was written: a secret never ends within a word. */
export function toEndOfWord(text: string, { start, end, value }: Finding): Finding {
  if (!/\w/.test(text[end - 1] ?? '')) return { start, end, value };
  const more = value.length < limit ? restOfWord : restOfRun;
  more.lastIndex = end;
  const rest = more.exec(text)?.[0] ?? '';
  return { start, end: end + rest.length, value: `${value}${rest}` };
}
