// The entry that readies this machine: `node src/standins/host/prepare.ts`. Run before the tests and the demo.
import { prepareHost } from './prepare-host.ts';

try {
  await prepareHost(line => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
