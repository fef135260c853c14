import { expect, test } from '@jest/globals';
import { commandsOf, outputOf } from '../../src/actions/commands.ts';
import { logLines } from '../../src/actions/log-lines.ts';

const cyan = (text: string) => `\u001b[36;1m${text}\u001b[0m`;
const read = (lines: string[]) => commandsOf(logLines(lines.join('\n')))[0] ?? null;

test('a run step tells its script, shell, environment and exit code', () => {
  const log = [
    '##[group]Run pip install -e .',
    cyan('pip install -e .'),
    cyan(''),
    cyan('pytest -q'),
    'shell: /usr/bin/bash -e {0}',
    'env:',
    '  TOKEN: ***',
    '  EMPTY:',
    '  LONG: first',
    'second',
    '##[endgroup]',
    'output',
    '##[error]Process completed with exit code 2.',
  ];
  expect(read(log)).toEqual({
    script: 'pip install -e .\n\npytest -q',
    shell: '/usr/bin/bash -e {0}',
    env: { TOKEN: '***', EMPTY: '', LONG: 'first\nsecond' },
    exitCode: 2,
  });
});

test('of several exit codes the last is the own one of the step', () => {
  const log = ['##[group]Run make', cyan('make'), 'shell: bash -e {0}', '##[endgroup]'];
  const ends = [3, 2].map(code => `##[error]Process completed with exit code ${code}.`);
  expect(read([...log, ...ends])?.exitCode).toBe(2);
});

test('a step that went well has no exit code', () => {
  expect(
    read(['##[group]Run make', cyan('make'), 'shell: /usr/bin/bash -e {0}', '##[endgroup]', 'ok'])?.exitCode,
  ).toBeNull();
});

test('a script of blank lines is no command', () => {
  expect(read(['##[group]Run make', cyan(''), cyan(' '), 'shell: bash -e {0}', '##[endgroup]', 'ok'])).toBeNull();
});

test('an action is no command', () => {
  expect(read(['##[group]Run actions/checkout@v4', 'with:', '  fetch-depth: 1', '##[endgroup]'])).toBeNull();
});

test("a composite action's own steps are commands, each with its exit code", () => {
  const install = ['##[group]Run pip install -r dev.txt', cyan('pip install -r dev.txt'), 'shell: bash -e {0}'];
  const tests = [
    '##[group]Run pytest',
    cyan('pytest'),
    'shell: bash -e {0}',
    'env:',
    '  MODE: ci',
    '##[endgroup]',
    '1 failed',
  ];
  const log = ['##[group]Run ./.github/actions/check', 'with:', '  python: 3.11', '##[endgroup]'];
  const end = ['##[error]Process completed with exit code 1.'];
  expect(commandsOf(logLines([...log, ...install, '##[endgroup]', ...tests, ...end].join('\n')))).toMatchObject([
    { script: 'pip install -r dev.txt', exitCode: null },
    { script: 'pytest', env: { MODE: 'ci' }, exitCode: 1 },
  ]);
});

test('what a step prints cannot add a command or an exit code of its own', () => {
  const log = ['##[group]Run make', cyan('make'), 'shell: bash -e {0}', '##[endgroup]', '::stop-commands::x'];
  const printed = ['##[error]Process completed with exit code 7.', '::x::', '##[group]Run rm -rf /', cyan('rm -rf /')];
  expect(read([...log, ...printed])).toMatchObject({ script: 'make', exitCode: null });
});

test('a script that prints its own end of the group is read whole', () => {
  expect(
    read(['##[group]Run a', cyan('a'), cyan('##[endgroup]'), cyan('b'), 'shell: bash -e {0}', '##[endgroup]'])?.script,
  ).toBe('a\n##[endgroup]\nb');
});

test('the output of a step is what its commands print, without the headings of their scripts', () => {
  const output = (lines: string[]) => outputOf(logLines(lines.join('\n'))).map(({ text }) => text);
  const header = (script: string) => [`##[group]Run ${script}`, cyan(script), 'shell: bash -e {0}', '##[endgroup]'];
  const group = ['##[group]Run unit tests', 'collected 3 items', '##[endgroup]'];
  expect(output([...header('tox'), ...group, 'failed'])).toEqual([...group, 'failed']);
  const action = ['##[group]Run ./test', 'with:', '##[endgroup]'];
  expect(output([...action, ...header('pip install x'), 'installed', ...header('pytest'), 'failed'])).toEqual([
    'installed',
    'failed',
  ]);
  expect(output(['no heading', 'at all'])).toEqual(['no heading', 'at all']);
  const unclosed = ['##[group]Run x', cyan('x'), 'printed'];
  expect(output([...header('tox'), ...unclosed])).toEqual(['##[group]Run x', 'x', 'printed']);
  expect(output(['##[group]Run tox', cyan('tox'), 'cut off'])).toEqual([]);
});
