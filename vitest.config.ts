import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/support/closing-line.ts';
import { LongFirst } from './test/support/long-first.ts';

/** Tests of these folders need no queue engine; almost every other test runs once on each engine. */
const UNIT = [
  'domain',
  'runtime',
  'http',
  'architecture',
  'sandbox',
  'connector-check',
  'accounts',
  'console',
  'drivers',
  'receivers',
].map((folder) => `test/${folder}/**/*.test.ts`);

/** Nor do these, but they need a gateway, or PostgreSQL: what they check is done before anything is queued. */
const ONE_ENGINE = [
  'plans/**/*',
  // What a browser shows is the same whichever queue woke the worker.
  'console-ui/*',
  // Connectors have a journal of their own and no queue.
  'connector-kit/*',
  'connectors/*',
  ...[
    'auth*',
    'bad-*',
    'connector-kind',
    'contract-{pay-modes,prefix,templates}',
    'lists*',
    'notify-*',
    'edge',
    'openapi',
    'own-settings',
    'provider-templates',
    'reference',
    'search*',
    'exports',
    'views',
    'streams',
  ].map((name) => `api/${name}`),
  'api/tenancy',
  ...[
    'audit',
    'broken-connections',
    'console-*',
    'false-notices',
    'headers',
    'odd-claims',
    'notify-urls',
    'raw-messages',
    'roles-matrix',
    'slow-connections',
    'staff-scope',
  ].map((name) => `security/${name}`),
  'flow/npm-start',
  'flow/overload',
  // Its connector has books of its own and no queue.
  'flow/own-books',
  // Or after it has left the queue.
  ...['ssrf', 'tenancy-matrix', 'tokens'].map((name) => `security/${name}`),
  // Or about evidence: it comes by HTTP and meets in the order's row, the queue only wakes its worker.
  // Wake-ups, repeats and their delays are what the model, crash, fault and other flow tests see on both.
  ...[
    'by-hand',
    'cancel-meets-success',
    'late-evidence',
    'permutations',
    'refund-notices',
    'signed-notices',
    'stuck-orders',
  ].map((name) => `flow/${name}`),
  // Or about what the gateway and a connector say to each other, and what the order then shows.
  ...['api/contract-connectors', 'api/contract-statuses', 'worker/calls', 'worker/stuck'],
  // Or about a program that knows the gateway by its HTTP API only.
  ...['flow/client', 'flow/demo', 'flow/listen'],
  // Or about the checker of rows, whose breaches are written by SQL.
  'faults/invariants',
  // Of the server that the tables live on.
  'flow/borrowed-settings',
  'flow/unsynced',
  // How bytes are read.
  'flow/same-bytes',
  'api/no-writes',
  'api/standby',
  // Of the queue that lives in the database.
  'worker/broken-start',
  'worker/many-connectors',
  'worker/stalled-jobs',
  'worker/unknown-insides',
  // Of what a claim says, whoever woke it.
  'worker/template-moves',
].map((name) => `test/${name}.test.ts`);

/** These are about Redis itself. */
const REDIS_ONLY = ['test/flow/redis-servers.test.ts'];

// Workspace packages resolve to their source: a test never meets a stale build of what it imports.
const conditions = ['payserver-source', 'module', 'node', 'development|production'];

const hasRedis = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'redis-server')));

function engineProject(engine: 'postgres' | 'redis', name: string) {
  return {
    extends: true as const,
    test: {
      name,
      include: ['test/**/*.test.ts'],
      exclude: [...UNIT, ...(engine === 'redis' ? ONE_ENGINE : REDIS_ONLY)],
      env: { TEST_ENGINE: engine },
      globalSetup: ['test/support/global-setup.ts'],
    },
  };
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    retry: 0,
    // More than cores: many tests wait, for a lease, a heartbeat or a process that starts.
    maxWorkers: 3,
    // Of the tests of one file that may run side by side: they wait for deadlines of others, seconds each. What is work and
    // not waiting takes turns (test/support/turns.ts).
    maxConcurrency: 10,
    // Modules are loaded once for each worker, not for each file: no test changes a module or a global.
    isolate: false,
    sequence: { sequencer: LongFirst },
    // Real processes are started, stopped and killed here: on two busy cores that takes its time.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    reporters: [
      'default',
      new ClosingLine({
        missing: hasRedis ? null : 'redis-engine',
        twin: 'pg-engine',
        reason: 'redis-server is not on the PATH',
      }),
    ],
    projects: [
      { extends: true, test: { name: 'unit', include: UNIT } },
      engineProject('postgres', 'pg-engine'),
      ...(hasRedis ? [engineProject('redis', 'redis-engine')] : []),
    ],
  },
});
