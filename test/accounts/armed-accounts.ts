import { randomBytes } from 'node:crypto';
import { type ArmedProcess, buildArmed } from '../support/armed-program.ts';
import { freePort } from '../support/free-port.mjs';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

/** A process of the books' service that can be armed with a crash point, with its function where it has one. */
export interface ArmedAccounts extends ArmedProcess<string> {
  readonly url: string;
}

/** The service as one file, with crash points that kill. */
export interface ArmedBuild {
  /** of every process's calls of the gateway */
  readonly notifySecret: string;
  /**
   * Starts a process.
   *
   * @param point armed from its start on
   * @throws {Error} it ended before it took calls
   */
  spawn(databaseUrl: string, point?: string): Promise<ArmedAccounts>;
  remove(): Promise<void>;
}

/** Builds the service from its source, with armed crash points in the place of the empty ones. */
export async function buildArmedAccounts(): Promise<ArmedBuild> {
  const programs = await buildArmed<string>(
    { main: 'connectors/accounts/src/main.ts' },
    { crashPoints: /\/crash-points/, conditions: ['payserver-source'] },
  );
  const notifySecret = `whsec_${randomBytes(32).toString('base64')}`;
  const settings = { NOTIFY_SECRET: notifySecret, JWT_SECRET: TEST_JWT_SECRET };
  return {
    notifySecret,
    spawn: async (databaseUrl, point = '') => {
      const port = await freePort();
      const env = { ...settings, PORT: String(port), DATABASE_URL: databaseUrl, CRASH_AT: point };
      const app = await programs.spawn('accounts', env, [programs.fileOf('main')]);
      return { ...app, url: `http://127.0.0.1:${port}` };
    },
    remove: programs.remove,
  };
}
