// What the command line of `npm run rehearse` means.
import { expect, test } from '@jest/globals';
import { rehearsalOptions } from '../../src/demo/rehearsal/options.ts';

test.each([
  [['/r'], {}, { repository: '/r', log: null, model: 'none' }],
  [['/r'], { GEMINI_API_KEY: 'k' }, { repository: '/r', log: null, model: { apiKey: 'k' } }],
  [['/r', '--answers', '/a'], { GEMINI_API_KEY: 'k' }, { repository: '/r', log: null, model: { answers: '/a' } }],
  [['--log', '/l.zip', '/r'], {}, { repository: '/r', log: '/l.zip', model: 'none' }],
])('%j with %j', (args, environment, expected) => {
  expect(rehearsalOptions(args, environment)).toEqual(expected);
});

test.each([[[]], [['/r', '/s']], [['/r', '--commit', 'x']], [['/r', '--log']]])('%j shows the usage', args => {
  expect(() => rehearsalOptions(args, {})).toThrow('Usage: npm run rehearse -- <path to a git repository>');
});
