// `npm run db:migration -- <name>`: writes a migration for SQLite and one for PostgreSQL from the changes in the models.
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prismaFolder } from '../src/adapters/prisma/migrations.ts';
import { difference } from './difference.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { folder: { type: 'string', default: prismaFolder } },
});
const [name, ...rest] = positionals;
if (name === undefined || rest.length > 0 || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run db:migration -- <name>   (lower-case letters, digits and _, for example add_labels)');
  process.exit(2);
}
await newMigration(name, resolve(values.folder));

async function newMigration(name: string, folder: string): Promise<void> {
  const scripts = { sqlite: await difference('sqlite', folder), postgresql: await difference('postgresql', folder) };
  if (!scripts.sqlite && !scripts.postgresql) {
    console.log('Nothing to write: the migrations already describe the models.');
    return;
  }
  // Same name for both, even if one is empty, so that the histories stay comparable.
  const directory = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
  for (const [database, script] of Object.entries(scripts)) {
    const path = join(folder, database, 'migrations', directory);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'migration.sql'), script || '-- No changes.\n');
    console.log(join(path, 'migration.sql'));
  }
  console.log('Read both before you commit them: the engine cannot know what should become of the rows.');
}
