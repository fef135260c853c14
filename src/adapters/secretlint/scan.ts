// Masks secrets in a text, on whichever thread it runs.
//
// The scanner is secretlint's recommended rules: maintained, offline, linear. It only sees the lines around possible matches
// (triggers.ts), which makes most logs five times faster. We work around three flaws. Its rule for `secretlint-disable`
// comments is excluded, or any log could turn masking off. It reports whole URLs and a wrong range for AWS secrets, and
// misses private keys whose lines carry GitHub's timestamps: own-patterns.ts and private-keys.ts run first.
import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { formsOf } from './known-values.ts';
import { ownFindings } from './own-patterns.ts';
import { type Placeholders, placeholders } from './placeholders.ts';
import { privateKeyFindings } from './private-keys.ts';
import { type Range, rangesAround } from './ranges.ts';
import type { Finding } from './replace.ts';
import { replaceFindings } from './replace.ts';
import { coveredRules, keyTrigger, triggers } from './triggers.ts';
import { watcher } from './watcher.ts';

// The profiler never frees its measurements: a leak in a server that runs for weeks.
secretLintProfiler.setEnabled(false);

/** `filter-comments` obeys the text; `aws` reports a wrong range and `slack` overflows the stack: own-patterns.ts covers both. */
const EXCLUDED: readonly string[] = ['filter-comments', 'aws', 'slack'].map(
  name => `@secretlint/secretlint-rule-${name}`,
);
const RULES = rules.filter(rule => !EXCLUDED.includes(rule.meta.id));
const isCovered = RULES.every(rule => coveredRules.has(rule.meta.id));
const SCANNERS = RULES.map(rule => ({ id: rule.meta.id, rule, options: {} }));

/** Characters per call of the library, cut at line breaks: its time is quadratic in the number of findings per call. */
const CHUNK = 128 * 1024;

/** As `secretMasker`; a long text holds the thread for seconds. */
export function maskerOnThisThread(options: { known?: readonly string[] } = {}): (text: string) => Promise<string> {
  const known = formsOf(options.known ?? []);
  const knownForms = new Set(known.map(({ form }) => form));
  const watch = watcher([...triggers, ...knownForms]);
  return async original => {
    let text = original;
    let hits = watch(text);
    if (hits.length === 0) return text;
    const names = placeholders(text);
    if (hits.some(({ word }) => knownForms.has(word))) text = maskKnown(text, known, names);
    if (hits.some(({ word }) => word === keyTrigger)) text = replaceFindings(text, privateKeyFindings, names);
    // Replacements shift the offsets.
    if (text !== original) hits = watch(text);
    return await maskRanges(text, isCovered ? rangesAround(text, hits) : [{ start: 0, end: text.length }], names);
  };
}

/** Scans the ranges only; the text between them stays as it is. */
async function maskRanges(text: string, ranges: readonly Range[], names: Placeholders): Promise<string> {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(done, start));
    for (const chunk of chunksByLine(text.slice(start, end))) parts.push(await maskChunk(chunk, names));
    done = end;
  }
  return done === 0 ? text : parts.join('') + text.slice(done);
}

function maskKnown(text: string, known: readonly { form: string; value: string }[], names: Placeholders): string {
  return known.reduce(
    (rest, { form, value }) => (rest.includes(form) ? rest.replaceAll(form, () => names.for(value)) : rest),
    text,
  );
}

function* chunksByLine(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const lineEnd = start + CHUNK < text.length ? text.indexOf('\n', start + CHUNK) : -1;
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    yield text.slice(start, end);
    start = end;
  }
}

async function maskChunk(chunk: string, names: Placeholders): Promise<string> {
  const own = replaceFindings(chunk, ownFindings, names);
  const found = await libraryFindings(own);
  return replaceFindings(own, () => found, names);
}

async function libraryFindings(text: string): Promise<Finding[]> {
  // The library drops a byte order mark, which would shift its ranges by one: replace it with a space.
  const content = text.replace(/^\ufeff/, ' ');
  const { messages } = await lintSource({
    source: { filePath: 'text', content, contentType: 'text' },
    // Or a rule would try to read a file of that name.
    options: { noPhysicFilePath: true, config: { rules: SCANNERS } },
  });
  return messages.map(({ range: [start, end] }) => ({ start, end, value: content.slice(start, end) }));
}
