// Prisma's schema engine as WebAssembly: compares databases without the download that `prisma migrate` needs.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/** Node has this API, but TypeScript declares it only in its DOM library. */
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let instantiated: Promise<void> | undefined;

/** An engine for the provider in `schema`, the text of a schema file; it works on the database behind `adapter`. */
export async function schemaEngine(
  schema: { path: string; content: string },
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<bindings.SchemaEngine> {
  instantiated ??= instantiate();
  await instantiated;
  const datamodels: [string, string][] = [[schema.path, schema.content]];
  return bindings.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
}

/** By hand, because `import … from '…wasm'` is experimental in Node and prints a warning. */
async function instantiate(): Promise<void> {
  const code = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = await readFile(code.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': { ...bindings } });
  const { __wbg_set_wasm: bind } = bindings as typeof bindings & { __wbg_set_wasm: (wasm: unknown) => void };
  bind(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}
