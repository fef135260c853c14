// The entry that readies this machine for the tests: `node src/standins/host/prepare.ts`.
import Docker from 'dockerode';
import { packageIndexObstacle, preparePackageIndex } from '../package-index/prepare-package-index.ts';
import { provideBarePythonImage } from './bare-python-image.ts';
import { provideBrowser } from './browser.ts';
import { prepareHost } from './prepare-host.ts';

try {
  await prepareHost(tell);
  // Before the rest: apt works for one at a time.
  await provideBrowser(tell);
  await Promise.all([provideBarePythonImage(new Docker(), tell), maybePreparePackageIndex()]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function tell(line: string): void {
  console.log(line);
}

/** Suites that need the index say that they are skipped. */
async function maybePreparePackageIndex(): Promise<void> {
  const obstacle = packageIndexObstacle();
  if (obstacle === undefined) await preparePackageIndex(tell);
  else tell(obstacle);
}
