import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';
import { type AppName, type RunningApp, spawnApp } from './spawn-app.ts';

/** A process that can be armed with a crash point. */
export interface ArmedProcess<Point extends string> extends RunningApp {
  /** From now on it kills itself (SIGKILL) when it reaches this point; '' for none. */
  arm(point: Point | ''): Promise<void>;
  /** The points that it has passed since it was armed. */
  passed(): Promise<readonly Point[]>;
}

/** Programs in one file each, with crash points that kill. */
export interface ArmedPrograms<Point extends string> {
  /** Where the file of this entry point is. */
  fileOf(entry: string): string;
  /** @param args flags of node and the file */
  spawn(
    name: AppName,
    env: Readonly<Record<string, string>>,
    args: readonly string[],
  ): Promise<ArmedProcess<Point>>;
  remove(): Promise<void>;
}

const ARMED = fileURLToPath(new URL('./armed-crash-points.mjs', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
// Below the root, which a program looks for upwards.
const CACHE = join(ROOT, 'node_modules/.cache');

/**
 * Bundles programs as the build does, with armed crash points in the place of the empty ones.
 *
 * @param crashPoints which modules hold the empty ones
 * @param conditions of the packages' exports: `payserver-source` bundles the source, none the build
 */
export async function buildArmed<Point extends string>(
  entryPoints: Readonly<Record<string, string>>,
  {
    crashPoints,
    conditions = [],
  }: { readonly crashPoints: RegExp; readonly conditions?: readonly string[] },
): Promise<ArmedPrograms<Point>> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'armed-'));
  await bundle({
    entryPoints: { ...entryPoints },
    absWorkingDir: ROOT,
    outdir: folder,
    conditions: [...conditions],
    // A tenth of a start is the reading of the file.
    minify: true,
    plugins: [
      {
        name: 'armed crash points',
        setup: ({ onResolve }) => {
          onResolve({ filter: crashPoints }, () => ({ path: ARMED }));
        },
      },
    ],
  });
  return {
    fileOf: (entry) => join(folder, `${entry}.mjs`),
    spawn: async (name, env, args) => {
      const app = await spawnApp(name, { ...env }, args);
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
