// Settings for Prisma's command line, which makes the typed clients; `--schema` says of which of the two schemas.
import { defineConfig } from 'prisma/config';

// Every command first wants a native "schema engine" from Prisma's own host, which a closed network refuses. Making
// clients never runs it, so any existing file will do; migrations are made by the same engine as WebAssembly
// (src/adapters/prisma/schema-engine.ts). Set here because the command line reads its configuration first of all.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({});
