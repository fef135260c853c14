// What git's words about a failed fetch mean.
import { expect, test } from '@jest/globals';
import { fetchFault } from '../../../src/adapters/git/fetch-fault.ts';

test.each([
  ['gone', 'fatal: remote error: upload-pack: not our ref 1111111111111111111111111111111111111111'],
  ['gone', "fatal: repository 'https://github.com/ada/gone/' not found"],
  ['gone', "remote: Repository not found.\nfatal: repository 'https://github.com/ada/gone.git/' not found"],
  ['gone', 'fatal: git upload-pack: not our ref 1111\nfatal: the remote end hung up unexpectedly'],
  ['busy', "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 503"],
  ['busy', "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 429"],
  ['busy', "fatal: unable to access 'https://github.com/a/b/': Could not resolve host: github.com"],
  [
    'busy',
    "fatal: unable to access 'https://github.com/a/b/': Failed to connect to github.com port 443 after 9 ms: Couldn't connect to server",
  ],
  ['busy', 'error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF'],
  [
    'busy',
    "fatal: unable to access 'https://github.com/a/b/': Operation too slow. Less than 1000 bytes/sec transferred the last 60 seconds",
  ],
  ['busy', 'Error: Abort signal received'],
  ['locked', "fatal: Unable to create '/var/mirrors/x.git/shallow.lock': File exists."],
  ['locked', 'fatal: shallow file has changed since we read it'],
  [
    'broken',
    "fatal: unable to access 'https://github.com/a/b/': server certificate verification failed. CAfile: none CRLfile: none",
  ],
  [
    'broken',
    "fatal: unable to access 'https://github.com/a/b/': SSL certificate problem: unable to get local issuer certificate",
  ],
  ['refused', "fatal: unable to access 'https://github.com/a/b/': The requested URL returned error: 403"],
  ['busy', "fatal: could not read Username for 'https://github.com': terminal prompts disabled"],
  ['broken', 'fatal: something nobody has seen before'],
])('%s: %s', (fault, words) => {
  expect(fetchFault(words)).toBe(fault);
});
