import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-port.mjs';

/** A real pgbouncer in front of a database. */
export interface PgBouncer {
  /** the database of the given URL, through it */
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian puts it into a folder of administrators' programs. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin`;
/** It refuses to run as root. */
const NOBODY = 65_534;
const START_MS = 20_000;

/** Starts one in this mode, with nothing else in its configuration that anybody has to know of. */
export async function startPgBouncer(
  databaseUrl: string,
  mode: 'session' | 'transaction' | 'statement',
): Promise<PgBouncer> {
  const target = new URL(databaseUrl);
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'payserver-bouncer-'));
  const file = join(dir, 'pgbouncer.ini');
  const place = `host=${target.hostname} port=${target.port} user=${target.username} password=${target.password}`;
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: mode,
    max_client_conn: 400,
    default_pool_size: 100,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  await writeFile(file, ['[databases]', `* = ${place}`, '[pgbouncer]', ...lines, ''].join('\n'));
  await Promise.all([chmod(dir, 0o755), chmod(file, 0o644)]);
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn('pgbouncer', [file], { ...user, env: { PATH }, stdio: 'ignore' });
  const exited = once(child, 'exit');
  const url = new URL(databaseUrl);
  url.port = String(port);
  await untilAnswering(url.href, exited);
  return {
    url: url.href,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function untilAnswering(url: string, exited: Promise<unknown>): Promise<void> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  const deadline = performance.now() + START_MS;
  while (!ended && performance.now() < deadline) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    const answers = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (answers) return;
    await sleep(50);
  }
  throw new Error('pgbouncer does not answer');
}
