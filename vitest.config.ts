import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/support/closing-line.ts';

/** Tests of these folders need no queue engine; almost every other test runs once on each engine. */
const UNIT = ['domain', 'platform', 'architecture', 'sandbox'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

/** Nor do these, but they need a gateway, or PostgreSQL: what they look at is done before anything is queued. */
const ONE_ENGINE = [
  'plans/**/*',
  ...[
    'auth*',
    'bad-*',
    'contract-{pay-modes,prefix,templates}',
    'lists*',
    'openapi',
    'reference',
  ].map((name) => `api/${name}`),
  'api/tenancy',
  ...[
    'audit',
    'broken-connections',
    'false-notices',
    'headers',
    'raw-messages',
    'slow-connections',
  ].map((name) => `security/${name}`),
  // Or after it has left the queue.
  ...['ssrf', 'tenancy-matrix', 'tokens'].map((name) => `security/${name}`),
  // Of the queue that lives in the database.
  'worker/broken-start',
  'worker/many-connectors',
].map((name) => `test/${name}.test.ts`);

// Workspace packages resolve to their source: a test never meets a stale build of what it imports.
const conditions = ['payserver-source', 'module', 'node', 'development|production'];

const hasRedis = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'redis-server')));

function engineProject(engine: 'postgres' | 'redis', name: string, groupOrder: number) {
  return {
    extends: true as const,
    test: {
      name,
      include: ['test/**/*.test.ts'],
      exclude: engine === 'redis' ? [...UNIT, ...ONE_ENGINE] : UNIT,
      env: { TEST_ENGINE: engine },
      globalSetup: ['test/support/global-setup.ts'],
      sequence: { groupOrder },
    },
  };
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    retry: 0,
    maxWorkers: 2,
    // Real processes are started, stopped and killed here: on two busy cores that takes its time.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: [
      'default',
      new ClosingLine({
        missing: hasRedis ? null : 'redis-engine',
        twin: 'pg-engine',
        reason: 'redis-server is not on the PATH',
      }),
    ],
    projects: [
      { extends: true, test: { name: 'unit', include: UNIT, sequence: { groupOrder: 0 } } },
      engineProject('postgres', 'pg-engine', 1),
      ...(hasRedis ? [engineProject('redis', 'redis-engine', 2)] : []),
    ],
  },
});
