import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.mjs';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';
import { type ArmedConnectors, buildArmedConnector } from './armed-connector.ts';

let build: ArmedConnectors;
let databaseUrl: string;
beforeAll(async () => {
  build = await buildArmedConnector();
  databaseUrl = await createDatabase(testServers());
});
afterAll(async () => await build.remove());

/** What it says when it does not start: all that it writes on stderr and stdout. */
async function refusalOf(env: Readonly<Record<string, string>>): Promise<string> {
  const started = build.spawn({ DATABASE_URL: databaseUrl, PORT: '0', ...env });
  const error = await started.then(
    async (app) => {
      await app.stop();
      return 'it started';
    },
    (failure: unknown) => String(failure),
  );
  return error.replace(/^Error: connector exited with 1:\n/, '').trim();
}

test.each([
  [{ NOTIFY_SECRET: 'short' }, 'bank: NOTIFY_SECRET must be base64 of at least 24 bytes'],
  [{ HOST: '0.0.0.0' }, 'bank: NOTIFY_SECRET is needed when HOST is 0.0.0.0'],
  [{ PORT: 'x' }, 'bank: PORT must be a whole number'],
  [{ TIME_ZONE: 'Mars/Base' }, 'bank: TIME_ZONE'],
  [{ GATEWAY_ALLOW: 'somewhere' }, 'bank: GATEWAY_ALLOW "somewhere" is neither an origin'],
  [{ DATABASE_URL: 'postgresql://127.0.0.1:1/x' }, 'bank: cannot use the database 127.0.0.1:1/x'],
  [{ DATABASE_URL: '', DATA_DIR: '/nowhere' }, 'bank: no database runs in /nowhere'],
  [{ NAME: 'No Name' }, 'No Name: "No Name" is no name of a connector'],
  [{ TIMING: '{"leaseMs":1000}' }, 'bank: leaseMs (1000) must be more than callMs (8000)'],
])('%o: one line says what to change', async (env, line) => {
  const said = await refusalOf(env);
  expect([said.split('\n').length, said.slice(0, line.length)]).toEqual([1, line]);
});

test('a port that is taken is named', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await refusalOf({ PORT: String(port) })).toContain(
    `bank: cannot listen on 127.0.0.1:${port}: it is already in use`,
  );
  server.close();
});

test('a journal of a newer version is left alone', async () => {
  const app = await build.spawn({ DATABASE_URL: databaseUrl, PORT: '0', NAME: 'newer' });
  await app.stop();
  await runSql(databaseUrl, 'INSERT INTO connector_newer.journal_version VALUES (99)');
  expect(await refusalOf({ NAME: 'newer' })).toContain('of a newer version of this connector');
});
