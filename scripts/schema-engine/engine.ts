import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { migrationNames, readMigration } from '@payserver/shared/store/migration-state';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Pool } from 'pg';
import { schemaEngineAdapter } from './adapter.ts';

/**
 * The migrations own every table of this database. schema.prisma leaves out those with a partition for each day, which
 * it cannot describe: their statements are the store's own, and test/plans and test/flow run them.
 */
export const FILTER = {
  externalTables: ['public.NotifyDelivery', 'public.NotifyAttempt'],
  externalEnums: [],
};

/** The schema engine refused: `message` is its own explanation in one line, without its stack. */
class SchemaEngineError extends Error {
  override readonly name = 'SchemaEngineError';
}

/**
 * Runs `use` with Prisma's own schema engine on that connection, and frees the engine afterwards. It is
 * the WebAssembly build: the Prisma CLI would download a binary, which a machine without the network
 * cannot. Only development needs it: to compare the schema with what the migrations really make.
 *
 * @param pool with `max: 1`, so that what is set for its session (a transaction, a lock) holds for
 *   every statement of the engine; the caller ends it
 * @throws {SchemaEngineError} what the engine or the database refused
 */
export async function withSchemaEngine<T>(
  pool: Pool,
  use: (engine: SchemaEngine) => Promise<T>,
  schema = 'public',
): Promise<T> {
  const { SchemaEngine: Engine } = await (engineModule ??= loadEngine());
  const adapter = bindMigrationAwareSqlAdapterFactory(schemaEngineAdapter(pool, schema));
  try {
    const engine = await Engine.new({ datamodels: undefined }, () => {}, adapter);
    return await use(engine).finally(() => engine.free());
  } catch (error) {
    throw explain(error);
  }
}

/** The migrations in the directory as the engine wants them. */
export async function listMigrations(migrationsDir: string): Promise<MigrationList> {
  const baseDir = resolve(migrationsDir);
  const names = await migrationNames(baseDir);
  const directories = names.map(async (name) => {
    const { sql } = await readMigration(baseDir, name);
    const content = { tag: 'ok' as const, value: sql };
    return { path: name, migrationFile: { path: 'migration.sql', content } };
  });
  const lockfile = await readFile(join(baseDir, 'migration_lock.toml'), 'utf8');
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(directories),
  };
}

/** What the package's types leave out of its generated half. */
type EngineModule = typeof import('@prisma/schema-engine-wasm') & {
  __wbg_set_wasm(exports: EngineExports): void;
};

interface EngineExports {
  __wbindgen_start(): void;
}

/** The little of it that is used here; TypeScript has its types only together with a browser's. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, Record<string, unknown>>,
  ): Promise<{ instance: { exports: EngineExports } }>;
};

let engineModule: Promise<EngineModule> | undefined;

/**
 * Compiles the engine, once in a process: the JavaScript half of its package keeps views of one
 * instance's memory, so with a second instance it would read the first one's. The package's own entry
 * imports the .wasm file as a module, which bundlers understand and Node does not.
 */
async function loadEngine(): Promise<EngineModule> {
  const half = '@prisma/schema-engine-wasm/schema_engine_bg';
  const js = (await import(half)) as EngineModule;
  const file = createRequire(import.meta.url)
    .resolve(half)
    .replace(/\.js$/, '.wasm');
  // Where the engine puts the message of a panic; without it the panic itself would be lost.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: reportPanic } });
  const imports = {
    './schema_engine_bg.js': Object.fromEntries(Object.entries(js).map(unrefTimer)),
  };
  const { instance } = await WebAssembly.instantiate(await readFile(file), imports);
  js.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return js;
}

/**
 * The engine gives its own lock 10 s and never clears that timer, which would keep a script that has
 * done its work from ending until then.
 */
function unrefTimer([name, binding]: [string, unknown]): [string, unknown] {
  if (!name.startsWith('__wbg_setTimeout')) return [name, binding];
  const setTimer = binding as (...args: unknown[]) => NodeJS.Timeout;
  return [name, (...args: unknown[]) => setTimer(...args).unref()];
}

/** After a panic the engine is unusable and its promise never settles: nothing may go on as if it had. */
function reportPanic(message: string): never {
  process.stderr.write(`The schema engine broke: ${message.split('\n')[0]}\n`);
  process.exit(1);
}

function explain(error: unknown): SchemaEngineError {
  const text = error instanceof Error ? error.message : String(error);
  const [withoutTrace = text] = text.split(/\n\s+0: /);
  const oneLine = withoutTrace.replace('external connector error', '').replace(/\s*\n\s*/g, ' ');
  return new SchemaEngineError(oneLine.trim(), { cause: error });
}
