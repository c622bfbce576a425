import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '@payserver/shared/store/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { openPlainClient, runSql } from '../support/sql.ts';

/** `npm run test:lost-commits` plays 20. */
const CRASHES = Number(process.env['CRASHES'] ?? 3);
const WRITERS = 4;
const WRITE_MS = 400;

let server: OwnPostgres;

// A server whose own default loses what it has confirmed: the log is written behind, and as late as it can be.
beforeAll(async () => {
  server = await startOwnPostgres({ synchronous_commit: 'off', wal_writer_delay: '10s' });
  await runSql(server.url, 'CREATE TABLE confirmed (id int PRIMARY KEY)');
  await runSql(server.url, 'CHECKPOINT');
});
afterAll(async () => await server.stop());

let last = 0;

/** Writes until the server is killed, and answers how many of the rows that it confirmed are gone after its restart. */
async function lostInCrash(write: (id: number) => Promise<unknown>): Promise<[number, number]> {
  const confirmed: number[] = [];
  const writer = async () => {
    for (;;) {
      last += 1;
      const id = last;
      const isConfirmed = await write(id).then(
        () => true,
        () => false,
      );
      if (!isConfirmed) return;
      confirmed.push(id);
    }
  };
  const writers = Array.from({ length: WRITERS }, writer);
  await sleep(WRITE_MS);
  await server.kill();
  await Promise.all(writers);
  await server.restart();
  const found = await runSql<{ id: number }>(
    server.url,
    'SELECT id FROM confirmed WHERE id = ANY($1)',
    [confirmed],
  );
  return [confirmed.length, confirmed.length - found.length];
}

const INSERT = 'INSERT INTO confirmed (id) VALUES ($1)';

async function withDatabase(use: (db: Database) => Promise<void>): Promise<void> {
  const options = { url: server.url, max: WRITERS, name: 'test', onError: () => {} };
  const db = openDatabase(options);
  try {
    await use(db);
  } finally {
    await db.close();
  }
}

test('a server that confirms before it writes loses what it confirmed', {
  timeout: 120_000,
}, async () => {
  // Whoever takes the server's word: this is what the next test would meet without a setting of ours.
  const client = await openPlainClient(server.url);
  const [confirmed, lost] = await lostInCrash(async (id) => await client.query(INSERT, [id]));
  expect(confirmed).toBeGreaterThan(0);
  expect(lost).toBeGreaterThan(0);
});

test(`on the same server nothing that the gateway's connections confirmed is gone after ${CRASHES} crashes`, {
  timeout: 60_000 + CRASHES * 30_000,
}, async () => {
  let confirmed = 0;
  for (let crash = 0; crash < CRASHES; crash += 1) {
    await withDatabase(async (db) => {
      const [more, lost] = await lostInCrash(async (id) => await db.pool.query(INSERT, [id]));
      confirmed += more;
      expect([crash, lost]).toEqual([crash, 0]);
    });
  }
  expect(confirmed).toBeGreaterThan(CRASHES);
});
