import { KIT_CRASH_POINTS } from '@payserver/connector-kit/crash-points';
import { createTimeFormat } from '@payserver/shared/runtime/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { openTally } from '../support/report.ts';
import { type ArmedConnectors, buildArmedConnector, type Point } from './armed-connector.ts';
import type { Ret } from './gateway-actor.ts';
import { type KitScene, payBody, refundBody, startKitScene } from './kit-scene.ts';

/** `npm run test:kit-crashes` plays every flow at every point that it passes, several times; else each point dies once. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 1);
const IS_WHOLE = process.env['CRASH_ROUNDS'] !== undefined;
const PAID = 500;
const formatTime = createTimeFormat('Asia/Shanghai');

/** What a gateway does until it knows the end. Prepared first: what comes before is not what dies. */
type Flow = (scene: KitScene) => Promise<() => Promise<{ ret: Ret; payNo: string; left: number }>>;

function pays(code: string): Flow {
  return async (scene) => {
    const body = payBody(scene, { code });
    return async () => {
      const { ret } = await scene.gateway.untilEnd('/pay', body);
      return { ret, payNo: body.tractionNo, left: ret === 'success' ? PAID : 0 };
    };
  };
}

const calledOff: Flow = async (scene) => {
  const body = payBody(scene, { code: 'wait' });
  return async () => {
    await scene.gateway.call('/pay', body);
    const { ret } = await scene.gateway.cancelUntilEnd(body.tractionNo);
    return { ret, payNo: body.tractionNo, left: ret === 'success' ? PAID : 0 };
  };
};

const cancelledFirst: Flow = async (scene) => {
  const body = payBody(scene, { code: 'pay' });
  return async () => {
    const { ret } = await scene.gateway.cancelUntilEnd(body.tractionNo);
    const late = await scene.gateway.untilEnd('/pay', body);
    expect(late.ret).toBe(ret);
    return { ret, payNo: body.tractionNo, left: ret === 'success' ? PAID : 0 };
  };
};

const refunds: Flow = async (scene) => {
  const pay = payBody(scene, { code: 'pay' });
  await scene.gateway.untilEnd('/pay', pay);
  const body = refundBody(scene, pay.tractionNo, 200);
  return async () => {
    const { ret } = await scene.gateway.untilEnd('/refund', body);
    expect(scene.bank.timesRefunded(body.tractionNo)).toBe(ret === 'success' ? 1 : 0);
    return { ret, payNo: pay.tractionNo, left: ret === 'success' ? PAID - 200 : PAID };
  };
};

/** Once it has heard `running`, this gateway asks no more: the notice tells. */
const noticed: Flow = async (scene) => {
  const body = payBody(scene, { code: 'run' });
  const { tractionNo } = body;
  return async () => {
    const posted = async () => (await scene.gateway.call('/pay', body)).ret;
    const said = await eventually(posted, (ret) => ret !== 'unknown');
    if (said !== 'running')
      return { ret: said, payNo: tractionNo, left: said === 'success' ? PAID : 0 };
    const heard = async () => scene.gateway.noticesOf(tractionNo);
    const [notice] = await eventually(heard, (notices) => notices.length > 0);
    const ret = notice?.ret ?? 'unknown';
    return { ret, payNo: tractionNo, left: ret === 'success' ? PAID : 0 };
  };
};

/** The shortest life that a payment can have here: the wire knows seconds. */
const LIFE_MS = 2_000;
const expires: Flow = async (scene) => {
  const { tractionNo, ...rest } = payBody(scene, { code: 'wait' });
  return async () => {
    const orderExpiredAt = formatTime(new Date(Date.now() + LIFE_MS));
    const { ret } = await scene.gateway.untilEnd('/pay', { ...rest, tractionNo, orderExpiredAt });
    return { ret, payNo: tractionNo, left: 0 };
  };
};

/** [how, its end] */
const FLOWS: Readonly<Record<string, readonly [Flow, Ret]>> = {
  'a payment': [pays('pay'), 'success'],
  'a payment that the customer confirms': [pays('run'), 'success'],
  'a payment whose answer is lost': [pays('lose'), 'success'],
  'a declined payment': [pays('decline'), 'failed'],
  'a payment whose time is over': [expires, 'failed'],
  'a payment of which a notice tells': [noticed, 'success'],
  'a payment that is called off': [calledOff, 'failed'],
  'a cancellation that comes first': [cancelledFirst, 'failed'],
  'a refund': [refunds, 'success'],
};

const tally = openTally('deaths of a connector on the kit');
let build: ArmedConnectors;
beforeAll(async () => {
  build = await buildArmedConnector();
});
afterAll(async () => await build.remove());

/** Enough that a busy machine, on which another asks first, does not leave a point out. */
const TRIES = 5;

/**
 * Lets it die there. Who asks first, the gateway or the connector, is not the same each time: null when the point is not
 * reached in {@link TRIES} tries; another flow reaches it then.
 */
async function diesAt(scene: KitScene, point: Point, prepare: Flow) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { end, isReached } = await scene.dying(point, await prepare(scene));
    expectOneCharge(scene, end.payNo, end.left);
    if (!isReached) continue;
    return end;
  }
  return null;
}

async function diesEachRound(scene: KitScene, point: Point, prepare: Flow): Promise<Ret[]> {
  const ends: Ret[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const died = await diesAt(scene, point, prepare);
    if (died !== null) ends.push(died.ret);
  }
  return ends;
}

/** The money of the end is in the bank's books, once. */
function expectOneCharge(scene: KitScene, payNo: string, left: number): void {
  expect([scene.bank.net(payNo), scene.bank.timesCharged(payNo) <= 1]).toEqual([left, true]);
}

const BANKS = [
  { provider: 'a provider that charges again for a repeat', isRepeatable: false },
  { provider: 'a provider to which repeats are one', isRepeatable: true },
];

// The two have nothing in common, and wait most of their time.
describe.concurrent('killed anywhere, everything ends the same', () => {
  test.each(BANKS)(
    'at $provider',
    async ({ isRepeatable }) => {
      // What must not be repeated is cancelled after a while, in which a killed process is back on a busy machine too;
      // what may be has time to be.
      const timing = { closeAfterMs: isRepeatable ? 30_000 : 6_000 };
      const scene = await startKitScene(build, { isRepeatable, timing });
      const seen = new Set<Point>();
      for (const [name, flow] of Object.entries(FLOWS)) {
        const points = await scene.passedBy(await flow[0](scene));
        for (const point of points.filter((one) => IS_WHOLE || !seen.has(one))) {
          const ends = await diesEachRound(scene, point, flow[0]);
          if (ends.length > 0) seen.add(point);
          // What may have been sent is not sent again where that would charge again: then it is cancelled.
          const mayEnd = !isRepeatable && point.startsWith('send.beforeCall') ? ['failed'] : [];
          const wrong = tally.judge(
            ends.map((end) =>
              end === flow[1] || mayEnd.includes(end) ? null : `${name}, ${point}: ${end}`,
            ),
          );
          expect(wrong).toEqual([]);
        }
      }
      await scene.stop();
      const names = [...seen].map((point) => point.split(' ')[0]);
      expect(KIT_CRASH_POINTS.filter((point) => !names.includes(point))).toEqual([]);
    },
    600_000 * ROUNDS,
  );
});
