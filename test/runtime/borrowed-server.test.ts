import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrateQueue } from '@payserver/shared/queue/migrate';
import { newClient } from '@payserver/shared/runtime/postgres-client';
import { StartError } from '@payserver/shared/runtime/start-error';
import { openDatabase } from '@payserver/shared/store/database';
import { whyDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import { migrateDatabase } from '@payserver/shared/store/migrate';
import { checkSchema } from '@payserver/shared/store/process-start';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { checkServer } from '@payserver/shared/store/server-check';
import { inTransaction, queryRows } from '@payserver/shared/store/sql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { hostileSettings } from '../support/hostile-settings.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { startPgBouncer } from '../support/pgbouncer.ts';
import { adminQuery, databaseUrl } from '../support/servers.ts';
import { runSql } from '../support/sql.ts';

const SILENT = { info: () => {}, warn: () => {} };
let server: OwnPostgres;
let dir: string;

beforeAll(async () => {
  server = await startOwnPostgres();
  dir = await mkdtemp(join(tmpdir(), 'payserver-certs-'));
  await chmod(dir, 0o755);
});
afterAll(async () => {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
});

async function createDatabase(name: string, more = ''): Promise<string> {
  await adminQuery(server.url, `CREATE DATABASE ${name} ${more}`);
  return databaseUrl(server.url, name);
}

function openHere(url: string, onlyLooksUp = false) {
  const db = openDatabase({ url, max: 4, name: 'test', onError: () => {}, onlyLooksUp });
  onTestFinished(async () => await db.close());
  return db;
}

/** What a start says of this database; null when it goes on. */
async function refusal(url: string, acceptsLoss = true): Promise<string | null> {
  try {
    await checkServer({ url, acceptsLoss, log: SILENT });
    return null;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const isOneLine = !error.message.includes('\n');
    const isSecret = error.message.includes(new URL(server.url).password);
    return isOneLine && !isSecret ? error.message : `not for people: ${error.message}`;
  }
}

function withParam(name: string, value: string, url = server.url): string {
  const changed = new URL(url);
  changed.searchParams.set(name, value);
  return changed.href;
}

describe('a database with settings that nobody asked the gateway for', () => {
  let url: string;
  beforeAll(async () => {
    url = await createDatabase('hostile', 'TEMPLATE payserver');
    for (const sql of hostileSettings('hostile')) await adminQuery(server.url, sql);
    await seedTemplates(url);
  });

  test.each([true, false])(
    'every connection has what it needs (looks up only: %s)',
    async (looksUp) => {
      const { rows } = await openHere(url, looksUp).pool.query(
        'SELECT name, setting FROM pg_settings',
      );
      expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toMatchObject({
        TimeZone: 'UTC',
        DateStyle: 'ISO, MDY',
        IntervalStyle: 'postgres',
        bytea_output: 'hex',
        client_encoding: 'UTF8',
        standard_conforming_strings: 'on',
        search_path: '"public"',
        default_transaction_isolation: 'read committed',
        lock_timeout: '0',
        statement_timeout: '15000',
        idle_in_transaction_session_timeout: '60000',
        synchronous_commit: 'on',
        enable_seqscan: looksUp ? 'off' : 'on',
      });
    },
  );

  test('a time is the same however it is read', async () => {
    const db = openHere(url);
    const text = 'SELECT "createdAt" FROM "PayModeTemplate" ORDER BY id';
    const read = await queryRows<{ createdAt: Date }>(db, { name: 't', text, values: [] });
    const orm = await (await db.prisma()).payModeTemplate.findMany({ orderBy: { id: 'asc' } });
    expect(read.map((row) => row.createdAt)).toEqual(orm.map((row) => row.createdAt));
    const [first] = read;
    expect(Math.abs(Date.now() - Number(first?.createdAt))).toBeLessThan(600_000);
  });

  test('a time that the server writes in another way all the same is an error, not no time', async () => {
    const db = openDatabase({ url, max: 1, name: 'test', onError: () => {} });
    onTestFinished(async () => await db.close());
    // As a pooler that hands the connection to another client could.
    await db.pool.query("SET DateStyle = 'SQL, DMY'");
    const text = 'SELECT "createdAt" FROM "PayModeTemplate"';
    await expect(queryRows(db, { name: 'd', text, values: [] })).rejects.toThrow(/writes times/);
  });

  test.each([
    ['off', 'on'],
    ['local', 'on'],
    ['on', 'on'],
    ['remote_write', 'remote_write'],
    ['remote_apply', 'remote_apply'],
  ])('where the database says synchronous_commit = %s, a commit is %s', async (said, level) => {
    await adminQuery(server.url, `ALTER DATABASE hostile SET synchronous_commit = ${said}`);
    const client = newClient(url, { name: 'test' });
    await client.connect();
    onTestFinished(async () => await client.end());
    const { rows } = await client.query('SHOW synchronous_commit');
    expect(rows).toEqual([{ synchronous_commit: level }]);
  });
});

test('a conflict between transactions is tried again, and not for ever', async () => {
  const url = await createDatabase('conflicts');
  const db = openHere(url);
  await db.pool.query(`CREATE SEQUENCE tries;
    CREATE FUNCTION conflict(times int) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('tries') <= times THEN
        RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
      END IF;
      RETURN 1; END $$`);
  const ask = async (times: number) => {
    await db.pool.query('ALTER SEQUENCE tries RESTART');
    return await queryRows(db, { name: 'c', text: 'SELECT conflict($1)', values: [times] });
  };
  await expect(ask(2)).resolves.toHaveLength(1);
  await expect(ask(1_000)).rejects.toMatchObject({ code: '40001' });
  await db.pool.query('ALTER SEQUENCE tries RESTART');
  const inOne = inTransaction(db, async (client) => await client.query('SELECT conflict(2)'));
  await expect(inOne).resolves.toMatchObject({ rowCount: 1 });
});

test('a connection that the server ends (57P01) is an unavailable database, whichever way the statement was sent', async () => {
  const url = await createDatabase('ended');
  await migrateDatabase({ databaseUrl: url }, SILENT);
  const locker = newClient(url, { name: 'locker' });
  await locker.connect();
  onTestFinished(async () => await locker.end());
  await locker.query('BEGIN; LOCK TABLE "PayModeTemplate"');
  const db = openHere(url);
  const text = 'SELECT count(*) FROM "PayModeTemplate"';
  const ways = [
    (await db.prisma()).payModeTemplate.count(),
    (await db.prisma()).$queryRawUnsafe(text),
    (await db.prisma()).$transaction(async (one) => await one.payModeTemplate.count()),
    db.pool.query(text),
  ].map(async (sent) => await sent.then(() => null, whyDatabaseUnavailable));
  const waiting = `FROM pg_stat_activity WHERE datname = 'ended' AND wait_event_type = 'Lock'`;
  await eventually(
    async () => await runSql<{ n: number }>(server.url, `SELECT count(*)::int AS n ${waiting}`),
    ([found]) => found?.n === ways.length,
  );
  await runSql(server.url, `SELECT pg_terminate_backend(pid) ${waiting}`);
  expect(await Promise.all(ways)).toEqual(ways.map(() => 'the database cannot be reached'));
});

describe('a start says in one line', () => {
  test('nothing about a database that can be used', async () => {
    expect(await refusal(server.url)).toBeNull();
  });

  test.each([
    ['LATIN1', "ENCODING 'LATIN1'"],
    ['EUC_CN', "ENCODING 'EUC_CN'"],
    ['SQL_ASCII', "ENCODING 'SQL_ASCII'"],
  ])('that a database must have UTF8, not %s', async (encoding, more) => {
    const name = `enc_${encoding.toLowerCase()}`;
    const url = await createDatabase(name, `${more} LOCALE 'C' TEMPLATE template0`);
    expect(await refusal(url)).toContain(`its encoding is ${encoding} and must be UTF8`);
  });

  test('that fsync is off, and only warns where that is accepted', async () => {
    expect(await refusal(server.url, false)).toMatch(/has fsync off: .*ALLOW_DATA_LOSS=1/);
    const warned: unknown[] = [];
    const log = { warn: (...said: unknown[]) => warned.push(said) };
    await checkServer({ url: server.url, acceptsLoss: true, log: log as never });
    expect(warned).toHaveLength(1);
  });

  test.each([
    ['no such database', () => databaseUrl(server.url, 'nowhere'), /there is no such database/],
    [
      'a wrong password',
      () => server.url.replace(/:[^:@/]+@/, ':wrong@'),
      /wrong user or password/,
    ],
    ['no server', () => 'postgresql://u:p@127.0.0.1:1/x', /nothing listens there/],
  ])('what is wrong with %s', async (_what, url, said) => {
    expect(await refusal(url())).toMatch(said);
  });

  test('that a role has no connection left', async () => {
    await adminQuery(server.url, "CREATE ROLE one LOGIN PASSWORD 'one' CONNECTION LIMIT 1");
    const url = new URL(server.url);
    Object.assign(url, { username: 'one', password: 'one' });
    expect(await refusal(url.href)).toMatch(/has no connection left for this user/);
  });

  test.each(['transaction', 'statement'] as const)(
    'that a pgbouncer in %s mode must be in session mode',
    async (mode) => {
      const bouncer = await startPgBouncer(server.url, mode);
      onTestFinished(bouncer.stop);
      const said = await refusal(bouncer.url);
      expect(said).toMatch(
        new RegExp(`shares connections by ${mode}; it needs pool_mode = session`),
      );
    },
  );

  test('nothing about a pgbouncer in session mode, and what it refuses in options', async () => {
    const bouncer = await startPgBouncer(server.url, 'session');
    onTestFinished(bouncer.stop);
    expect(await refusal(bouncer.url)).toBeNull();
    const { rows } = await openHere(bouncer.url, true).pool.query('SHOW enable_seqscan');
    expect(rows).toEqual([{ enable_seqscan: 'off' }]);
    expect(await refusal(withParam('options', '-c work_mem=5MB', bouncer.url))).toMatch(
      /pgbouncer in between refuses what DATABASE_URL says in options/,
    );
  });

  test('that there are no tables yet, or newer ones than it knows', async () => {
    const url = await createDatabase('versions');
    await expect(checkSchema(openHere(url).pool, url)).rejects.toThrow(
      /run `npm run migrate` first/,
    );
    await migrateDatabase({ databaseUrl: url }, SILENT);
    await expect(checkSchema(openHere(url).pool, url)).resolves.toBeUndefined();
    await runSql(
      url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
       VALUES ('x', 'x', '29990101000000_later', now())`,
    );
    await expect(checkSchema(openHere(url).pool, url)).rejects.toThrow(
      /was migrated by a newer version \(29990101000000_later\)/,
    );
    await expect(migrateDatabase({ databaseUrl: url }, SILENT)).rejects.toThrow(/newer version/);
  });
});

test('two gateways with a schema each in one database share no row and hear nothing of each other', async () => {
  const url = await createDatabase('shared');
  const staging = withParam('schema', 'staging', url);
  for (const one of [url, staging]) {
    await migrateDatabase({ databaseUrl: one }, SILENT);
    await migrateQueue(one);
  }
  await seedTemplates(staging);
  const [a, b] = [openHere(url), openHere(staging)];
  const counts = async () => [
    await (await a.prisma()).payModeTemplate.count(),
    await (await b.prisma()).payModeTemplate.count(),
    ...(await Promise.all(
      [a, b].map(async ({ pool }) =>
        Number((await pool.query('SELECT count(*) AS n FROM "PayModeTemplate"')).rows[0].n),
      ),
    )),
  ];
  expect(await counts()).toEqual([0, 7, 0, 7]);
  const schemas = await runSql<{ name: string }>(
    url,
    `SELECT DISTINCT schemaname AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  expect(schemas.map(({ name }) => name)).toEqual([
    'bullmq',
    'public',
    'staging',
    'staging_bullmq',
  ]);
});

describe('sslmode', () => {
  test.each(['require', 'verify-full'])('%s needs a server with TLS', async (mode) => {
    expect(await refusal(withParam('sslmode', mode))).toMatch(/has no TLS/);
  });

  test.each(['disable', 'allow', 'prefer'])('%s takes a server without TLS', async (mode) => {
    expect(await refusal(withParam('sslmode', mode))).toBeNull();
  });

  describe('of a server with a certificate that it signed itself', () => {
    const certificate = () => join(dir, 'server.crt');
    beforeAll(async () => {
      await makeCertificate(dir);
      await switchTlsOn(certificate(), join(dir, 'server.key'));
    });

    test.each([
      ['prefer', '', true],
      ['require', '', true],
      ['verify-ca', 'server.crt', true],
      ['require', 'server.crt', true],
      ['disable', '', false],
    ])('%s with the authority "%s" works, encrypted: %s', async (mode, root, encrypted) => {
      const plain = withParam('sslmode', mode);
      const url = root === '' ? plain : withParam('sslrootcert', join(dir, root), plain);
      expect(await refusal(url)).toBeNull();
      const { rows } = await openHere(url).pool.query(
        'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
      );
      expect(rows).toEqual([{ ssl: encrypted }]);
    });

    test('verify-full says whom to trust, then that the name is another, and works with the right one', async () => {
      const full = withParam('sslmode', 'verify-full');
      expect(await refusal(full)).toMatch(/nobody that this machine trusts.*sslrootcert=FILE/);
      const trusted = withParam('sslrootcert', certificate(), full);
      expect(await refusal(trusted)).toMatch(/certificate is for another host/);
      expect(await refusal(trusted.replace('127.0.0.1', 'localhost'))).toBeNull();
    });
  });
});

/** For the name localhost, signed by itself, readable by whoever runs the server. */
async function makeCertificate(folder: string): Promise<void> {
  const files = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', ...files],
  ]);
}

async function switchTlsOn(cert: string, key: string): Promise<void> {
  // The server wants the key for itself alone: it is copied by the server, as the server.
  const [place] = await runSql<{ dir: string }>(
    server.url,
    `SELECT current_setting('data_directory') AS dir`,
  );
  await chmod(key, 0o644);
  const own = join(place?.dir ?? '', 'tls.key');
  await adminQuery(server.url, `COPY (SELECT 1) TO PROGRAM 'install -m 600 ${key} ${own}'`);
  for (const sql of [
    `ALTER SYSTEM SET ssl_cert_file = '${cert}'`,
    `ALTER SYSTEM SET ssl_key_file = '${own}'`,
    'ALTER SYSTEM SET ssl = on',
  ]) {
    await adminQuery(server.url, sql);
  }
  await server.reload(
    async () => (await runSql<{ ssl: string }>(server.url, 'SHOW ssl'))[0]?.ssl === 'on',
  );
}
