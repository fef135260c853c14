// Answers in forms that no one asked for: they are read as what they are, or not at all.
import { fixesOf, type Row } from './change.ts';

const block = (path: string, search: string, replace: string) =>
  `${path}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;
const old = '    return user["email"]\n';
const right = '    if user is None:\n        return None\n    return user["email"]\n';
const fix = block('shop/mail.py', old, right);
const workflow = { '.github/workflows/ci.yml': 'on: push\n' };
const answer = (name: string, end: Row[1], text: string, more: Row[3] = {}): Row => [
  name,
  end,
  [],
  { answer: text, ...more },
];

export const oddAnswers = fixesOf('odd answers', 'mail', [
  answer('a block', 'proven', fix),
  answer('a block in a fence, after prose', 'proven', `The user may be None.\n\n\`\`\`python\n${fix}\`\`\`\n`),
  answer('a block with Windows lines', 'proven', fix.replaceAll('\n', '\r\n')),
  answer('a block with its path in a heading', 'proven', fix.replace('shop/mail.py', '### `shop/mail.py`')),
  answer(
    'JSON in a fence',
    'proven',
    `\`\`\`json\n${JSON.stringify({ edits: [{ path: 'shop/mail.py', search: old, replace: right }] })}\n\`\`\`\n`,
  ),
  answer('two answers in one', 'does-not-apply', `${fix}\n${fix}`),
  answer('a marker within a block', 'does-not-compile', block('shop/mail.py', old, `${right}<<<<<<< SEARCH\n`)),
  answer(
    'a marker of a merge within a block',
    'does-not-compile',
    block('shop/mail.py', old, `<<<<<<< HEAD\n${right}>>>>>>> main\n`),
  ),
  answer('two dividers', 'does-not-compile', block('shop/mail.py', old, `${right}=======\n${right}`)),
  answer(
    'a workflow between two blocks',
    'forbidden-file',
    `${fix}\n${block('.github/workflows/ci.yml', 'on: push\n', 'on: workflow_dispatch\n')}`,
    { more: workflow },
  ),
  answer(
    'a workflow by a path with dots',
    'forbidden-file',
    `${fix}\n${block('././.github/workflows/ci.yml', 'on: push\n', 'on: workflow_dispatch\n')}`,
    { more: workflow },
  ),
  answer(
    'a workflow by a path that goes up',
    'forbidden-file',
    `${fix}\n${block('shop/../.github/workflows/ci.yml', 'on: push\n', 'on: workflow_dispatch\n')}`,
    { more: workflow },
  ),
  answer('a workflow by capitals', 'forbidden-file', `${fix}\n${block('.GitHub/workflows/ci.yml', '', 'on: push\n')}`, {
    more: workflow,
  }),
  answer(
    'a test in the name of code',
    'forbidden-file',
    `${fix}\n${block('tests//test_mail.py', '    assert address(2) is None\n', '    pass\n')}`,
  ),
  answer(
    'a test by a full path',
    'forbidden-file',
    `${fix}\n${block('/work/tests/test_mail.py', '    assert address(2) is None\n', '    pass\n')}`,
  ),
  answer(
    'JSON with a path twice',
    'forbidden-file',
    `{"edits": [{"path": "shop/mail.py", "path": "tests/test_mail.py", "search": "    assert address(2) is None\\n", "replace": "    pass\\n"}]}`,
  ),
  answer(
    'JSON with a prototype',
    'unusable-answer',
    `{"__proto__": {"edits": [{"path": "shop/mail.py", "search": "x", "replace": "y"}]}}`,
  ),
  answer('JSON in a list', 'unusable-answer', JSON.stringify([{ path: 'shop/mail.py', search: old, replace: right }])),
  answer('a whole file', 'unusable-answer', `shop/mail.py\n\`\`\`python\nUSERS = {}\n\`\`\`\n`),
  answer(
    'a whole file as a new one',
    'does-not-apply',
    block('shop/mail.py', '', 'def address(user_id):\n    return None\n'),
  ),
  answer('a file that is emptied', 'does-not-apply', block('shop/__init__.py', 'x = 1\n', '')),
  answer(
    'a diff of git',
    'unusable-answer',
    `diff --git a/shop/mail.py b/shop/mail.py\n--- a/shop/mail.py\n+++ b/shop/mail.py\n@@ -12 +12,3 @@\n-${old}+    if user is None:\n+        return None\n+${old}`,
  ),
  answer('a script of sed', 'unusable-answer', "```sh\nsed -i 's/x/y/' shop/mail.py\n```\n"),
  answer('a block and a request', 'unusable-answer', `SHOW: shop/mail.py\n\n${fix}`),
  answer('a reason in a comment', 'proven', `<!-- CANNOT_FIX is not needed -->\n${fix}`),
  answer('a block for two files', 'unusable-answer', fix.replace('shop/mail.py', 'shop/mail.py, tests/test_mail.py')),
  answer('a block without a path', 'unusable-answer', fix.replace('shop/mail.py\n', '')),
  answer('a block with an empty search', 'does-not-apply', block('shop/mail.py', '', right)),
  answer('a search of blanks', 'does-not-apply', block('shop/mail.py', '\n', right)),
  answer(
    'a replacement that is left out',
    'does-not-apply',
    block('shop/mail.py', old, '    # ... existing code ...\n'),
  ),
  answer('a search that is everywhere', 'does-not-apply', block('shop/mail.py', '    user = find(user_id)\n', right)),
]);
