import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';
import { freePort } from '../support/free-port.mjs';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const ARMED = join(ROOT, 'test/support/armed-crash-points.mjs');

/** A process of the books' service that can be armed with a crash point, with its function where it has one. */
export interface ArmedAccounts extends RunningApp {
  readonly url: string;
  /** From now on it kills itself (SIGKILL) when it reaches this point; '' for none. */
  arm(point: string): Promise<void>;
  /** The points that it has passed since it was armed. */
  passed(): Promise<readonly string[]>;
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

/** Builds the service from its source, as `npm run build` does, with armed crash points in the place of the empty ones. */
export async function buildArmedAccounts(): Promise<ArmedBuild> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'armed-accounts-'));
  await bundle({
    entryPoints: { main: 'connectors/accounts/src/main.ts' },
    absWorkingDir: ROOT,
    outdir: folder,
    conditions: ['payserver-source'],
    minify: true,
    plugins: [
      {
        name: 'armed crash points',
        setup: ({ onResolve }) => {
          onResolve({ filter: /\/crash-points/ }, () => ({ path: ARMED }));
        },
      },
    ],
  });
  const notifySecret = `whsec_${randomBytes(32).toString('base64')}`;
  const settings = { NOTIFY_SECRET: notifySecret, JWT_SECRET: TEST_JWT_SECRET };
  return {
    notifySecret,
    spawn: async (databaseUrl, point = '') => {
      const port = await freePort();
      const env = { ...settings, PORT: String(port), DATABASE_URL: databaseUrl, CRASH_AT: point };
      const app = await spawnApp('accounts', env, [join(folder, 'main.mjs')]);
      return {
        ...app,
        url: `http://127.0.0.1:${port}`,
        arm: async (at) => void (await app.ask({ type: 'arm', point: at }, 'armed')),
        passed: async () =>
          (await app.ask({ type: 'passed?' }, 'passed'))['points'] as readonly string[],
      };
    },
    remove: async () => await rm(folder, { recursive: true, force: true }),
  };
}
