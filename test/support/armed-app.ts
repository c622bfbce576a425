import { CRASH_POINTS, type CrashPoint } from '@payserver/shared/platform/crash-points';
import { type AppName, type RunningApp, spawnApp } from './spawn-app.ts';

const PRELOAD = new URL('./armed-crash-points.mjs', import.meta.url).href;

/** A process of the gateway that can be told where to die. */
export interface ArmedApp extends RunningApp {
  /** From now on it kills itself (SIGKILL) when it reaches this point. */
  arm(point: CrashPoint): Promise<void>;
}

/** Starts it from the build, with armed crash points in the place of the build's empty ones. */
export async function spawnArmedApp(name: AppName, env: Record<string, string>): Promise<ArmedApp> {
  const app = await spawnApp(name, { ...env, NODE_OPTIONS: `--import=${PRELOAD}` });
  const arm = async (point: CrashPoint) => await app.ask({ type: 'arm', point }, 'armed');
  return { ...app, arm };
}

/** Every point there is, for tests that must not leave one out. */
export const ALL_POINTS: readonly CrashPoint[] = CRASH_POINTS;
