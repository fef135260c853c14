// Whatever a log, the code or a model wrote is shown as text on GitHub, and does nothing there.
import { describe, expect, test } from '@jest/globals';
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
