// Generates the Prisma client without the network. The CLI requires a schema engine binary that it
// would download, but `generate` never runs it: any existing file satisfies the check. Never reuse
// this stand-in for `prisma migrate`: it would print nothing and exit 0 (see scripts/check-schema-drift).
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const env = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  CHECKPOINT_DISABLE: '1',
};
const run = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], { env, encoding: 'utf8' });
if (run.status !== 0) {
  process.stderr.write(`${run.stdout}${run.stderr}`);
  process.exit(run.status ?? 1);
}
