// The variables that lead programs of setup to the proxy.
import { expect, test } from '@jest/globals';
import { egressVariables } from '../../../../src/adapters/docker/egress/egress.ts';

test('services beside the job, and the job itself, are reached without the proxy', () => {
  const { no_proxy, NO_PROXY, http_proxy, HTTPS_PROXY } = egressVariables(['postgres', 'redis']);
  expect(no_proxy?.split(',')).toEqual(['localhost', '127.0.0.1', '0.0.0.0', 'postgres', 'redis']);
  expect(NO_PROXY).toBe(no_proxy);
  expect(http_proxy).toBe(HTTPS_PROXY);
});
