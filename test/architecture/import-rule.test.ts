import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// A small repository in a temporary folder: clean files, and one file for each way to break a rule.
// The real command cruises it with the real configuration, once.

const require = createRequire(import.meta.url);
const REPOSITORY = join(import.meta.dirname, '../..');
const CONFIG = join(REPOSITORY, '.dependency-cruiser.cjs');
const COMMAND = join(REPOSITORY, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const S = 'packages/shared/src';
const STORE = '@payserver/shared/store';
const PACKAGES = [
  'pg',
  'bullmq',
  'ioredis',
  'uuid',
  'pino',
  'got',
  'jose',
  '@prisma/client',
  'react',
];

/** file: what it imports. None of these may be reported. */
const CLEAN: Record<string, readonly string[]> = {
  [`${S}/domain/money.ts`]: [],
  [`${S}/domain/ids.ts`]: ['uuid', './money.ts'],
  [`${S}/runtime/log.ts`]: ['pino', 'node:fs'],
  [`${S}/runtime/postgres-client.ts`]: ['pg', './log.ts'],
  [`${S}/store/generated/client.ts`]: ['@prisma/client'],
  [`${S}/store/rows.ts`]: [
    './generated/client.ts',
    'pg',
    '../domain/money.ts',
    '../runtime/log.ts',
  ],
  [`${S}/queue/jobs.ts`]: ['bullmq', 'ioredis', 'pg', '../domain/money.ts', '../runtime/log.ts'],
  [`${S}/queue/migrate.ts`]: ['bullmq', 'pg'],
  [`${S}/settlement/settle.ts`]: ['../domain/money.ts', '../store/rows.ts'],
  'apps/api/src/http/present.ts': [
    '@payserver/shared/domain/money',
    'type @payserver/shared/store/rows',
  ],
  'apps/api/src/use-cases/pay.ts': [
    '@payserver/shared/store/rows',
    '@payserver/shared/queue/jobs',
    '@payserver/shared/settlement/settle',
    '../outbound/keys.ts',
  ],
  'apps/api/src/resources/pay-orders/present.ts': [
    '../../http/present.ts',
    'type @payserver/shared/store/rows',
  ],
  'apps/api/src/resources/pay-orders/routes.ts': [
    '../../use-cases/pay.ts',
    '../../http/present.ts',
    './present.ts',
  ],
  'apps/api/src/openapi/describe.ts': [
    '../http/present.ts',
    '@payserver/shared/domain/money',
    '@payserver/shared/runtime/log',
  ],
  'apps/api/src/http/errors.ts': ['@payserver/shared/store/rows'],
  'apps/api/src/outbound/keys.ts': ['jose', '@payserver/shared/runtime/log'],
  'apps/api/src/audit/requests.ts': ['../http/present.ts', '@payserver/shared/store/rows'],
  'packages/tokens/src/verify.ts': [
    '@payserver/shared/domain/money',
    '@payserver/shared/runtime/log',
  ],
  'apps/api/src/auth/tokens.ts': [
    '../audit/requests.ts',
    '../../../../packages/tokens/src/verify.ts',
  ],
  'apps/api/src/overload/admission.ts': ['../http/present.ts', 'type ../use-cases/pay.ts'],
  'apps/api/src/main.ts': [
    './resources/pay-orders/routes.ts',
    './openapi/describe.ts',
    './http/errors.ts',
    './http/strict-json.ts',
    './auth/tokens.ts',
    './overload/admission.ts',
    '@payserver/shared/queue/jobs',
  ],
  'apps/api/src/console/log-in.ts': ['../use-cases/pay.ts', '../audit/requests.ts'],
  'apps/console/src/main.ts': ['react', '../../../packages/client/src/client.ts'],
  'apps/worker/src/connectors/call.ts': ['got', '@payserver/shared/domain/money'],
  'apps/worker/src/jobs/process-orders.ts': [
    '../connectors/call.ts',
    '@payserver/shared/settlement/settle',
  ],
  'apps/sandbox/src/main.ts': ['@payserver/shared/runtime/log'],
  'apps/supervisor/src/main.ts': [
    '@payserver/embedded-postgres/server',
    '@payserver/shared/store/rows',
  ],
  'apps/cli/src/main.ts': ['@payserver/shared/runtime/log', 'got'],
  'apps/cli/src/c.ts': ['type ./b.ts'],
  'packages/embedded-postgres/src/server.ts': ['pg', '@payserver/shared/runtime/log'],
  'packages/connector-check/src/run.ts': [
    'commander',
    '@payserver/shared/domain/money',
    '@payserver/shared/runtime/log',
  ],
  'packages/connector-kit/src/main.ts': ['pg', '@payserver/embedded-postgres/server'],
  'packages/client/src/client.ts': ['./generated/schema.ts'],
  'packages/client/src/generated/schema.ts': [],
  'connectors/accounts/src/books/rows.ts': [
    'pg',
    '@payserver/shared/domain/money',
    '@payserver/shared/runtime/log',
  ],
  'connectors/accounts/src/main.ts': [
    './books/rows.ts',
    '@payserver/shared/runtime/log',
    '../../../packages/tokens/src/verify.ts',
  ],
  'packages/connector-kit/src/money.ts': [],
  'connectors/alipay/src/driver/answer.ts': [
    'node:crypto',
    '../../../../packages/connector-kit/src/money.ts',
  ],
  'connectors/alipay/src/main.ts': [
    './driver/answer.ts',
    '@payserver/shared/runtime/log',
    '../../../packages/connector-kit/src/main.ts',
  ],
  'test/connectors/alipay.test.ts': ['../../connectors/alipay/src/driver/answer.ts'],
  'connectors/wechat/src/driver/sign.ts': ['@payserver/shared/domain/money'],
  'connectors/wechat/src/main.ts': ['./driver/sign.ts', '@payserver/shared/runtime/log'],
  'packages/provider-stub/src/bank.ts': ['@payserver/shared/runtime/log'],
  'connectors/play/stub/src/main.ts': [
    '../../../../packages/provider-stub/src/bank.ts',
    '@payserver/shared/runtime/log',
  ],
  'connectors/play/src/main.ts': ['@payserver/shared/domain/money'],
  'test/accounts/books.test.ts': ['../../connectors/accounts/src/books/rows.ts'],
  'test/support/start.ts': [
    'pg',
    '../../packages/client/src/client.ts',
    '@payserver/shared/store/rows',
    '@payserver/shared/queue/migrate',
  ],
  'test/api/pay.test.ts': ['../support/start.ts', '@payserver/shared/domain/money'],
  'apps/api/src/http/strict-json.ts': ['@payserver/shared/domain/money'],
  'test/http/strict-json.test.ts': ['../../apps/api/src/http/strict-json.ts'],
  'test/runtime/log.test.ts': ['@payserver/shared/runtime/log'],
  'bench/main.ts': ['../test/support/start.ts', '@payserver/embedded-postgres/server'],
};

/** [the rule that must report it, the file, what it imports]; one for each way over a border. */
const BROKEN: readonly (readonly [rule: string, file: string, imports: string])[] = [
  ['domain', `${S}/domain/a.ts`, '../runtime/log.ts'],
  ['domain', `${S}/domain/b.ts`, '../store/rows.ts'],
  ['domain-without-packages', `${S}/domain/c.ts`, 'pino'],
  ['domain-without-packages', `${S}/domain/d.ts`, 'node:crypto'],
  ['ids-without-other-packages', `${S}/domain/ids.ts`, 'node:crypto'],
  ['runtime', `${S}/runtime/a.ts`, '../domain/money.ts'],
  ['store', `${S}/store/a.ts`, '../queue/jobs.ts'],
  ['store', `${S}/store/b.ts`, '../settlement/settle.ts'],
  ['queue', `${S}/queue/a.ts`, '../store/rows.ts'],
  ['settlement', `${S}/settlement/a.ts`, '../queue/jobs.ts'],
  ['settlement', `${S}/settlement/b.ts`, '../../../../apps/worker/src/connectors/call.ts'],
  ['api-console', 'apps/api/src/console/a.ts', `${STORE}/rows`],
  ['console', 'apps/console/src/a.ts', '@payserver/shared/domain/money'],
  ['react-only-in-console', 'apps/api/src/http/b.ts', 'react'],
  ['api', 'apps/api/src/a.ts', '../../worker/src/jobs/process-orders.ts'],
  ['routes-take-nothing-of-store', 'apps/api/src/resources/a/routes.ts', `${STORE}/rows`],
  ['routes-take-nothing-of-store', 'apps/api/src/resources/b/pay-route.ts', `type ${STORE}/rows`],
  ['resources-take-only-types-of-store', 'apps/api/src/resources/a/present.ts', `${STORE}/rows`],
  ['resources', 'apps/api/src/resources/c/routes.ts', '@payserver/shared/queue/jobs'],
  ['resources', 'apps/api/src/resources/d.ts', '@payserver/shared/settlement/settle'],
  ['resources', 'apps/api/src/resources/e.ts', '../audit/requests.ts'],
  ['http', 'apps/api/src/http/c.ts', '../resources/pay-orders/present.ts'],
  ['http', 'apps/api/src/http/a.ts', '../use-cases/pay.ts'],
  ['http-takes-only-types-of-store', 'apps/api/src/http/b.ts', '@payserver/shared/store/rows'],
  ['openapi', 'apps/api/src/openapi/a.ts', '../resources/pay-orders/routes.ts'],
  ['openapi', 'apps/api/src/openapi/b.ts', 'type @payserver/shared/store/rows'],
  ['runtime', `${S}/runtime/c.ts`, '@payserver/embedded-postgres/server'],
  ['embedded-postgres', 'packages/embedded-postgres/src/a.ts', `${STORE}/rows`],
  ['api', 'apps/api/src/d.ts', '@payserver/embedded-postgres/server'],
  ['worker', 'apps/worker/src/c.ts', '@payserver/embedded-postgres/server'],
  ['connector-kit', 'packages/connector-kit/src/a.ts', `${STORE}/rows`],
  ['connector-kit', 'packages/connector-kit/src/b.ts', '@payserver/shared/settlement/settle'],
  ['client', 'packages/client/src/a.ts', '@payserver/shared/domain/money'],
  ['connector-check', 'packages/connector-check/src/a.ts', '@payserver/shared/store/rows'],
  ['use-cases', 'apps/api/src/use-cases/a.ts', '../http/present.ts'],
  ['use-cases', 'apps/api/src/use-cases/c.ts', '../auth/tokens.ts'],
  ['auth', 'apps/api/src/auth/a.ts', '../resources/pay-orders/routes.ts'],
  ['auth', 'apps/api/src/auth/b.ts', '@payserver/shared/store/rows'],
  ['tokens', 'packages/tokens/src/a.ts', '@payserver/shared/store/rows'],
  ['overload', 'apps/api/src/overload/a.ts', '../resources/pay-orders/routes.ts'],
  ['overload', 'apps/api/src/overload/b.ts', '@payserver/shared/store/rows'],
  ['audit', 'apps/api/src/audit/a.ts', '../resources/pay-orders/routes.ts'],
  ['audit', 'apps/api/src/audit/b.ts', '../use-cases/pay.ts'],
  ['outbound', 'apps/api/src/outbound/a.ts', '../http/present.ts'],
  ['outbound', 'apps/api/src/outbound/b.ts', '@payserver/shared/store/rows'],
  ['worker', 'apps/worker/src/a.ts', '../../api/src/use-cases/pay.ts'],
  ['connectors', 'apps/worker/src/connectors/a.ts', '@payserver/shared/store/rows'],
  ['connectors', 'apps/worker/src/connectors/b.ts', '@payserver/shared/queue/jobs'],
  ['connectors', 'apps/worker/src/connectors/c.ts', '@payserver/shared/settlement/settle'],
  ['connectors', 'apps/worker/src/connectors/d.ts', '../jobs/process-orders.ts'],
  ['sandbox', 'apps/sandbox/src/a.ts', '@payserver/shared/store/rows'],
  ['supervisor', 'apps/supervisor/src/a.ts', '../../api/src/main.ts'],
  ['cli', 'apps/cli/src/a.ts', '@payserver/shared/store/rows'],
  ['accounts', 'connectors/accounts/src/a.ts', `${STORE}/rows`],
  ['accounts', 'connectors/accounts/src/b.ts', '../../../apps/api/src/main.ts'],
  ['provider-stub', 'packages/provider-stub/src/a.ts', '@payserver/shared/domain/money'],
  ['stubs', 'connectors/play/stub/src/a.ts', '../../src/main.ts'],
  ['stubs', 'connectors/play/stub/src/b.ts', '@payserver/shared/domain/money'],
  ['no-stub-in-a-connector', 'connectors/play/src/a.ts', '../stub/src/main.ts'],
  [
    'no-stub-in-a-connector',
    'connectors/play/src/b.ts',
    '../../../packages/provider-stub/src/bank.ts',
  ],
  ['books', 'connectors/accounts/src/books/a.ts', '../main.ts'],
  ['wechat', 'connectors/wechat/src/a.ts', `${STORE}/rows`],
  ['wechat', 'connectors/wechat/src/b.ts', '../../accounts/src/main.ts'],
  ['wechat-driver', 'connectors/wechat/src/driver/a.ts', '../main.ts'],
  ['wechat-driver', 'connectors/wechat/src/driver/b.ts', '@payserver/shared/runtime/log'],
  ['pg-only-in-store', 'connectors/accounts/src/c.ts', 'pg'],
  ['alipay', 'connectors/alipay/src/a.ts', `${STORE}/rows`],
  ['alipay', 'connectors/alipay/src/b.ts', '../../accounts/src/main.ts'],
  ['alipay-driver', 'connectors/alipay/src/driver/a.ts', '../main.ts'],
  ['alipay-driver', 'connectors/alipay/src/driver/b.ts', '@payserver/shared/runtime/log'],
  ['test', 'test/api/a.ts', '../../apps/api/src/use-cases/pay.ts'],
  ['test', 'test/api/b.ts', '@payserver/shared/queue/jobs'],
  ['test', 'test/http/a.ts', '../../apps/api/src/http/present.ts'],
  ['test-of-behaviour', 'test/flow/c.ts', '../../apps/api/src/http/strict-json.ts'],
  ['test-of-behaviour', 'test/flow/d.ts', '@payserver/embedded-postgres/server'],
  ['test-of-behaviour', 'test/flow/a.ts', '@payserver/shared/runtime/log'],
  ['test-of-behaviour', 'test/flow/b.ts', '../runtime/log.test.ts'],
  ['bench', 'bench/a.ts', '../apps/api/src/main.ts'],
  ['prisma-only-in-store', 'apps/api/src/use-cases/b.ts', '@prisma/client'],
  ['prisma-only-in-store', `${S}/queue/b.ts`, '@prisma/client'],
  ['pg-only-in-store', 'apps/worker/src/jobs/a.ts', 'pg'],
  ['pg-only-in-store', `${S}/runtime/b.ts`, 'type pg'],
  ['bullmq-only-in-queue', 'apps/worker/src/b.ts', 'bullmq'],
  ['bullmq-only-in-queue', 'apps/api/src/b.ts', 'ioredis'],
  ['generated-only-in-store', 'apps/api/src/c.ts', '@payserver/shared/store/generated/client'],
  ['shared-folder-without-a-rule', `${S}/utils/a.ts`, '../domain/money.ts'],
  ['no-cycle', 'apps/cli/src/b.ts', './c.ts'],
  ['no-index', 'apps/cli/src/index.ts', './main.ts'],
  ['no-import-of-index', 'apps/cli/src/d.ts', './index.ts'],
  ['no-orphan', 'apps/cli/src/e.ts', ''],
  ['no-unresolvable', 'apps/cli/src/f.ts', './nowhere.ts'],
];

interface Report {
  readonly summary: { readonly violations: readonly { from: string; rule: { name: string } }[] };
}

let root = '';
let reported: ReadonlySet<string> = new Set();

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'import-rule-'));
  writeRepository();
  const run = spawnSync(
    process.execPath,
    [
      COMMAND,
      '--config',
      CONFIG,
      '--output-type',
      'json',
      'packages',
      'apps',
      'connectors',
      'test',
      'bench',
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const report = JSON.parse(run.stdout) as Report;
  reported = new Set(report.summary.violations.map(({ from, rule }) => `${rule.name} ${from}`));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the import rule', () => {
  test.each(BROKEN)('%s: reported in %s, which imports "%s"', (rule, file) => {
    expect(reported).toContain(`${rule} ${file}`);
  });

  test('reports nothing in files that keep it', () => {
    const broken = new Set(BROKEN.map(([, file]) => file));
    const clean = Object.keys(CLEAN).filter((file) => !broken.has(file));
    const wrong = [...reported].filter((entry) => clean.some((file) => entry.endsWith(` ${file}`)));
    expect(wrong).toEqual([]);
  });

  test('has no rule without a file here that breaks it', () => {
    const { forbidden } = require(CONFIG) as { forbidden: readonly { name: string }[] };
    const proved = new Set(BROKEN.map(([rule]) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !proved.has(name))).toEqual([]);
  });
});

function writeRepository(): void {
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};\n');
  }
  const exports = { './*': { 'payserver-source': './src/*.ts', default: './dist/*.js' } };
  const dependencies = Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0']));
  write('package.json', JSON.stringify({ name: 'root', dependencies }));
  mkdirSync(join(root, 'node_modules/@payserver'), { recursive: true });
  for (const name of ['shared', 'embedded-postgres']) {
    const manifest = { name: `@payserver/${name}`, exports };
    write(`packages/${name}/package.json`, JSON.stringify(manifest));
    const link = join(root, 'node_modules/@payserver', name);
    symlinkSync(join(root, 'packages', name), link, 'junction');
  }

  const files = new Map(Object.entries(CLEAN).map(([file, imports]) => [file, [...imports]]));
  for (const [, file, imports] of BROKEN) {
    files.set(file, [...(files.get(file) ?? []), ...(imports === '' ? [] : [imports])]);
  }
  for (const [file, imports] of files) write(file, source(imports));
}

function source(imports: readonly string[]): string {
  const lines = imports.map((from, index) =>
    from.startsWith('type ')
      ? `import type { Thing as T${index} } from '${from.slice(5)}';\nexport type U${index} = T${index};`
      : `import * as m${index} from '${from}';\nvoid m${index};`,
  );
  return `${lines.join('\n')}\nexport const nothing = 0;\nexport type Thing = number;\n`;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
