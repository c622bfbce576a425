import { CRASH_POINTS, type CrashPoint } from '@payserver/shared/runtime/crash-points';
import { type ArmedProcess, buildArmed } from './armed-program.ts';

/** Parts that can be armed with a crash point. */
export type Part = 'api' | 'worker';

/** A crash point, with its subject where it has one. */
export type Point = CrashPoint | `${CrashPoint} ${string}`;

/** A process of the gateway that can be armed with a crash point. */
export type ArmedApp = ArmedProcess<Point>;

/** A build of API and worker that holds armed crash points. */
export interface ArmedBuild {
  /** @param point armed from its start on, because it may get there before anybody could tell it */
  spawn(part: Part, env: Record<string, string>, point?: Point | ''): Promise<ArmedApp>;
  remove(): Promise<void>;
}

// Threads that collect garbage side by side cost a short life a fifth of its CPU.
const FLAGS = ['--single-threaded-gc', '--max-semi-space-size=32'];

/** Builds both, each from its own build into one file, with armed crash points in the place of the empty ones. */
export async function buildArmedApps(): Promise<ArmedBuild> {
  const programs = await buildArmed<Point>(
    { 'api/main': 'apps/api/dist/main.js', 'worker/main': 'apps/worker/dist/main.js' },
    { crashPoints: /runtime\/crash-points/ },
  );
  return {
    spawn: async (part, env, point = '') => {
      const main = programs.fileOf(`${part}/main`);
      return await programs.spawn(part, { ...env, CRASH_AT: point }, [...FLAGS, main]);
    },
    remove: programs.remove,
  };
}

/** Every point there is, for tests that must not leave one out. */
export const ALL_POINTS: readonly CrashPoint[] = CRASH_POINTS;
