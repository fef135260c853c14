import { expect, test } from '@jest/globals';
import { logLines } from '../../src/actions/log-lines.ts';

const at = '2025-04-07T12:57:33.2904078Z ';

test.each([
  ['a timestamp of seven digits goes', `${at}hello`, 'hello'],
  ['a byte order mark goes', `\uFEFF${at}hello`, 'hello'],
  ['colours go', `${at}\u001b[1m\u001b[31mE   boom\u001b[0m`, 'E   boom'],
  ['of a progress bar the last state stays', `${at}10%\r50%\r100% done\r`, '100% done'],
  ['a line ending of Windows goes', `${at}hello\r`, 'hello'],
  ['indentation stays', `${at}    def x():`, '    def x():'],
  ['bytes that are no text go', `${at}a\u0000\u0007b\ufffd`, 'ab'],
  ['a line without a time stays', 'hello', 'hello'],
])('%s', (_, raw, text) => {
  expect(logLines(raw).map(line => line.text)).toEqual([text]);
});

test('the time of a line is known to the millisecond', () => {
  expect(logLines(`${at}x`)[0]?.at).toBe(Date.UTC(2025, 3, 7, 12, 57, 33, 290));
});

test('between stop-commands and its token nothing is a marker', () => {
  const log = ['##[group]Run a', '::stop-commands::t0k', '##[group]Run b', '::t0k::', '##[group]Run c'];
  expect(logLines(log.join('\n')).map(line => line.isVerbatim)).toEqual([false, true, true, false, false]);
});

test('the script of a step is known by its colour', () => {
  expect(logLines(`${at}\u001b[36;1mpytest\u001b[0m\n${at}pytest`).map(line => line.isScript)).toEqual([true, false]);
});

test('a long line is cut and says so', () => {
  const [line] = logLines('x'.repeat(10_000));
  expect(line?.text).toMatch(/^x{4096} \[… 5,904 characters omitted\]$/);
});
