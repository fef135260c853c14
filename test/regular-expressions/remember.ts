// `node test/regular-expressions/remember.ts`: checks the patterns that are new, and remembers those that are linear.
import { writeFileSync } from 'node:fs';
import { constructed, literals } from './collect.ts';
import { hashOf, objection, remembered, rememberedFile } from './verdict.ts';

const patterns = new Map([...literals(), ...(await constructed())].map(pattern => [hashOf(pattern), pattern]));
const linear = new Set([...remembered()].filter(hash => patterns.has(hash)));
for (const [hash, pattern] of patterns) {
  if (linear.has(hash)) continue;
  const why = objection(pattern);
  if (why === null) linear.add(hash);
  else console.log(why);
  writeFileSync(rememberedFile, `${JSON.stringify([...linear].toSorted(), null, 2)}\n`);
}
