// Which failures a network or a machine may have caused: a connection, a name that does not resolve, a full disk or memory.
import type { Failure } from '../../../incident/evidence.ts';

const machineError =
  /Connection|Connect(?:Timeout|Error)|Timeout|timed out|SSL|gaierror|URLError|ProxyError|MaxRetryError|name resolution|No space left|MemoryError|Too many open files|\b50[234]\b/i;

export function blamesTheMachine({ errorType, message }: Failure): boolean {
  return machineError.test(`${errorType} ${message}`);
}
