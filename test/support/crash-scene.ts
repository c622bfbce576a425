import type { ArmedApp, ArmedBuild, Part, Point } from './armed-app.ts';
import { type Gateway, startGateway } from './gateway.ts';
import type { TestServers } from './servers.ts';
import { newShop, type Shop } from './shop.ts';

/** Where a part dies. */
export type Death = readonly [part: Part, point: Point];

/**
 * Something that a till does while parts die, whatever it takes; answers how it ended, as the till heard it.
 *
 * @param death settles when the first deaths have come
 */
export type Work = (death: Promise<unknown>) => Promise<string>;

/** A gateway whose API and worker can be armed with crash points, with a shop. */
export interface CrashScene {
  readonly gateway: Gateway;
  readonly shop: Shop;
  /**
   * The mode of a connector that answers and can be asked, of one with a cancelUrl too, of one with notices, and of one
   * that is posted to once: nothing but its notice says how it ended.
   */
  readonly modes: Readonly<Record<'asked' | 'closable' | 'notified' | 'postedOnce', string>>;
  /** A number that was not used yet. */
  newNo(): string;
  /**
   * Lets parts die while `work` goes on: each part at its points in turn, each time that it was started
   * again; the first of every part are armed before anything begins. A point that is never reached lets
   * the test run into its time-out.
   *
   * @throws {Error} when a part ends in any other way
   */
  dying(deaths: readonly Death[], work: Work): Promise<string>;
  /** What this work passes while nobody dies, as part and point. */
  passedBy(work: Work): Promise<readonly string[]>;
  stop(): Promise<void>;
}

// A lease that is over soon, so that what a part held when it died is soon taken over.
const SETTINGS = {
  LEASE_MS: '1000',
  PAY_WAIT_MS: '2000',
  // Connections are most of what a start costs the database.
  DB_POOL_MAX: '4',
  QUEUE_POOL_MAX: '8',
};
const PARTS: readonly Part[] = ['api', 'worker'];

/** Starts one; its API and worker are of that build. */
export async function startCrashScene(
  servers: TestServers,
  armed: ArmedBuild,
): Promise<CrashScene> {
  const parts = {} as Record<Part, ArmedApp>;
  const gateway = await startGateway(servers, SETTINGS, async (part, env) => {
    parts[part] = await armed.spawn(part, env);
    return parts[part];
  });
  const spawn = async (part: Part, point: Point | '' = '') =>
    await armed.spawn(part, { ...gateway.env }, point);
  const shop = await newShop(gateway);
  const queryUrl = `${gateway.sandboxUrl}/sandbox/wechat/query`;
  const asked = await shop.openOwn({ queryUrl });
  const cancelUrl = `${gateway.sandboxUrl}/sandbox/wechat/cancel`;
  const closable = await shop.openOwn({ queryUrl, cancelUrl });
  const notified = await shop.openOwn({ isAsyncNotify: 1 });
  const postedOnce = await shop.openOwn({ isAsyncNotify: 1, isIdempotent: 0 });
  let numbers = 0;
  return {
    gateway,
    shop,
    modes: { asked, closable, notified, postedOnce },
    newNo: () => {
      numbers += 1;
      return `c${numbers}`;
    },
    dying: async (deaths, work) => {
      const chains = PARTS.map((part) => ({ part, points: pointsOf(part, deaths) }));
      const dying = chains.filter(({ points }) => points.length > 0);
      for (const { part, points } of dying) await parts[part].arm(points[0] ?? '');
      const death = Promise.all(dying.map(async ({ part }) => await parts[part].exited));
      const dead = dying.map(async ({ part, points: [, ...then] }) => {
        await expectKilled(parts[part]);
        for (const point of then) await dieFromStart(async () => await spawn(part, point));
        parts[part] = await spawn(part);
      });
      const [end] = await Promise.all([work(death), ...dead]);
      return end;
    },
    passedBy: async (work) => {
      await Promise.all(PARTS.map(async (part) => await parts[part].arm('')));
      await work(Promise.resolve());
      const passed = PARTS.map(async (part) => {
        const points = await parts[part].passed();
        return points.map((point) => `${part} ${point}`);
      });
      return (await Promise.all(passed)).flat();
    },
    stop: async () => {
      await Promise.all(PARTS.map(async (part) => await parts[part].stop()));
      await gateway.stop();
    },
  };
}

function pointsOf(part: Part, deaths: readonly Death[]): Point[] {
  return deaths.filter(([dying]) => dying === part).map(([, point]) => point);
}

async function expectKilled(app: ArmedApp): Promise<void> {
  const code = await app.exited;
  if (code !== null) throw new Error(`${app.name} ended with ${code}:\n${app.output()}`);
}

/** It may be gone before it is ready. */
async function dieFromStart(start: () => Promise<ArmedApp>): Promise<void> {
  const app = await start().catch((error: unknown) => {
    if (!String(error).includes('exited with null')) throw error;
    return null;
  });
  if (app !== null) await expectKilled(app);
}
