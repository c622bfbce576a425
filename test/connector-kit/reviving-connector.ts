import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.ts';
import type { ArmedConnector, Point } from './armed-connector.ts';

/** A connector that is started again whenever it dies at its crash point. */
export interface RevivingConnector {
  /** The process that runs now. */
  app(): ArmedConnector;
  /** What all its processes wrote. */
  output(): string;
  /** It dies at this point while `work` goes on. Says whether it got there. */
  dying<T>(point: Point, work: () => Promise<T>): Promise<{ end: T; isReached: boolean }>;
  /** What this work passes while nobody dies. */
  passedBy(work: () => Promise<unknown>): Promise<readonly Point[]>;
  stop(): Promise<void>;
}

/** One process, and the one that follows it when it dies. */
interface Life {
  readonly app: ArmedConnector;
  readonly next: Promise<Life | null>;
}

/** Only where a point is not reached. */
const AFTERWARDS_MS = 700;

/** @param spawn starts a process; it ends by its crash point or is stopped, and by nothing else */
export async function startReviving(
  spawn: () => Promise<ArmedConnector>,
): Promise<RevivingConnector> {
  let isStopping = false;
  let written = '';
  const start = async (): Promise<Life> => {
    const app = await spawn();
    const next = app.exited.then(async (code) => {
      if (isStopping) return null;
      written += app.output();
      if (code !== null) throw new Error(`it ended with ${code}:\n${app.output()}`);
      life = await start();
      return life;
    });
    next.catch(() => undefined);
    return { app, next };
  };
  let life = await start();
  return {
    app: () => life.app,
    output: () => written + life.app.output(),
    dying: async (point, work) => {
      const { app, next } = life;
      await app.arm(point);
      const end = await work();
      // What comes after the gateway has its answer, such as the note that a notice was taken, is soon over.
      const isReached =
        (await Promise.race([next, sleep(AFTERWARDS_MS)])) !== undefined ||
        // It may die while it is asked not to.
        (await Promise.race([next, app.arm('').catch(async () => await next)])) !== undefined;
      return { end, isReached };
    },
    passedBy: async (work) => {
      const { app } = life;
      await app.arm('');
      await work();
      return await eventually(async () => await app.passed(), isQuiet);
    },
    stop: async () => {
      isStopping = true;
      await life.app.stop();
    },
  };
}

/** The note that a notice was taken may come after its gateway has it, and after all that it does then. */
function isQuiet(points: readonly Point[]): boolean {
  const passed = (name: string) => points.some((point) => point.startsWith(name));
  return !passed('notice.beforeSend') || passed('notice.afterWrite');
}
