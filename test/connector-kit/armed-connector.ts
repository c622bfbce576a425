import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KitCrashPoint } from '@payserver/connector-kit/crash-points';
import { bundle } from '../../scripts/bundle.mjs';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache');
const ARMED = join(ROOT, 'test/support/armed-crash-points.mjs');

/** What a point is called where payments and refunds pass it. */
export type Point = `${KitCrashPoint} ${'pay' | 'refund'}`;

/** A connector's process that can be armed with a crash point of the kit. */
export interface ArmedConnector extends RunningApp {
  /** From now on it kills itself (SIGKILL) when it reaches this point; '' for none. */
  arm(point: Point | ''): Promise<void>;
  /** The points that it has passed since it was armed. */
  passed(): Promise<readonly Point[]>;
}

/** The test's connector as one file, with crash points that kill. */
export interface ArmedConnectors {
  spawn(env: Readonly<Record<string, string>>): Promise<ArmedConnector>;
  remove(): Promise<void>;
}

export async function buildArmedConnector(): Promise<ArmedConnectors> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'armed-kit-'));
  await bundle({
    entryPoints: { main: 'test/connector-kit/connector-program.ts' },
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
  return {
    spawn: async (env) => {
      const app = await spawnApp('connector', env, [join(folder, 'main.mjs')]);
      return {
        ...app,
        arm: async (point) => void (await app.ask({ type: 'arm', point }, 'armed')),
        passed: async () =>
          (await app.ask({ type: 'passed?' }, 'passed'))['points'] as readonly Point[],
      };
    },
    remove: async () => await rm(folder, { recursive: true, force: true }),
  };
}
