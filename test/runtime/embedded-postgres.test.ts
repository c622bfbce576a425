import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@payserver/embedded-postgres/start';
import { listenOnce } from '@payserver/shared/runtime/free-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const QUIET = { info: () => {}, warn: () => {} };
let dataDir = '';
let server: EmbeddedPostgres | undefined;
const start = async (port = 0) => await startEmbeddedPostgres({ dataDir, port }, QUIET);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'payserver-embedded-'));
});
afterAll(async () => {
  await server?.stop('immediate');
  await rm(dataDir, { recursive: true, force: true });
});

/** One history of one data directory: each test goes on where the one before left it. */
describe('the embedded PostgreSQL', () => {
  test('starts on an empty directory and keeps its secrets to itself', async () => {
    server = await start();
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    const { mode } = await stat(join(dataDir, 'postgres-password'));
    expect(mode & 0o777).toBe(0o600);
    expect((await stat(dataDir)).mode & 0o007).toBe(0);
  });

  test('refuses a second one on the same data and leaves the first alone', async () => {
    await expect(start()).rejects.toThrow(/the database .* is in use by a running gateway/);
    expect(server?.pid).toBeGreaterThan(0);
    await expect(listenOnce({ host: '127.0.0.1', port: server?.port ?? 0 })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  test('notices when the server dies, and starts again on the same port', async () => {
    const { pid = 0, port } = server ?? {};
    process.kill(pid, 'SIGKILL');
    expect(await server?.ended).toBe('SIGKILL');
    server = await start(port);
    expect(server.port).toBe(port);
  });

  test('stops cleanly', async () => {
    await server?.stop();
    expect(await server?.ended).toBe('exit code 0');
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log.trimEnd()).toMatch(/database system is shut down$/);
  });

  test('says in one line that a password file does not fit', async () => {
    const file = join(dataDir, 'postgres-password');
    const right = await readFile(file, 'utf8');
    await writeFile(file, 'wrong');
    await expect(start()).rejects.toThrow('does not fit the database');
    await writeFile(file, right);
    server = await start();
  });
});
