// Whatever a log, the code or a model wrote is shown as text on GitHub, and does nothing there.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { details, fenced, inlineCode, page, plain, prose, sentenceAndOutput, table } from '../../src/text/markdown.ts';

const hostile = [
  '@octocat please look',
  'Fixes #12 and closes octo/mail#13, GH-14',
  'closes https://github.com/octo/mail/issues/12',
  '![pixel](https://evil.example/x.png)',
  '<img src="https://evil.example/x.png"> <!-- nightwatch:f00d:1 --> <script>alert(1)</script>',
  '[a link](javascript:alert(1)) www.evil.example',
  '# A heading\n\n- a list\n\n> a quote',
  '```\n@octocat\n```',
  '~~~\nout\n~~~',
  '</details></summary>',
  '| a | b |\n| - | - |',
  '`code` **bold** $math$ ~~gone~~',
];

describe('prose', () => {
  test.each(hostile)('shows %j as one paragraph of text', text => {
    const tree = fromMarkdown(prose(text));
    expect(tree.children.map(({ type }) => type)).toEqual(['paragraph']);
    const inert = ['root', 'paragraph', 'text', 'inlineCode'];
    expect([...kindsIn(tree)].filter(kind => !inert.includes(kind))).toEqual([]);
  });

  test.each(hostile)('calls nobody and no issue in %j', text => {
    expect(prose(text)).not.toMatch(/[@#][a-z\d]|GH-\d|:\/\//i);
  });

  test('is bounded', () => {
    expect(prose('x'.repeat(1_000_000)).length).toBeLessThan(5_000);
  });

  test('drops what GitHub would refuse or what hides the meaning of a text', () => {
    expect(prose('a\0b\u001b[31m\u202ec\ud800d\re')).toBe('a�b�\\[31m�c�de');
  });
});

describe('code', () => {
  test.each(['``` \n@octocat', '~~~~\n````', '`'.repeat(50), '</details>'])('in a fence cannot leave it: %j', text => {
    const tree = fromMarkdown(`${fenced(text)}\n\nAfter it.`);
    expect(tree.children.map(({ type }) => type)).toEqual(['code', 'paragraph']);
    expect(tree.children[0]).toMatchObject({ value: text });
  });

  test.each(['a`b', '``', '`', ' `x` ', '', 'line\nbreak', '<b>'])('in a line cannot leave it: %j', text => {
    const tree = fromMarkdown(`${inlineCode(text)} after`);
    expect(tree.children).toMatchObject([{ type: 'paragraph', children: [{ type: 'inlineCode' }, { type: 'text' }] }]);
  });
});

describe('a table', () => {
  test.each(hostile)('holds %j in one cell', text => {
    const shown = table([
      ['What', 'Where'],
      [text, 'here'],
    ]);
    expect(shown.split('\n')).toHaveLength(3);
    expect(shown).not.toMatch(/[@#][a-z\d]|(?<!\\)<img|(?<!\\)!\[pixel\]/i);
    const cells = shown.split('\n')[2]?.match(/(?<!\\)\|/g);
    expect(cells).toHaveLength(3);
  });
});

test('an output stays inside the fold it is shown in', () => {
  const shown = details('Output', fenced('</details>\n```\n@octocat'));
  const tree = fromMarkdown(`${shown}\n\nAfter it.`);
  expect(tree.children.map(({ type }) => type)).toEqual(['html', 'code', 'html', 'paragraph']);
});

test('a title is one line within its length, calls nobody and breaks no character in two', () => {
  expect(plain('Fix  a\nb @octocat #1', 100)).toBe('Fix a b @\u200boctocat #\u200b1');
  expect(plain('😀'.repeat(10), 6)).toBe('😀😀…');
  expect(plain('x'.repeat(1_000_000), 120)).toHaveLength(120);
});

test('a sentence with output below it becomes a paragraph and a fence', () => {
  expect(sentenceAndOutput('It ended with 1:\nERROR: x\n  y\n')).toEqual([
    'It ended with 1:',
    '```\nERROR: x\n  y\n```',
  ]);
  expect(sentenceAndOutput('Just this.')).toEqual(['Just this.']);
});

describe('a page', () => {
  test('is its blocks one below the other', () => {
    expect(page(['a', 'b'], ['---', 'the end'])).toBe('a\n\nb\n\n---\n\nthe end');
  });

  test('omits entire blocks that do not fit, says so, and keeps the footer', () => {
    const shown = page(['first', fenced('x'.repeat(100_000)), 'second'], ['the end']);
    expect(shown).toMatch(/^first\n\nsecond\n\n\*Some sections are omitted.*\*\n\nthe end$/);
  });

  test('is never longer than GitHub takes', () => {
    const blocks = Array.from({ length: 1_000 }, () => prose('<'.repeat(4_000)));
    expect(page(blocks, ['the end']).length).toBeLessThan(65_536);
  });
});

/** All kinds of nodes in a tree of Markdown. */
function kindsIn(node: { type: string; children?: readonly { type: string }[] }): Set<string> {
  return new Set([node.type, ...(node.children ?? []).flatMap(child => [...kindsIn(child)])]);
}

/** What GitHub and other services obey in a commit message; a squash merge makes a body one. */
const obeyed =
  /\[\s*(?:skip[\s-]+[a-z-]{2,20}|[a-z-]{2,20}[\s-]+skip|no[\s-]+ci)\s*\]|-by\s*:|on-behalf-of\s*:|skip-checks\s*:|\*\*\*NO_CI\*\*\*|\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:https?:\/\/\S+\/\d|gh-\d|[\w./-]*#\d)/i;

describe('what is obeyed wherever it stands is broken', () => {
  const orders = [
    ...[
      '[skip ci]',
      '[ci skip]',
      '[no ci]',
      '[skip actions]',
      '[actions skip]',
      '[SKIP CI]',
      '[ skip  ci ]',
      '[skip-ci]',
    ],
    ...['[skip netlify]', '[vercel skip]', '[CF-Pages-Skip]', '[skip azurepipelines]', '***NO_CI***', '[skip\nci]'],
    ...['skip-checks: true', 'skip-checks:true', 'Co-authored-by: A <a@b.c>', 'SIGNED-OFF-BY: A', 'Reviewed-by : A'],
    ...['on-behalf-of: @octo <a@b.c>', 'fixes #1', 'Closed: #12', 'resolves octo/mail#3', 'Fix GH-4', 'close\n#5'],
    ...['closes https://github.com/octo/mail/issues/6', 'fixed http://ghe.example/o/r/pull/7'],
  ];

  test.each(orders)('%j', order => {
    const text = `a ${order} b`;
    for (const shown of [
      plain(text, 500),
      prose(text),
      inlineCode(text),
      fenced(text),
      fenced(text, 'diff'),
      table([[text]]),
    ]) {
      expect(shown).not.toMatch(obeyed);
      expect(shown).not.toContain(order);
    }
  });

  test.each([
    'x[skip] = to[do_skip]',
    'for each in [skip, ci]:',
    '@property',
    'def test_it[no-cache](): #1',
    'self.fixes = closes(#)',
    'sorted_by: str',
    'a line #12 of code @octocat',
    'https://example.org/a/1',
  ])('but not code that only looks alike: %j', code => {
    expect(fenced(code)).toBe(`\`\`\`\n${code}\n\`\`\``);
  });
});

describe('whatever is generated,', () => {
  const piece = fc.constantFrom(
    ...[
      '@octocat',
      '@octo/team',
      '#1',
      'fixes ',
      'closes: ',
      'GH-2',
      'octo/mail#3',
      'https://github.com/o/r/issues/4',
      '[skip',
      ' ci]',
    ],
    ...[
      '[ci ',
      'skip]',
      '[',
      ']',
      'no ci',
      'Co-authored-by',
      ': ',
      'skip-checks',
      '***NO_CI***',
      '\n',
      '\r',
      '\t',
      ' ',
      '`',
      '```',
      '~~~',
    ],
    ...[
      '<!-- ',
      '-->',
      '</details>',
      '<img src=x>',
      '![x](https://e.example)',
      '|',
      '\\',
      '\0',
      '\u202e',
      '\u200b',
      '\u2060',
      '\u00ad',
      'é',
      '👩‍💻',
    ],
  );
  const text = fc.array(piece, { maxLength: 14 }).map(parts => parts.join(''));
  const inert = ['root', 'paragraph', 'text', 'inlineCode'];

  test('a title does nothing', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 120 }), (said, length) => {
        const title = plain(said, length);
        expect(title.length).toBeLessThanOrEqual(length);
        expect(title).not.toMatch(obeyed);
        expect(title).not.toMatch(/[@#][a-z\d]|GH-\d|:\/\/|[\n\r\0\u202e\u2060\u00ad]/i);
      }),
      { numRuns: 1_000 },
    );
  });

  test('prose is one paragraph that does nothing', () => {
    fc.assert(
      fc.property(text, said => {
        const shown = prose(said);
        expect(shown).not.toMatch(obeyed);
        expect(shown).not.toMatch(/[@#][a-z\d]|GH-\d|:\/\//i);
        expect([...kindsIn(fromMarkdown(shown))].filter(kind => !inert.includes(kind))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('code stays in its fence and does nothing', () => {
    fc.assert(
      fc.property(text, said => {
        const shown = fenced(said, 'diff');
        expect(shown).not.toMatch(obeyed);
        expect(fromMarkdown(`${shown}\n\nAfter it.`).children.map(({ type }) => type)).toEqual(['code', 'paragraph']);
        const line = fromMarkdown(`${inlineCode(said)} after`);
        expect([...kindsIn(line)].filter(kind => !inert.includes(kind))).toEqual([]);
        expect(inlineCode(said)).not.toMatch(obeyed);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a cell stays in its table', () => {
    fc.assert(
      fc.property(text, said => {
        const shown = table([
          ['What', 'Where'],
          [said, 'here'],
        ]);
        expect(shown.split('\n')).toHaveLength(3);
        expect(shown.split('\n')[2]?.match(/(?<!\\)\|/g)).toHaveLength(3);
        expect(shown).not.toMatch(obeyed);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('what hides in a text is shown to be there, and emoji and odd blanks are left alone', () => {
  expect(prose('a\u200bb\u2060c\u00add\u{e0061}e')).toBe('a�b�c�d�e');
  expect(prose('❤️ 👩‍💻 a\u00a0b')).toBe('❤️ 👩‍💻 a b');
  expect(fenced('x = "\u00a0"')).toContain('"\u00a0"');
});

test('texts of a megabyte are broken in seconds at most', () => {
  const started = performance.now();
  for (const part of ['[skip ', 'fixes ', 'a-by ', '[a-', 'fixes #', '[skip-', 'fixes a/', '***', 'é\u200b']) {
    plain(part.repeat(1_000_000 / part.length), 100);
  }
  expect(performance.now() - started).toBeLessThan(20_000);
});
