// The command `hostile`: plays the hostile suite in a folder and prints how each attack ended; exit code 1 if one came through.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Suite } from './case.ts';
import { listText } from './list.ts';
import { playAll } from './play-all.ts';
import { tableText } from './table.ts';

const usage = `Usage: npm run hostile [-- options]
  --only <text>     only attacks whose name, class or expected end contains it; may be repeated
  --without-engine  only the gates that need no run
  --list            print the list of attacks instead of playing them`;

const { folder, values } = readOptions();
const { suite } = (await import(pathToFileURL(resolve(folder, 'suite.ts')).href)) as { suite: Suite };
if (values.list) process.stdout.write(listText(suite));
else {
  const results = await playAll(suite, {
    only: values.only,
    withEngine: !values['without-engine'],
    tell: console.error,
  });
  console.log(tableText(results));
  process.exitCode = results.every(({ isAsExpected }) => isAsExpected) ? 0 : 1;
}

/** Throws the usage. */
function readOptions() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [''] },
      'without-engine': { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new Error(usage);
  return { folder, values };
}
