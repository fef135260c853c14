// A file that reaches further already is not made to reach more, another program or another host.
import { describe, expect, test } from '@jest/globals';
import { languages } from '../../../../../src/languages/languages.ts';
import { changed } from './changed-file.ts';

async function said(after: string, before: string): Promise<string> {
  const failing = { targets: [], texts: [] };
  return languages.python.rules.repair.signsOfCheating([await changed(before, after)], failing).join(' ');
}

describe('what a file reaches already is counted', () => {
  const before =
    'import subprocess\nimport requests\n\n\ndef f(x):\n    subprocess.run(["git", x])\n    return requests.get(x)\n';
  const once = (line: string) => said(before.replace('    return', `    ${line}\n    return`), before);

  test.each([
    ['one more process', 'subprocess.run(["ls"])', 'starts or signals processes in one more place'],
    ['one more connection', 'requests.post(x, data=x)', 'reaches the network in one more place'],
  ])('%s is more', async (_, line, words) => {
    expect(await once(line)).toContain(words);
  });

  test('another program and another address are others', async () => {
    expect(await said(before.replace('["git", x]', '["sh", "-c", x]'), before)).toContain('starts another program');
    expect(await said(before.replace('get(x)', 'get("https://example.org")'), before)).toContain(
      'names another address',
    );
  });

  test.each([
    ['another argument', before.replace('get(x)', 'get(x, timeout=5)')],
    [
      'an error that is caught',
      before.replace(
        '    return requests.get(x)',
        '    try:\n        return requests.get(x)\n    except requests.ConnectionError:\n        return None',
      ),
    ],
    [
      'a place that it moved to',
      before.replace('    return requests.get(x)\n', '    return g(x)\n\n\ndef g(x):\n    return requests.get(x)\n'),
    ],
    ['another argument of the program', before.replace('["git", x]', '["git", "--no-pager", x]')],
    ['an address in a comment', before.replace('    return', '    # See https://example.org\n    return')],
  ])('%s is not', async (_, after) => {
    expect(await said(after, before)).toBe('');
  });
});
