import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CRASH_POINTS, type CrashPoint } from '@payserver/shared/runtime/crash-points';
import { bundle } from '../../scripts/bundle.mjs';
import { type RunningApp, spawnApp } from './spawn-app.ts';

/** Parts that can be armed with a crash point. */
export type Part = 'api' | 'worker';

/** A crash point, with its subject where it has one. */
export type Point = CrashPoint | `${CrashPoint} ${string}`;

/** A process of the gateway that can be armed with a crash point. */
export interface ArmedApp extends RunningApp {
  /** From now on it kills itself (SIGKILL) when it reaches this point; '' for none. */
  arm(point: Point | ''): Promise<void>;
  /** The points that it has passed since it was armed. */
  passed(): Promise<readonly string[]>;
}

/** A build of API and worker that holds armed crash points. */
export interface ArmedBuild {
  /** @param point armed from its start on, because it may get there before anybody could tell it */
  spawn(part: Part, env: Record<string, string>, point?: Point | ''): Promise<ArmedApp>;
  remove(): Promise<void>;
}

const ARMED = fileURLToPath(new URL('./armed-crash-points.mjs', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// Below the root, which the program looks for upwards.
const CACHE = join(ROOT, 'node_modules/.cache');
// Threads that collect garbage side by side cost a short life a fifth of its CPU.
const FLAGS = ['--single-threaded-gc', '--max-semi-space-size=32'];

/** Builds both, each from its own build into one file, with armed crash points in the place of the empty ones. */
export async function buildArmedApps(): Promise<ArmedBuild> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'armed-'));
  await bundle({
    entryPoints: { 'api/main': 'apps/api/dist/main.js', 'worker/main': 'apps/worker/dist/main.js' },
    absWorkingDir: ROOT,
    outdir: folder,
    // A tenth of a start is the reading of the file.
    minify: true,
    plugins: [
      {
        name: 'armed crash points',
        setup: ({ onResolve }) => {
          onResolve({ filter: /runtime\/crash-points/ }, () => ({ path: ARMED }));
        },
      },
    ],
  });
  return {
    spawn: async (part, env, point = '') => {
      const main = join(folder, part, 'main.mjs');
      const app = await spawnApp(part, { ...env, CRASH_AT: point }, [...FLAGS, main]);
      return {
        ...app,
        arm: async (next) => void (await app.ask({ type: 'arm', point: next }, 'armed')),
        passed: async () =>
          (await app.ask({ type: 'passed?' }, 'passed'))['points'] as readonly string[],
      };
    },
    remove: async () => await rm(folder, { recursive: true, force: true }),
  };
}

/** Every point there is, for tests that must not leave one out. */
export const ALL_POINTS: readonly CrashPoint[] = CRASH_POINTS;
