import { randomBytes } from 'node:crypto';
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
  admin(token: string | null, path: string, body?: object | Buffer): Promise<AdminAnswer>;
  stop(): Promise<void>;
}

export interface AdminAnswer {
  readonly status: number;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read bodies of every shape
  readonly json: any;
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
    admin: async (token, path, body) => {
      const isFile = Buffer.isBuffer(body);
      const type = isFile ? 'text/csv' : 'application/json';
      const answer = await fetch(`${url}/admin${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': type }),
        },
        ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      return { status: answer.status, text, json: isJson ? JSON.parse(text) : null };
    },
    stop: async () => await app.stop(),
  };
}
