// Whatever file and edit are generated: an edit changes the lines it names and no byte besides, or is refused.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasDisputedLines, unreadable } from '../../../../src/languages/readable.ts';
import { applyEdits } from '../../../../src/stages/repair/edit/apply.ts';

function apply(before: string | null, search: string, replace: string) {
  const edits = [{ path: 'a.py', search, replace, line: null }];
  return applyEdits({ edits, originals: { texts: new Map([['a.py', before]]), paths: ['a.py'] } });
}

const code = fc.stringMatching(/^[ \t]{0,4}[a-z()=:]{0,10}$/);
/** Each line once, so that a search fits in one place. */
const numbered = fc.array(code, { minLength: 1, maxLength: 20 }).map(lines => lines.map((line, at) => `${line}${at}`));
const ending = fc.constantFrom('\n', '\r\n');

test('lines are replaced, with the endings of the file, and all others stay byte for byte', () => {
  const change = fc.record({
    at: fc.nat(),
    count: fc.nat(4),
    context: fc.nat(3),
    texts: fc.array(code, { maxLength: 5 }),
  });
  fc.assert(
    fc.property(numbered, change, ending, ending, (lines, { at, count, context, texts }, own, inAnswer) => {
      const start = at % lines.length;
      const end = Math.min(lines.length, start + count);
      const [above, below] = [lines.slice(Math.max(0, start - context), start), lines.slice(end, end + context)];
      const [searched, replaced] = [lines.slice(start, end), texts].map(each => [...above, ...each, ...below]);
      fc.pre((searched ?? []).length > 0 && searched?.join() !== replaced?.join());
      const textOf = (all: readonly string[] = [], each: string) => all.map(line => `${line}${each}`).join('');
      const result = apply(textOf(lines, own), textOf(searched, inAnswer), textOf(replaced, inAnswer));
      const expected = textOf([...lines.slice(0, start), ...texts, ...lines.slice(end)], own);
      expect(result.kind === 'applied' ? result.texts.get('a.py') : result).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

const odd = fc.array(
  fc.constantFrom(
    'a',
    'b = 1',
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '\0',
    '\f',
    '\u200b',
    '\u202e',
    '\ufeff',
    '\u00a0',
    '\u2028',
    'é',
    '\u0430',
    '#',
    '"',
  ),
  { maxLength: 12 },
);
const oddText = fc.oneof(
  odd.map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

test('an edit of any characters is refused, or leaves a text that a person can read', () => {
  fc.assert(
    fc.property(fc.option(oddText), oddText, oddText, (before, search, replace) => {
      const result = apply(before, search, replace);
      if (result.kind === 'refused') return;
      const after = result.texts.get('a.py') ?? '';
      expect(unreadable({ path: 'a.py', before, after })).toEqual([]);
      if (before === null || !hasDisputedLines(before)) expect(hasDisputedLines(after)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test('an edit of a part of the file itself is applied, or says why not, and nothing hidden ever comes in', () => {
  fc.assert(
    fc.property(numbered, fc.nat(), odd, (lines, at, parts) => {
      const before = lines.map(line => `${line}\n`).join('');
      const line = lines[at % lines.length] ?? '';
      const result = apply(before, `${line}\n`, `${line}${parts.join('')}\n`);
      const after = result.kind === 'applied' ? (result.texts.get('a.py') ?? '') : before;
      expect(after).not.toMatch(/[\0\f\r\u200b\u202e\ufeff\u00a0\u2028]/);
    }),
    { numRuns: 1_000 },
  );
});
