// Whatever a log holds: each of its lines is read as a terminal shows it, none is lost, and none is longer or odder than promised.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { logLines } from '../../src/actions/log-lines.ts';

/** A line as a program printed it. */
const printed = fc.stringMatching(/^(?:[ -~]{0,40}[!-~])?$/).filter(text => !text.startsWith('::'));
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => ({ at: date.getTime(), text: `${date.toISOString().slice(0, -1)}0000Z ` }));
/** How it comes into a log. */
const carrier = fc.record({
  time: fc.option(time),
  colour: fc.constantFrom('', '\u001b[31m', '\u001b[1;32m', '\u001b[36;1m'),
  progress: fc.constantFrom('', '10%\r', '10%\r20%\r'),
  control: fc.constantFrom('', '\0', '\u0007', '\ufffd'),
  end: fc.constantFrom('', '\r', ' ', ' \r'),
});

test('a line is read as it was printed, however it comes into the log', () => {
  const line = fc.record({ text: printed, by: carrier });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), fc.boolean(), (lines, hasMark) => {
      // What is printed over is shown where nothing was printed over it.
      fc.pre(lines.every(({ text, by }) => text !== '' || by.progress === ''));
      fc.pre(lines.every(({ text, by }) => by.time !== null || !/^\d{4}-/.test(text)));
      const log = lines.map(({ text, by }) => rawLine(text, by)).join('\n');
      const read = logLines(`${hasMark ? '\ufeff' : ''}${log}\n`);
      expect(read.map(({ text }) => text)).toEqual(lines.map(({ text }) => text));
      expect(read.map(({ at }) => at)).toEqual(lines.map(({ by }) => by.time?.at ?? null));
    }),
    { numRuns: 1_000 },
  );
});

function rawLine(text: string, by: typeof carrier extends fc.Arbitrary<infer Value> ? Value : never): string {
  const coloured = by.colour === '' ? text : `${by.colour}${text}\u001b[0m`;
  return `${by.time?.text ?? ''}${by.progress}${by.control}${coloured}${by.end}`;
}

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '2026-11-02T09:14:07.2904078Z ',
    '\u001b[',
    '\u001b]8;;',
    '::stop-commands::',
    '::a::',
    '\ufeff',
    '\r',
    '\n',
    'x'.repeat(5_000),
  ),
);

test('of any text every line stays one, of bounded length and without what no terminal shows', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 20 }), parts => {
      const log = parts.join('');
      const lines = logLines(log);
      expect(lines).toHaveLength(
        log.split('\n').length -
          (log.replace(/^\ufeff/, '').endsWith('\n') || log.replace(/^\ufeff/, '') === '' ? 1 : 0),
      );
      for (const { text } of lines) {
        expect(text.length).toBeLessThan(4_096 + 64);
        expect(Array.from(text).filter(one => one !== '\t' && (one < ' ' || one === '\u007f'))).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('between stop-commands and its token, nothing is a marker of the runner', () => {
  const token = fc.stringMatching(/^[a-z0-9-]{8,20}$/);
  const inside = fc.array(
    fc.constantFrom('##[group]Run x', '::endgroup::', '::error::no', 'plain', '::stop-commands::other'),
  );
  fc.assert(
    fc.property(token, inside, (end, lines) => {
      const read = logLines(['before', `::stop-commands::${end}`, ...lines, `::${end}::`, 'after'].join('\n'));
      expect(read.map(({ isVerbatim }) => isVerbatim)).toEqual([false, true, ...lines.map(() => true), false, false]);
    }),
  );
});
