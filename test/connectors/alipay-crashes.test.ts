import { createTimeFormat } from '@payserver/shared/runtime/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { Ret } from '../connector-kit/gateway-actor.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import { openTally } from '../support/report.ts';
import {
  type AlipayScene,
  barcode,
  buildAlipay,
  PAID,
  payBody,
  refundBody,
  startAlipayScene,
} from './alipay-scene.ts';

/** `CRASH_ROUNDS` plays every flow at every point that it passes, several times; else each point dies once. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 1);
const IS_WHOLE = process.env['CRASH_ROUNDS'] !== undefined;
const AT_ONCE = 3;
const LONG_MS = 600_000 * ROUNDS;
const formatTime = createTimeFormat('Asia/Shanghai');

interface End {
  readonly ret: Ret;
  readonly no: string;
  /** fen that must be left with the merchant */
  readonly left: number;
}
/** What a gateway does until it knows the end. Prepared first: what comes before is not what dies. */
type Flow = (scene: AlipayScene) => Promise<() => Promise<End>>;

const pays =
  (behaviour: string): Flow =>
  async (scene) => {
    const body = payBody(scene, { code: barcode(behaviour) });
    return async () => {
      const { ret } = await scene.gateway.untilEnd('/pay', body);
      return { ret, no: body.tractionNo, left: ret === 'success' ? PAID : 0 };
    };
  };

const calledOff: Flow = async (scene) => {
  const body = payBody(scene, { code: barcode('010200') });
  return async () => {
    await scene.gateway.call('/pay', body);
    const { ret } = await scene.gateway.cancelUntilEnd(body.tractionNo);
    return { ret, no: body.tractionNo, left: ret === 'success' ? PAID : 0 };
  };
};

const expires: Flow = async (scene) => {
  const body = payBody(scene, { code: barcode('010200') });
  return async () => {
    const orderExpiredAt = formatTime(new Date(Date.now() + 2_000));
    const { ret } = await scene.gateway.untilEnd('/pay', { ...body, orderExpiredAt });
    return { ret, no: body.tractionNo, left: 0 };
  };
};

const scanned: Flow = async (scene) => {
  const body = payBody(scene);
  return async () => {
    const { tractionNo } = body;
    let { ret, body: said } = await scene.gateway.call('/pay', body);
    while (ret === 'running' || ret === 'unknown') {
      const { codeUrl } = { ...(said['payData'] as { codeUrl?: string } | undefined) };
      if (codeUrl !== undefined) {
        await scene.stub.scan(codeUrl, 'approve').catch(() => undefined);
        ({ ret } = await scene.gateway.untilEnd('/pay', body));
        break;
      }
      ({ ret, body: said } = await scene.gateway.call('/query', { tractionNo }));
      if (ret === 'notFound') ({ ret, body: said } = await scene.gateway.call('/pay', body));
    }
    return { ret, no: tractionNo, left: ret === 'success' ? PAID : 0 };
  };
};

const refunds: Flow = async (scene) => {
  const pay = payBody(scene, { code: barcode() });
  await scene.gateway.untilEnd('/pay', pay);
  const body = refundBody(scene, pay.tractionNo, 200);
  return async () => {
    const { ret } = await scene.gateway.untilEnd('/refund', body);
    expect(await scene.stub.refundsOf(pay.tractionNo)).toBe(ret === 'success' ? 1 : 0);
    return { ret, no: pay.tractionNo, left: ret === 'success' ? PAID - 200 : PAID };
  };
};

/** A customer who confirms after a second does so in time, however long the connector takes to start again. */
const PATIENT = { CLOSE_AFTER_MS: '15000' };
const CONFIRMED = 'a payment that the customer confirms';

/** [how, its end] */
const FLOWS: Readonly<Record<string, readonly [Flow, Ret]>> = {
  'a payment': [pays('000000'), 'success'],
  [CONFIRMED]: [pays('010001'), 'success'],
  'a payment whose answer is lost': [pays('020000'), 'success'],
  'a payment that is declined': [pays('110000'), 'failed'],
  'a payment that nobody confirms': [pays('010200'), 'failed'],
  'a payment whose time is over': [expires, 'failed'],
  'a payment that is called off': [calledOff, 'failed'],
  'a code that is scanned': [scanned, 'success'],
  'a refund': [refunds, 'success'],
};

/** What may have been sent when the process died is never sent again: without an order it is called off. */
const MAY_FAIL: ReadonlySet<string> = new Set(['send.beforeCall pay']);

const tally = openTally('deaths of the Alipay connector');
let build: ArmedPrograms<Point>;
let scenes: AlipayScene[];
let patient: AlipayScene;
/** Those where nothing dies now. */
const free: AlipayScene[] = [];
beforeAll(async () => {
  build = await buildAlipay();
  scenes = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => await startAlipayScene(build)),
  );
  free.push(...scenes);
  patient = await startAlipayScene(build, PATIENT);
  scenes.push(patient);
});
afterAll(async () => {
  await Promise.all(scenes.map(async (scene) => await scene.stop()));
  await build.remove();
});

async function inScene(work: (scene: AlipayScene) => Promise<void>): Promise<void> {
  const scene = await eventually(
    async () => free.pop(),
    (one) => one !== undefined,
    LONG_MS,
  );
  if (scene === undefined) return;
  await work(scene).finally(() => free.push(scene));
}

const TRIES = 5;

async function diesAt(scene: AlipayScene, point: Point, prepare: Flow): Promise<End | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { end, isReached } = await scene.dying(point, await prepare(scene));
    const charges = await scene.stub.charges(end.no);
    const posts = (await scene.stub.callsOf(end.no, 'pay')).length;
    expect([await scene.stub.net(end.no), charges <= 1, posts <= 1]).toEqual([
      end.left,
      true,
      true,
    ]);
    if (isReached) return end;
  }
  return null;
}

const seen = new Set<Point>();

async function diesEverywhere(scene: AlipayScene, name: string): Promise<(string | null)[]> {
  const [flow, expected] = FLOWS[name] ?? [pays(''), 'failed'];
  const points = await scene.passedBy(await flow(scene));
  const wrong: (string | null)[] = [];
  for (const point of points) {
    if (!IS_WHOLE && seen.has(point)) continue;
    for (let round = 0; round < ROUNDS; round += 1) {
      const end = await diesAt(scene, point, flow);
      if (end === null) continue;
      seen.add(point);
      const isRight = end.ret === expected || (MAY_FAIL.has(point) && end.ret === 'failed');
      wrong.push(isRight ? null : `${name}, ${point}: ${end.ret}`);
    }
  }
  return wrong;
}

describe.concurrent('killed anywhere, everything ends the same', () => {
  test.each(Object.keys(FLOWS))(
    '%s',
    async (name) => {
      const play = async (scene: AlipayScene) => {
        expect(tally.judge(await diesEverywhere(scene, name))).toEqual([]);
      };
      await (name === CONFIRMED ? play(patient) : inScene(play));
    },
    LONG_MS,
  );
});

test('and the oracle holds', async () => {
  for (const scene of scenes) expect(await scene.stub.violations()).toEqual([]);
  expect(seen.size).toBeGreaterThan(12);
});
