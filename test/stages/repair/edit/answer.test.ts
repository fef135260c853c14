import { expect, test } from '@jest/globals';
import { repairAnswer } from '../../../../src/stages/repair/edit/answer.ts';

const block = (search: string, replace: string) => `<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE`;
const one = { path: 'src/app.py', search: 'a\n', replace: 'b\n', line: null };

const readable: [string, string, object][] = [
  [
    'a fence with the path inside',
    `It fails because.\n\n\`\`\`\nsrc/app.py\n${block('a\n', 'b\n')}\n\`\`\`\n`,
    { kind: 'edits', edits: [one], idea: 'It fails because.' },
  ],
  ['a path in the info of the fence', `\`\`\`python src/app.py\n${block('a\n', 'b\n')}\n\`\`\``, { edits: [one] }],
  ['a path above the fence', `**src/app.py**\n\`\`\`python\n${block('a\n', 'b\n')}\n\`\`\``, { edits: [one] }],
  ['a path with a word before it', `File: \`src/app.py\`\n${block('a\n', 'b\n')}`, { edits: [one] }],
  ['a path with a dot before it', `./src/app.py\n${block('a\n', 'b\n')}`, { edits: [one] }],
  ['no fence at all', `src/app.py\n${block('a\n', 'b\n')}`, { edits: [one] }],
  [
    'two blocks under one path',
    `src/app.py\n${block('a\n', 'b\n')}\n${block('c\n', 'd\n')}`,
    { edits: [one, { ...one, search: 'c\n', replace: 'd\n' }] },
  ],
  [
    'two files',
    `\`\`\`\nsrc/app.py\n${block('a\n', 'b\n')}\n\`\`\`\n\`\`\`\nlib/b.py\n${block('c\n', 'd\n')}\n\`\`\``,
    { edits: [one, { ...one, path: 'lib/b.py', search: 'c\n', replace: 'd\n' }] },
  ],
  [
    'an empty search',
    `new.py\n${block('', 'x = 1\n')}`,
    { edits: [{ path: 'new.py', search: '', replace: 'x = 1\n' }] },
  ],
  ['an empty replacement', `src/app.py\n${block('a\n', '')}`, { edits: [{ ...one, replace: '' }] }],
  [
    'a line as a hint',
    `src/app.py\n${block('a\n', 'b\n').replace('SEARCH', 'SEARCH line 12')}`,
    { edits: [{ line: 12 }] },
  ],
  ['windows line ends', `src/app.py\r\n${block('a\n', 'b\n').replaceAll('\n', '\r\n')}`, { edits: [one] }],
  [
    'CANNOT_FIX',
    'CANNOT_FIX: the test asks for the opposite',
    { kind: 'cannot-fix', reason: 'the test asks for the opposite' },
  ],
  ['CANNOT_FIX after a thought', 'I looked.\n\n**CANNOT_FIX:** no way', { kind: 'cannot-fix', reason: 'no way' }],
  ['CANNOT_FIX in a fence', '```\nCANNOT_FIX: no way\n```', { kind: 'cannot-fix', reason: 'no way' }],
  [
    'SHOW after a thought',
    'I need more.\n\nSHOW: src/app.py:Shop.sell\n- **SHOW:** `./src/b.py`',
    {
      kind: 'show',
      places: [
        { path: 'src/app.py', part: 'Shop.sell' },
        { path: 'src/b.py', part: null },
      ],
    },
  ],
  [
    'SHOW in a fence, without a blank, spelled like a test id, several in a line, and one twice',
    '```\nSHOW:src/app.py::Shop::sell()\nSHOW: a.py:12-40 (the loop), a.py, a.py\n```',
    {
      places: [
        { path: 'src/app.py', part: 'Shop.sell' },
        { path: 'a.py', part: '12-40' },
        { path: 'a.py', part: null },
      ],
    },
  ],
  [
    'JSON with SHOW',
    JSON.stringify({ show: ['src/app.py:f'] }),
    { kind: 'show', places: [{ path: 'src/app.py', part: 'f' }] },
  ],
  [
    'a block that holds a line with SHOW',
    `src/app.py\n${block('a\n', 'b\n').replace('b\n', 'SHOW: x\n')}`,
    { kind: 'edits', edits: [{ ...one, replace: 'SHOW: x\n' }] },
  ],
  [
    'JSON with edits',
    JSON.stringify({ edits: [{ path: './src/app.py', search: 'a\n', replace: 'b\n' }], rationale: 'why' }),
    { kind: 'edits', edits: [one], idea: 'why' },
  ],
  [
    'JSON in a fence',
    `\`\`\`json\n${JSON.stringify({ cannot_fix: 'no way' })}\n\`\`\``,
    { kind: 'cannot-fix', reason: 'no way' },
  ],
];

test.each(readable)('%s is read', (_, text, answer) => {
  expect(repairAnswer(text)).toMatchObject(answer);
});

const unreadable: [string, string][] = [
  ['nothing', ''],
  ['talk', 'I would add a check for None in send_notification.'],
  ['a block without a path', block('a\n', 'b\n')],
  ['a block that is cut off', 'src/app.py\n<<<<<<< SEARCH\na\n=======\nb'],
  ['a block without a divider', 'src/app.py\n<<<<<<< SEARCH\na\n>>>>>>> REPLACE'],
  ['edits and CANNOT_FIX at once', `src/app.py\n${block('a\n', 'b\n')}\nCANNOT_FIX: or not`],
  ['edits and SHOW at once', `src/app.py\n${block('a\n', 'b\n')}\nSHOW: src/app.py:f`],
  ['CANNOT_FIX and SHOW at once', 'SHOW: src/app.py:f\nCANNOT_FIX: or not'],
  ['SHOW of nothing', 'SHOW: '],
  ['JSON of another shape', '{"patch": "x"}'],
  ['damaged JSON', '{"edits": [}'],
  ['an empty list of edits', '{"edits": [], "rationale": "x"}'],
];

test.each(unreadable)('%s is nonsense', (_, text) => {
  expect(() => repairAnswer(text)).toThrow();
});

test('a long idea is cut, and says so', () => {
  const answer = repairAnswer(`${'word '.repeat(500)}\nsrc/app.py\n${block('a\n', 'b\n')}`);
  expect(answer).toMatchObject({ idea: expect.stringMatching(/^word .* \[… [\d,]+ characters omitted\]$/s) });
});
