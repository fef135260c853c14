// Settings for the Prisma CLI, which generates the typed clients; `--schema` selects one of the two schemas.
import { defineConfig } from 'prisma/config';

// Every command first downloads a native "schema engine", which fails in a closed network. Generating clients never runs it,
// so any existing file will do; new migrations use the same engine as WebAssembly (schema-engine.ts). Set here
// because the CLI reads its configuration first.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({});
