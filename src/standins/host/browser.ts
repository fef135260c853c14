// The browser that pages are looked at with: the system's own Chromium, installed where apt can.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, systemPath, systemRelease } from './debian.ts';
import { exclusively } from './exclusively.ts';

const commands = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of a browser that speaks Chromium's protocol; undefined when there is none. */
export function browserPath(): string | undefined {
  const folders = systemPath().split(':');
  return commands.flatMap(command => folders.map(folder => join(folder, command))).find(existsSync);
}

/** Installs one where it can; tells why not elsewhere: suites that need a browser then say that they are skipped. */
export async function provideBrowser(tell: (line: string) => void): Promise<void> {
  if (browserPath() !== undefined) return;
  // Ubuntu's package of that name only fetches a snap, which a container cannot run.
  if (systemRelease().id !== 'debian' || process.getuid?.() !== 0)
    return tell('No Chromium: the tests of pages are skipped. Install Chromium to run them.');
  await exclusively('nightwatch-host', tell, async () => {
    if (browserPath() === undefined) await installPackages(['chromium'], tell);
  });
}
