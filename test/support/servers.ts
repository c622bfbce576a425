import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.mjs';

export type EngineName = 'postgres' | 'redis';

/** The servers that gateways under test use; plain data, handed from the global set-up to the tests. */
export interface TestServers {
  readonly engine: EngineName;
  /** A role that may create databases. */
  readonly adminUrl: string;
}

/** Migrated once; every gateway gets a copy of it. */
export const TEMPLATE_DATABASE = 'payserver_test_template';

/** Creates an empty, migrated database and answers its URL. */
export async function createDatabase(servers: TestServers): Promise<string> {
  const name = `payserver_test_${randomBytes(6).toString('hex')}`;
  await adminQuery(servers.adminUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
  return databaseUrl(servers.adminUrl, name);
}

/** The same server and role, another database. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement outside of any transaction on the server's own database. */
export async function adminQuery(adminUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A real Redis of its own, which a test may kill. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts redis-server on a free loopback port with nothing on disk and answers when it serves.
 *
 * @param port to start it again where it was
 * @param settings as arguments: ['--cluster-enabled', 'yes']
 */
export async function startRedis(
  port?: number,
  settings: readonly string[] = [],
): Promise<TestRedis> {
  const chosen = port ?? (await freePort());
  // A replica writes what its master sends, and a server that starts reads what it finds.
  const folder = await mkdtemp(join(tmpdir(), 'payserver-redis-'));
  const args = [
    '--dir',
    folder,
    '--port',
    String(chosen),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    ...settings,
    ...(await clusterPort(settings)),
  ];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await untilServing(child);
  return {
    url: `redis://127.0.0.1:${chosen}`,
    port: chosen,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A node of a cluster listens at a second port, by default one of those that outgoing connections are given. */
async function clusterPort(settings: readonly string[]): Promise<string[]> {
  return settings.includes('--cluster-enabled') ? ['--cluster-port', String(await freePort())] : [];
}

async function untilServing(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit').then(() => {
    throw new Error('redis-server ended before it served');
  });
  const serving = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve();
    });
  });
  await Promise.race([serving, exited]);
  exited.catch(() => undefined);
}

/**
 * Says this to Redis, as anybody at a terminal could.
 *
 * @throws {Error} with its answer when that is not OK
 */
export async function tellRedis(
  redis: Pick<TestRedis, 'port'> | null,
  command: string,
): Promise<void> {
  const answer = await askRedis(redis, command);
  if (!answer.startsWith('+OK')) throw new Error(`redis says ${answer}`);
}

/** What Redis answers to these commands, word for word. */
export async function askRedis(
  redis: Pick<TestRedis, 'port'> | null,
  ...commands: readonly string[]
): Promise<string> {
  const socket = connect(redis?.port ?? 0, '127.0.0.1');
  socket.write([...commands, 'QUIT', ''].join('\r\n'));
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}
