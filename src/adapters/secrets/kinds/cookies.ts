// The values of cookies in a header: `Cookie: a=…; b=…`, `Set-Cookie: a=…; Path=/`.
import type { Finding } from '../replace.ts';
import { isPlaceholder } from '../values/placeholder.ts';
import { hasLetterAndDigit, wordShare } from '../values/random.ts';
import type { Hit } from '../watcher.ts';

const header = /cookie["']?[ \t]{0,3}[:=][ \t]{0,3}["']?/iy;
/** All of it in one pass: what follows is for the code to see. */
const pair = /([\w.!#$%&*+^|~-]{1,128})="?([^\s;,"'\\]{0,4096})"?(;?)[ \t]{0,3}/y;
/** What a cookie says about itself. */
const attributes = /^(?:path|domain|expires|max-age|samesite|secure|httponly|priority)$/i;
/** Shorter ones are choices of language and colour. */
const shortest = 12;

export function cookieFindings(text: string, hits: readonly Hit[]): Finding[] {
  const findings: Finding[] = [];
  let done = 0;
  for (const { at } of hits) {
    header.lastIndex = at;
    if (at < done || !header.test(text)) continue;
    pair.lastIndex = header.lastIndex;
    for (let match = pair.exec(text); match !== null; match = pair.exec(text)) {
      const [whole, name = '', value = '', more = ''] = match;
      done = pair.lastIndex;
      if (!attributes.test(name) && isSession(value)) {
        const start = match.index + whole.indexOf(value, name.length + 1);
        findings.push({ start, end: start + value.length, value });
      }
      if (more === '') break;
    }
  }
  return findings;
}

function isSession(value: string): boolean {
  return value.length >= shortest && hasLetterAndDigit(value) && wordShare(value) < 0.7 && !isPlaceholder(value);
}
