import { randomBytes } from 'node:crypto';
import { type Answered, callAdmin } from './accounts-calls.ts';
import { startBooksServer } from './books.ts';
import { freePort } from './free-port.mjs';
import { type RunningApp, spawnApp } from './spawn-app.ts';
import { TEST_JWT_SECRET } from './tokens.ts';

/** The books' service as a process of its own. */
export interface AccountsService {
  readonly url: string;
  readonly notifySecret: string;
  output(): string;
  /** SIGKILL, and another one at the same port. */
  restart(): Promise<void>;
  /** Calls the admin API; a body makes it a POST. */
  admin(token: string | null, path: string, body?: object | Buffer): Promise<Answered>;
  stop(): Promise<void>;
}

const PROGRAM = ['connectors/accounts/dist/bundle/main.mjs'];

export async function startAccountsService(databaseUrl: string): Promise<AccountsService> {
  const port = await freePort();
  const notifySecret = `whsec_${randomBytes(32).toString('base64')}`;
  const env = {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    NOTIFY_SECRET: notifySecret,
    JWT_SECRET: TEST_JWT_SECRET,
  };
  let output = '';
  const start = async () => await spawnApp('accounts', env, PROGRAM);
  let app: RunningApp = await start();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    notifySecret,
    output: () => output + app.output(),
    restart: async () => {
      app.signal('SIGKILL');
      await app.exited;
      output += app.output();
      app = await start();
    },
    admin: async (token, path, body) =>
      await callAdmin(url, token, { path: `/admin${path}`, body }),
    stop: async () => await app.stop(),
  };
}

/** The service on a PostgreSQL of its own, which ends with it. */
export async function startOwnAccounts(): Promise<AccountsService & { databaseUrl: string }> {
  const server = await startBooksServer();
  const service = await startAccountsService(server.url);
  const stop = async () => {
    await service.stop();
    await server.stop();
  };
  return { ...service, databaseUrl: server.url, stop };
}
