// The import rule (CONTRIBUTING.md): imports point down the flow. The first table says which folder
// may import which; what it does not list is forbidden. test/architecture/import-rule.test.ts proves
// every rule with a file that breaks it.

const DOMAIN = '^packages/shared/src/domain/';
const RUNTIME = '^packages/shared/src/runtime/';
const STORE = '^packages/shared/src/store/';
const QUEUE = '^packages/shared/src/queue/';
const SETTLEMENT = '^packages/shared/src/settlement/';
// Creates the queue's own tables, which a test database needs too.
const QUEUE_SETUP = `${QUEUE}migrate\\.ts$`;
// Who has a worker when, of which no caller hears: test/queue.
const QUEUE_WORKERS = `${QUEUE}(engine|engine-parts|producer|workers-on-demand)\\.ts$`;
const SHARED = '^packages/shared/src/';
const EMBEDDED = '^packages/embedded-postgres/src/';
const CLIENT = '^packages/client/src/';
const CONSOLE = '^apps/console/src/';
// What it says in each language: tests ask whether all of it is translated.
const CONSOLE_TEXTS = `${CONSOLE}i18n/`;
// What decides without a browser: unit tests call it.
const CONSOLE_LOGIC = `${CONSOLE}.*/[a-z-]+\\.ts$`;
const CHECK = '^packages/connector-check/src/';
const KIT = '^packages/connector-kit/src/';
const ACCOUNTS = '^connectors/accounts/src/';
const BOOKS = `${ACCOUNTS}books/`;
const ALIPAY = '^connectors/alipay/src/';
const ALIPAY_DRIVER = `${ALIPAY}driver/`;
const WECHAT = '^connectors/wechat/src/';
const WECHAT_DRIVER = `${WECHAT}driver/`;
const PROVIDER_STUB = '^packages/provider-stub/src/';
const STUBS = '^connectors/[^/]+/stub/src/';
const TOKENS = '^packages/tokens/src/';
const RESOURCES = '^apps/api/src/resources/';
const HTTP = '^apps/api/src/http/';
// Builds a program as the build does, with crash points that kill.
const BUNDLE = '^scripts/bundle';
// Reads bytes and asks nobody: the one file of an app that unit tests call by itself.
const STRICT_JSON = `${HTTP}strict-json\\.ts$`;
const OPENAPI = '^apps/api/src/openapi/';
const AUDIT = '^apps/api/src/audit/';
const OUTBOUND = '^apps/api/src/outbound/';
const USE_CASES = '^apps/api/src/use-cases/';
const OURS = '^(packages|apps|connectors|test|bench|scripts)/';

/** name of the rule: [the folder, what of ours it may import besides itself, why] */
const FOLDERS = {
  domain: [DOMAIN, [], 'runs without a database, a clock or a network'],
  runtime: [RUNTIME, [], 'knows nothing of payments'],
  store: [STORE, [DOMAIN, RUNTIME], 'keeps rows; wakes nobody, decides nothing'],
  queue: [QUEUE, [DOMAIN, RUNTIME], 'a job is a wake-up call: it carries ids, never rows'],
  settlement: [SETTLEMENT, [DOMAIN, STORE], 'judges evidence; never asks a connector for more'],

  'embedded-postgres': [EMBEDDED, [RUNTIME], 'runs a server; knows none of its tables'],

  tokens: [TOKENS, [DOMAIN, RUNTIME], 'a token alone decides who calls, no row'],

  api: ['^apps/api/src/', [SHARED, TOKENS], 'apps never import each other'],
  resources: [
    RESOURCES,
    [USE_CASES, HTTP, DOMAIN, RUNTIME, STORE],
    'translate between the wire and use cases, move no money',
  ],
  openapi: [OPENAPI, [HTTP, DOMAIN, RUNTIME], 'describes what routes are; calls none'],
  http: [HTTP, [DOMAIN, RUNTIME, STORE], 'reads and writes the wire, for every route'],
  'use-cases': [
    USE_CASES,
    [DOMAIN, RUNTIME, STORE, QUEUE, SETTLEMENT, OUTBOUND],
    'do not know that HTTP exists',
  ],
  auth: [
    '^apps/api/src/auth/',
    [HTTP, AUDIT, TOKENS, DOMAIN, RUNTIME],
    'says who calls; a token alone decides, no row',
  ],
  'api-console': [
    '^apps/api/src/console/',
    [HTTP, AUDIT, USE_CASES, `${RESOURCES}whoami/`, TOKENS, DOMAIN, RUNTIME],
    'lets people in and hands out files; what they do is in the API',
  ],
  overload: [
    '^apps/api/src/overload/',
    [HTTP, USE_CASES, DOMAIN, RUNTIME],
    'refuses before anything is done',
  ],
  audit: [AUDIT, [HTTP, DOMAIN, RUNTIME, STORE], 'records what every route did, knows none'],
  outbound: [OUTBOUND, [DOMAIN, RUNTIME], 'a call of ours can reach no row and no request'],

  worker: ['^apps/worker/src/', [SHARED], 'apps never import each other'],
  connectors: [
    '^apps/worker/src/connectors/',
    [DOMAIN, RUNTIME],
    'a connector is called with no transaction open: the call cannot even reach the store',
  ],

  sandbox: ['^apps/sandbox/src/', [RUNTIME], "plays someone else's connector"],
  supervisor: ['^apps/supervisor/src/', [SHARED, EMBEDDED], 'starts the apps as processes'],
  cli: ['^apps/cli/src/', [DOMAIN, RUNTIME], 'is a caller like any other'],

  console: [CONSOLE, [CLIENT], 'is a caller like any other: what it shows and does is in the API'],

  'connector-check': [CHECK, [DOMAIN, RUNTIME], 'plays the gateway with nothing but its domain'],
  'connector-kit': [
    KIT,
    [DOMAIN, RUNTIME, EMBEDDED],
    'serves connectors; the gateway is a stranger to it',
  ],
  accounts: [
    ACCOUNTS,
    [DOMAIN, RUNTIME, KIT, TOKENS],
    'knows nothing of the gateway: it is called by HTTP',
  ],
  wechat: [WECHAT, [DOMAIN, RUNTIME, KIT], 'knows nothing of the gateway: it is called by HTTP'],
  'wechat-driver': [
    WECHAT_DRIVER,
    [`${WECHAT}texts\\.ts$`, `${KIT}(money|bills)\\.ts$`, DOMAIN],
    'bytes in, bytes out: no network, no clock',
  ],
  'provider-stub': [PROVIDER_STUB, [RUNTIME], "plays someone else's service"],
  stubs: [
    STUBS,
    [PROVIDER_STUB, RUNTIME],
    'a stub that shares code with the connector that it checks shares its mistakes',
  ],
  books: [BOOKS, [DOMAIN, RUNTIME], 'money books know of no HTTP'],
  alipay: [
    ALIPAY,
    [DOMAIN, RUNTIME, KIT],
    'knows nothing of the gateway: it is called by HTTP; shares no code with its stub',
  ],
  'alipay-driver': [
    ALIPAY_DRIVER,
    [`${KIT}money\\.ts$`],
    'makes bytes and reads bytes: no network, no clock',
  ],
  client: [CLIENT, [], 'is for programs that have nothing of ours'],
  test: [
    '^test/',
    [
      ...[CLIENT, CHECK, KIT, BOOKS, WECHAT, ALIPAY_DRIVER, PROVIDER_STUB, STUBS],
      ...[DOMAIN, STORE, RUNTIME, EMBEDDED],
      ...[QUEUE_SETUP, QUEUE_WORKERS, STRICT_JSON, BUNDLE, CONSOLE_LOGIC],
    ],
    'tests use the public interface',
  ],
  'test-of-behaviour': [
    '^test/(api|worker|flow|faults|model|plans|security|sandbox|console-ui)/',
    ['^test/support/', CLIENT, DOMAIN, STORE, CONSOLE_TEXTS],
    'what a caller cannot see is not tested from inside; the store only shows rows',
  ],
  bench: [
    '^bench/',
    [
      ...['^test/support/', '^scripts/command-line', CONSOLE_TEXTS, BOOKS],
      ...[DOMAIN, STORE, RUNTIME, QUEUE, EMBEDDED],
    ],
    'drives the real processes',
  ],
};

/** name of the rule: [a package with one owner, the owners, why] */
const PACKAGES = {
  'prisma-only-in-store': [
    '(@prisma|prisma)/',
    [STORE, '^scripts/schema-'],
    'all SQL is in one folder; only development compares schemas',
  ],
  'pg-only-in-store': [
    '(pg|@types/pg)/',
    [
      STORE,
      QUEUE,
      EMBEDDED,
      KIT,
      BOOKS,
      `${RUNTIME}postgres-client`,
      '^test/support/',
      '^scripts/schema-',
    ],
    "all SQL is in one folder; BullMQ's PostgreSQL engine is handed a pool",
  ],
  'react-only-in-console': [
    '(react|react-dom|@mantine|@tanstack)/',
    [CONSOLE, '^apps/console/'],
    'the browser has it, nothing else needs it',
  ],
  'bullmq-only-in-queue': ['(bullmq|ioredis)/', [QUEUE], 'one place knows of the two engines'],
};

const error = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const folderRule = ([name, [folder, allowed, why]]) =>
  error(name, `${name}: ${why}`, { path: folder }, { path: OURS, pathNot: [folder, ...allowed] });

const packageRule = ([name, [packages, owners, why]]) =>
  error(name, why, { path: OURS, pathNot: owners }, { path: `node_modules/${packages}` });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(FOLDERS).map(folderRule),
    ...Object.entries(PACKAGES).map(packageRule),
    error(
      'domain-without-packages',
      'domain imports nothing; making and encoding ids is the one exception',
      { path: DOMAIN, pathNot: `${DOMAIN}ids\\.ts$` },
      { pathNot: OURS },
    ),
    error(
      'ids-without-other-packages',
      'ids need these two packages and no more',
      { path: `${DOMAIN}ids\\.ts$` },
      { pathNot: [OURS, 'node_modules/uuid/'] },
    ),
    error(
      'routes-take-nothing-of-store',
      'a route asks a use case; not even the shape of a row is its business',
      { path: `${RESOURCES}.*routes?\\.ts$` },
      { path: STORE },
    ),
    error(
      'resources-take-only-types-of-store',
      'a presenter may know the shape of a row, not how to fetch one',
      { path: RESOURCES },
      { path: STORE, dependencyTypesNot: ['type-only'] },
    ),
    error(
      'http-takes-only-types-of-store',
      'a page of a list may know its key, not how to fetch it; errors.ts asks why the database failed',
      { path: HTTP, pathNot: `${HTTP}errors\\.ts$` },
      { path: STORE, dependencyTypesNot: ['type-only'] },
    ),
    error(
      'generated-only-in-store',
      "Prisma's client is the store's own business",
      { path: OURS, pathNot: STORE },
      { path: `${STORE}generated/` },
    ),
    error(
      'shared-folder-without-a-rule',
      'a new folder of packages/shared needs a line in the table',
      { path: SHARED, pathNot: [DOMAIN, RUNTIME, STORE, QUEUE, SETTLEMENT] },
      {},
    ),
    error(
      'no-stub-in-a-connector',
      'what checks a connector is no part of it',
      { path: '^(connectors/[^/]+|packages/connector-kit)/src/' },
      { path: [PROVIDER_STUB, STUBS] },
    ),
    error(
      'no-cycle',
      'of two files that import each other neither can be read alone',
      { path: OURS },
      { circular: true },
    ),
    error('no-index', 'an index that re-exports hides the flow', { path: '/index\\.ts$' }, {}),
    error(
      'no-import-of-index',
      'import the file that has what you need',
      { path: OURS },
      { path: '/index\\.ts$', pathNot: 'node_modules/' },
    ),
    error(
      'no-orphan',
      'nothing reaches this file; what a shell starts reaches the build, which is not read here',
      { path: OURS, pathNot: '[.]d[.]mts$|/bin/payserver-connector[.]mjs$', orphan: true },
      {},
    ),
    error(
      'no-unresolvable',
      'the other rules cannot see where this import leads',
      { path: OURS },
      { couldNotResolve: true, path: '^(\\.|@payserver/|@prisma/|pg$|bullmq$|ioredis$)' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', `${STORE}generated/`, `${CLIENT}generated/`] },
    exclude: { path: ['^(packages|apps|connectors)/[^/]+/(stub/)?(dist|build)/'] },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    // Workspace packages resolve to their source, as they do for the compiler and for tsx.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['payserver-source', 'import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
