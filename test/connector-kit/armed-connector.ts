import type { KitCrashPoint } from '@payserver/connector-kit/crash-points';
import { type ArmedProcess, buildArmed } from '../support/armed-program.ts';

/** What a point is called where payments and refunds pass it. */
export type Point = `${KitCrashPoint} ${'pay' | 'refund'}`;

/** A connector's process that can be armed with a crash point of the kit. */
export type ArmedConnector = ArmedProcess<Point>;

/** The test's connector as one file, with crash points that kill. */
export interface ArmedConnectors {
  spawn(env: Readonly<Record<string, string>>): Promise<ArmedConnector>;
  remove(): Promise<void>;
}

export async function buildArmedConnector(): Promise<ArmedConnectors> {
  const programs = await buildArmed<Point>(
    { main: 'test/connector-kit/connector-program.ts' },
    { crashPoints: /\/crash-points/, conditions: ['payserver-source'] },
  );
  return {
    spawn: async (env) => await programs.spawn('connector', env, [programs.fileOf('main')]),
    remove: programs.remove,
  };
}
