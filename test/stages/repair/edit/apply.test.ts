import { describe, expect, test } from '@jest/globals';
import { applyEdits } from '../../../../src/stages/repair/edit/apply.ts';
import type { Edit } from '../../../../src/stages/repair/edit/edits.ts';

const edit = (search: string, replace: string, more: Partial<Edit> = {}): Edit => ({
  path: 'a.py',
  search,
  replace,
  line: null,
  ...more,
});

function apply(text: string | null, ...edits: Edit[]) {
  return applyEdits({ edits, originals: { texts: new Map([['a.py', text]]), paths: ['a.py', 'src/pkg/b.py'] } });
}

interface Fits {
  name: string;
  text: string;
  edits: Edit[];
  becomes: string;
  strategy?: string;
}

const fits: Fits[] = [
  { name: 'one line', text: 'a\nb\nc\n', edits: [edit('b\n', 'B\n')], becomes: 'a\nB\nc\n', strategy: 'exact' },
  { name: 'a search without its final newline', text: 'a\nb\nc\n', edits: [edit('b', 'B')], becomes: 'a\nB\nc\n' },
  { name: 'several lines by fewer', text: 'a\nb\nc\nd\n', edits: [edit('b\nc\n', 'X\n')], becomes: 'a\nX\nd\n' },
  { name: 'an insertion after an anchor', text: 'a\nb\n', edits: [edit('a\n', 'a\nx\n')], becomes: 'a\nx\nb\n' },
  { name: 'an insertion before an anchor', text: 'a\nb\n', edits: [edit('a\n', 'x\na\n')], becomes: 'x\na\nb\n' },
  { name: 'a deletion', text: 'a\nb\nc\n', edits: [edit('a\nb\nc\n', 'a\nc\n')], becomes: 'a\nc\n' },
  { name: 'a deletion by an empty replacement', text: 'a\nb\nc\n', edits: [edit('b\n', '')], becomes: 'a\nc\n' },
  { name: 'the first line', text: 'a\nb\n', edits: [edit('a\n', 'A\n')], becomes: 'A\nb\n' },
  { name: 'the last line', text: 'a\nb\n', edits: [edit('b\n', 'B\nC\n')], becomes: 'a\nB\nC\n' },
  { name: 'the whole file', text: 'a\n', edits: [edit('a\n', 'x\ny\n')], becomes: 'x\ny\n' },
  { name: 'one of two equal lines away', text: 'x\na\na\n', edits: [edit('a\na\n', 'a\n')], becomes: 'x\na\n' },
  { name: 'a line doubled', text: 'x\na\n', edits: [edit('a\n', 'a\na\n')], becomes: 'x\na\na\n' },
  // Replacement patterns of String.replace mean nothing here.
  {
    name: '$& in a replacement',
    text: 'a\nb\n',
    edits: [edit('a\n', "x = '$&$1$$`'\n")],
    becomes: "x = '$&$1$$`'\nb\n",
  },
  { name: 'regular expression signs in a search', text: 'a.*(b)\n', edits: [edit('a.*(b)\n', 'c\n')], becomes: 'c\n' },
  // Endings.
  { name: 'a file of CRLF', text: 'a\r\nb\r\nc\r\n', edits: [edit('b\n', 'B\nX\n')], becomes: 'a\r\nB\r\nX\r\nc\r\n' },
  {
    name: 'a CRLF answer for a file of LF',
    text: 'a\nb\n',
    edits: [edit('a\r\nb\r\n', 'a\r\nB\r\n')],
    becomes: 'a\nB\n',
  },
  { name: 'mixed endings', text: 'a\r\nb\nc\r\n', edits: [edit('b\n', 'B\n')], becomes: 'a\r\nB\nc\r\n' },
  {
    name: 'mixed endings, both replaced',
    text: 'a\r\nb\nc\n',
    edits: [edit('a\nb\n', 'A\nB\n')],
    becomes: 'A\r\nB\nc\n',
  },
  { name: 'no final newline, last line edited', text: 'a\nb', edits: [edit('b\n', 'B\n')], becomes: 'a\nB' },
  { name: 'no final newline, lines appended', text: 'a\nb', edits: [edit('b\n', 'b\nc\nd\n')], becomes: 'a\nb\nc\nd' },
  { name: 'no final newline, last line gone', text: 'a\nb', edits: [edit('a\nb\n', 'a\n')], becomes: 'a' },
  { name: 'a single line without newline', text: 'a', edits: [edit('a', 'b\nc')], becomes: 'b\nc' },
  { name: 'CRLF without final newline, appended', text: 'a\r\nb', edits: [edit('b', 'b\nc')], becomes: 'a\r\nb\r\nc' },
  { name: 'a byte order mark', text: '\uFEFFa\nb\n', edits: [edit('a\n', 'A\n')], becomes: '\uFEFFA\nb\n' },
  {
    name: 'a byte order mark in the search too',
    text: '\uFEFFa\n',
    edits: [edit('\uFEFFa\n', 'A\n')],
    becomes: '\uFEFFA\n',
  },
  { name: 'a form feed inside a line', text: 'a\fb\nc\n', edits: [edit('c\n', 'C\n')], becomes: 'a\fb\nC\n' },
  {
    name: 'a lone carriage return inside a line',
    text: 'a\rb\nc\n',
    edits: [edit('c\n', 'C\n')],
    becomes: 'a\rb\nC\n',
  },
  // Trailing blanks.
  {
    name: 'trailing blanks in the file; untouched lines keep theirs',
    text: 'a  \nb\t\nc \n',
    edits: [edit('a\nb\nc\n', 'a\nB\nc\n')],
    becomes: 'a  \nB\nc \n',
    strategy: 'trailing blanks ignored',
  },
  { name: 'trailing blanks in the search', text: 'a\nb\n', edits: [edit('a  \n', 'A\n')], becomes: 'A\nb\n' },
  {
    name: 'exact wins over ignoring trailing blanks',
    text: 'a \na\n',
    edits: [edit('a\n', 'A\n')],
    becomes: 'a \nA\n',
    strategy: 'exact',
  },
  // Indentation.
  {
    name: 'an answer without the indentation',
    text: 'class A:\n    def f(self):\n        return 1\n',
    edits: [edit('def f(self):\n    return 1\n', 'def f(self):\n    if x:\n        return 2\n    return 1\n')],
    becomes: 'class A:\n    def f(self):\n        if x:\n            return 2\n        return 1\n',
    strategy: 'indentation shifted',
  },
  {
    name: 'an answer with too much indentation',
    text: 'def f():\n    return 1\n',
    edits: [edit('    def f():\n        return 1\n', '    def f():\n        return 2\n')],
    becomes: 'def f():\n    return 2\n',
    strategy: 'indentation shifted',
  },
  {
    name: 'a shift over blank lines',
    text: '\tif a:\n\n\t\tb\n',
    edits: [edit('if a:\n\n\tb\n', 'if a:\n\n\tc\n\n\td\n')],
    becomes: '\tif a:\n\n\t\tc\n\n\t\td\n',
    strategy: 'indentation shifted',
  },
  {
    name: 'spaces for tabs, consistently',
    text: 'if a:\n\tif b:\n\t\tc\n',
    edits: [edit('if a:\n    if b:\n        c\n', 'if a:\n    if b:\n        if d:\n            e\n        c\n')],
    becomes: 'if a:\n\tif b:\n\t\tif d:\n\t\t\te\n\t\tc\n',
    strategy: 'quotes and indentation folded',
  },
  {
    name: 'two blanks for four',
    text: 'if a:\n    if b:\n        c\n',
    edits: [edit('if a:\n  if b:\n    c\n', 'if a:\n  if b:\n    d\n')],
    becomes: 'if a:\n    if b:\n        d\n',
    strategy: 'quotes and indentation folded',
  },
  {
    name: 'two blanks for four, deeper and shallower than any line that was searched',
    text: 'if a:\n    if b:\n        c\n',
    edits: [edit('  if b:\n    c\n', '  if b:\n    if d:\n      e\n    c\nf\n')],
    becomes: 'if a:\n    if b:\n        if d:\n            e\n        c\nf\n',
    strategy: 'quotes and indentation folded',
  },
  {
    name: 'a blank line added before a folded passage',
    text: 'if a:\n\tb\n',
    edits: [edit('if a:\n    b\n', '\nif a:\n    b\n')],
    becomes: '\nif a:\n\tb\n',
    strategy: 'quotes and indentation folded',
  },
  // Blank edges.
  {
    name: 'blank lines round the search',
    text: 'a\nb\nc\n',
    edits: [edit('\nb\n\n', '\nB\n\n')],
    becomes: 'a\nB\nc\n',
    strategy: 'blank edge lines dropped',
  },
  {
    name: 'blank edges that the file has',
    text: 'a\n\nb\n',
    edits: [edit('\nb\n', '\nB\n')],
    becomes: 'a\n\nB\n',
    strategy: 'exact',
  },
  {
    name: 'blank edges and a shift',
    text: 'if x:\n    a\n    b\n',
    edits: [edit('\na\nb\n', '\na\nc\n')],
    becomes: 'if x:\n    a\n    c\n',
    strategy: 'blank edge lines dropped',
  },
  // Typographic signs.
  {
    name: 'typographic quotes and dashes of the answer',
    text: 'x = \'it\' - 1\ny = "z"\n',
    edits: [edit('x = ‘it’ – 1\n', 'x = ‘them’ – 2\n')],
    becomes: 'x = \'them\' - 2\ny = "z"\n',
    strategy: 'quotes and indentation folded',
  },
  {
    name: 'typographic signs that the file has stay',
    text: 's = "a – b"\nt = 1\n',
    edits: [edit('s = "a - b"\nt = 1\n', 's = "a - b"\nt = 2\n')],
    becomes: 's = "a – b"\nt = 2\n',
    strategy: 'quotes and indentation folded',
  },
  {
    name: 'typographic signs in new lines stay where the answer had no habit of them',
    text: 's = "a – b"\nt = 1\n',
    edits: [edit('s = "a - b"\nt = 1\n', 's = "a - b"\nt = "x – y"\n')],
    becomes: 's = "a – b"\nt = "x – y"\n',
  },
  // Escapes.
  {
    name: 'newlines and quotes escaped once too often',
    text: 'def f():\n    return "x"\n',
    edits: [edit('def f():\\n    return \\"x\\"', 'def f():\\n    return \\"y\\"')],
    becomes: 'def f():\n    return "y"\n',
    strategy: 'escapes undone',
  },
  {
    name: 'escapes that the file itself has are exact',
    text: 'x = "a\\n"\n',
    edits: [edit('x = "a\\n"\n', 'x = "b\\n"\n')],
    becomes: 'x = "b\\n"\n',
    strategy: 'exact',
  },
  // Several edits.
  {
    name: 'two edits, given backwards',
    text: 'a\nb\nc\nd\n',
    edits: [edit('d\n', 'D\n'), edit('a\n', 'A\n')],
    becomes: 'A\nb\nc\nD\n',
  },
  {
    name: 'two edits that share an anchor',
    text: 'a\nb\nc\n',
    edits: [edit('a\nb\n', 'A\nb\n'), edit('b\nc\n', 'b\nC\n')],
    becomes: 'A\nb\nC\n',
  },
  {
    name: 'edits are matched against the original, not against each other',
    text: 'a\nb\n',
    edits: [edit('a\n', 'b\n'), edit('b\n', 'c\n')],
    becomes: 'b\nc\n',
  },
  // A hint.
  {
    name: 'one of several places by its line',
    text: 'x\na\nx\nb\n',
    edits: [edit('x\n', 'y\n', { line: 3 })],
    becomes: 'x\na\ny\nb\n',
  },
];

test.each(fits)('$name: the edit applies', ({ text, edits, becomes, strategy }) => {
  const applied = apply(text, ...edits);
  if (applied.kind !== 'applied') throw new Error(applied.reasons.join('\n'));
  expect(applied.texts.get('a.py')).toBe(becomes);
  if (strategy) expect(applied.mostTolerant).toBe(strategy);
});

const refusals: { name: string; text: string | null; edits: Edit[]; says: RegExp }[] = [
  { name: 'no edit at all', text: 'a\n', edits: [], says: /no edit/ },
  { name: 'two places', text: 'x\na\nx\n', edits: [edit('x\n', 'y\n')], says: /fits at 2 places \(lines 1, 3\)/ },
  { name: 'a hint that selects none', text: 'x\na\nx\n', edits: [edit('x\n', 'y\n', { line: 2 })], says: /2 places/ },
  {
    name: 'two places in the strategy that matches first, though a later strategy would have one',
    text: 'x \nx  \n',
    edits: [edit('x\n', 'y\n')],
    says: /lines 1, 2/,
  },
  { name: 'an empty search on an existing file', text: 'a\n', edits: [edit('', 'x\n')], says: /search is empty/ },
  { name: 'an empty search on an empty file', text: '', edits: [edit('', 'x\n')], says: /search is empty/ },
  { name: 'a search of blank lines', text: 'a\n\nb\n', edits: [edit('\n', 'x\n')], says: /only blank lines/ },
  { name: 'search equal to replacement', text: 'a\n', edits: [edit('a\n', 'a')], says: /are the same/ },
  { name: 'part of a line', text: 'x = foo(1)\n', edits: [edit('foo', 'bar')], says: /does not occur/ },
  {
    name: 'something alike, which is named',
    text: 'def send(user):\n    return user.email\n',
    edits: [edit('def send(user):\n    return user.mail\n', 'x\n')],
    says: /did you mean the lines from line 1\?\ndef send\(user\):\n {4}return user\.email/,
  },
  {
    name: 'nothing alike',
    text: 'a\nb\n',
    edits: [edit('completely different\n', 'x\n')],
    says: /^(?!.*did you mean)/,
  },
  { name: 'a search longer than the file', text: 'a\n', edits: [edit('a\nb\nc\n', 'x\n')], says: /does not occur/ },
  {
    name: 'an uneven shift of indentation',
    text: '  a\n    b\n  c\n',
    edits: [edit('a\nb\n    c\n', 'a\nb\n    d\n')],
    says: /does not occur/,
  },
  {
    name: 'a shift that a replacement line cannot follow',
    text: 'a\nb\n',
    edits: [edit('    a\n    b\n', '    a\nc\n')],
    says: /does not occur/,
  },
  {
    name: 'an indentation that cannot be told',
    text: 'if a:\n\tb = ‘x’\n',
    edits: [edit("b = 'x'\n", "b = 'x'\nif c:\n    d\n")],
    says: /does not occur/,
  },
  {
    name: 'overlapping edits',
    text: 'a\nb\nc\n',
    edits: [edit('a\nb\n', 'X\n'), edit('b\nc\n', 'Y\n')],
    says: /same lines/,
  },
  { name: 'the same edit twice', text: 'a\nb\n', edits: [edit('a\n', 'A\n'), edit('a\n', 'A\n')], says: /same lines/ },
  {
    name: 'two insertions at one point',
    text: 'a\nb\n',
    edits: [edit('a\n', 'a\nx\n'), edit('b\n', 'y\nb\n')],
    says: /same lines/,
  },
  { name: 'a search in a file that does not exist', text: null, edits: [edit('a\n', 'b\n')], says: /no such file/ },
  {
    name: 'two edits that both make the file',
    text: null,
    edits: [edit('', 'a\n'), edit('', 'b\n')],
    says: /one edit alone/,
  },
  {
    name: 'code behind a carriage return in a comment',
    text: 'a\nb\n',
    edits: [edit('a\n', 'a  # fine\rimport os\n')],
    says: /^a\.py: Line 1 contains a carriage return/,
  },
  {
    name: 'an ending that the file does not have',
    text: 'a\nb\n',
    edits: [edit('a\n', 'A\r\r\n')],
    says: /carriage return/,
  },
  {
    name: 'a carriage return in a file of CRLF',
    text: 'a\r\nb\r\n',
    edits: [edit('a\n', 'A\rB\n')],
    says: /carriage return/,
  },
  { name: 'a hidden character', text: 'a\n', edits: [edit('a\n', 'a\u200b\n')], says: /U\+200B/ },
  { name: 'a hidden character in a new file', text: null, edits: [edit('', 'a\u200b\n')], says: /U\+200B/ },
  { name: 'a name like another', text: 'a = 1\n', edits: [edit('a = 1\n', '\u0430 = 1\n')], says: /easily taken/ },
  { name: 'a lone surrogate', text: 'a\n', edits: [edit('a\n', 'x = "\ud800"\n')], says: /Unicode/ },
];

test.each(refusals)('$name: the edit is refused', ({ text, edits, says }) => {
  const applied = apply(text, ...edits);
  if (applied.kind !== 'refused') throw new Error('applied');
  expect(applied.reasons.join('\n')).toMatch(says);
});

const placeholders = [
  '# ... rest of the code unchanged ...',
  '    # rest of the function remains the same',
  '# ... existing code ...',
  '# … unchanged',
  '# existing methods here ...',
  '// ... rest of code',
  '... rest of the file',
  '# (remainder of the class)\n# remainder of the class',
  '# code omitted for brevity',
];

test.each(placeholders)('a placeholder is refused: %s', line => {
  expect(apply('a\nb\n', edit('a\n', `A\n${line}\n`))).toMatchObject({ kind: 'refused' });
});

const honest = [
  '...',
  '    ...',
  '# the rest is up to the caller',
  '# existing users keep their address',
  '# unchanged',
  'x[..., 0]',
  '# keeps the code of the country',
];

test.each(honest)('an honest line is not taken for a placeholder: %s', line => {
  expect(apply('a\nb\n', edit('a\n', `A\n${line}\n`))).toMatchObject({ kind: 'applied' });
});

test('a comment that the file already holds may stay, whatever it says', () => {
  const comment = '# ... rest of the code unchanged';
  expect(apply(`${comment}\na\n`, edit(`${comment}\na\n`, `${comment}\nb\n`))).toMatchObject({ kind: 'applied' });
});

describe('several files', () => {
  const texts = new Map([
    ['a.py', 'a\n'],
    ['b.py', 'b\n'],
    ['new.py', null],
  ]);
  const paths = ['a.py', 'b.py', 'src/deep/c.py'];

  test('all are changed, and a new one is made with a final newline', () => {
    const edits = [edit('a', 'A'), edit('b', 'B', { path: 'b.py' }), edit('', 'x = 1', { path: 'new.py' })];
    const applied = applyEdits({ edits, originals: { texts, paths } });
    expect(applied).toMatchObject({ kind: 'applied' });
    if (applied.kind === 'applied') {
      expect(Object.fromEntries(applied.texts)).toEqual({ 'a.py': 'A\n', 'b.py': 'B\n', 'new.py': 'x = 1\n' });
    }
  });

  test('one edit that does not apply holds up all of them, and every reason is told', () => {
    const edits = [edit('a', 'A'), edit('z', 'B', { path: 'b.py' }), edit('q', 'r', { path: 'c.py' })];
    const applied = applyEdits({ edits, originals: { texts, paths } });
    if (applied.kind !== 'refused') throw new Error('applied');
    expect(applied.reasons).toHaveLength(2);
    expect(applied.reasons.join('\n')).toContain('Did you mean src/deep/c.py?');
  });
});
