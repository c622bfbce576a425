import type { AddressInfo } from 'node:net';
import type { Connector } from '@payserver/connector-kit/connector';
import { buildServer } from '@payserver/connector-kit/http/server';
import { databaseUrlOf } from '@payserver/connector-kit/settings';
import { explainDatabase } from '@payserver/shared/runtime/explain-database';
import type { Logger } from '@payserver/shared/runtime/logger';
import { repeat } from '@payserver/shared/runtime/repeat';
import { explainFailure, StartError } from '@payserver/shared/runtime/start-error';
import { createTimeFormat } from '@payserver/shared/runtime/time';
import { createTokenCheck } from '@payserver/tokens/token-verifier';
import { adminApi } from './admin/api.ts';
import { adminOf } from './books/admin.ts';
import { type Books, openBooks } from './books/books.ts';
import { BooksMigrationError, migrateBooks } from './books/migrate.ts';
import { openDemo } from './demo.ts';
import type { AccountsSettings } from './settings.ts';
import { PATHS, wayOf } from './ways.ts';

const SWEEP_MS = 60_000;

/**
 * Starts the books' service: three connectors, one for each book, and the admin API.
 *
 * @throws {StartError} what a person must change: the database, the port, a newer schema
 */
export async function startAccounts(settings: AccountsSettings, log: Logger): Promise<Connector> {
  const books = await openMigrated(settings);
  const admin = adminOf(books.connection);
  if (settings.DEMO_MERCHANT !== '') await openDemo(admin, settings.DEMO_MERCHANT);
  const tokens = createTokenCheck(settings, log);
  const app = serverOf(books, settings, log);
  adminApi(app, { admin, connection: books.connection, verifyToken: tokens.verify });
  // What is expired cannot be paid with anyway; this books it.
  const sweep = repeat({
    name: 'the sweep of expired lots',
    everyMs: SWEEP_MS,
    log,
    work: admin.sweepExpired,
  });
  const stop = async () => {
    await app.close();
    await sweep.stop();
    await tokens.stop();
    await books.close();
  };
  const { HOST: host, PORT: port } = settings;
  try {
    await explainFailure(`listen on ${host}:${port}`, async () => app.listen({ host, port }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: (app.server.address() as AddressInfo).port, stop };
}

async function openMigrated(settings: AccountsSettings) {
  const databaseUrl = await databaseUrlOf(settings);
  try {
    await migrateBooks({ databaseUrl });
  } catch (error) {
    if (error instanceof BooksMigrationError) throw new StartError(error.message, { cause: error });
    throw explainDatabase(error, databaseUrl);
  }
  return openBooks({ databaseUrl, timeZone: settings.TIME_ZONE });
}

function serverOf(books: Books, settings: AccountsSettings, log: Logger) {
  const { NOTIFY_SECRET, NOTIFY_SECRET_OLD, TIME_ZONE } = settings;
  return buildServer({
    log,
    formatTime: createTimeFormat(TIME_ZONE),
    secrets: [NOTIFY_SECRET, NOTIFY_SECRET_OLD].filter((secret) => secret !== ''),
    ways: {
      [PATHS.signAccount]: wayOf(books, 'signAccount'),
      [PATHS.memberBalance]: wayOf(books, 'memberBalance'),
      [PATHS.memberCount]: wayOf(books, 'memberCount'),
    },
    isReady: async () => {
      await books.connection.call('book_ready', {});
      return true;
    },
  });
}
