// Takes secrets out of any text that crosses a border: logs and sandbox output coming in, prompts and GitHub texts going out.
//
// The finder is secretlint's recommended rules: kept, offline, linear. They see only the lines around what one of them could
// match (triggers.ts), which makes most of a log five times faster. Three of its habits are worked
// round here. Its rule for `secretlint-disable` comments is left out, or any log could switch the masking off. It reports
// whole URLs and misplaces the range of an AWS secret, and it sees no private key whose lines carry GitHub's timestamps:
// own-patterns.ts and private-keys.ts run before it.
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

// It keeps its measurements for ever, which a server that runs for weeks cannot afford.
secretLintProfiler.setEnabled(false);

/** `filter-comments` obeys the text; `aws` misplaces its range and `slack` overflows the stack: own-patterns.ts has both. */
const LEFT_OUT: readonly string[] = ['filter-comments', 'aws', 'slack'].map(
  name => `@secretlint/secretlint-rule-${name}`,
);
const LEFT_IN = rules.filter(rule => !LEFT_OUT.includes(rule.meta.id));
const isCovered = LEFT_IN.every(rule => coveredRules.has(rule.meta.id));
const SCANNERS = LEFT_IN.map(rule => ({ id: rule.meta.id, rule, options: {} }));

/** Characters given to the library at a time, cut at a line's end: its time grows with the square of what it finds in one piece. */
const CHUNK = 128 * 1024;

/**
 * A function that replaces each secret by `<SECRET:n>`, the same secret by the same n within a text. Masking a masked text
 * changes nothing; GitHub's own `***` stays. `known` are values of ours: replaced exactly, and in base64; shorter than
 * eight characters they are left alone, because they would tear words apart.
 */
export function secretMasker(options: { known?: readonly string[] } = {}): (text: string) => Promise<string> {
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
    // What was replaced has moved the rest.
    if (text !== original) hits = watch(text);
    return await maskRanges(text, isCovered ? rangesAround(text, hits) : [{ start: 0, end: text.length }], names);
  };
}

/** Only where a rule could find something; between the ranges the text stays as it is. */
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
  // The library drops a byte order mark, and its ranges would be one off: a blank stands in for it.
  const content = text.replace(/^\ufeff/, ' ');
  const { messages } = await lintSource({
    source: { filePath: 'text', content, contentType: 'text' },
    // Without a physical file path, or a rule would go and read a file of that name.
    options: { noPhysicFilePath: true, config: { rules: SCANNERS } },
  });
  return messages.map(({ range: [start, end] }) => ({ start, end, value: content.slice(start, end) }));
}
