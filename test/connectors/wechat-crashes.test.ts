import { KIT_CRASH_POINTS } from '@payserver/connector-kit/crash-points';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { Ret } from '../connector-kit/gateway-actor.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import {
  type Api,
  barcode,
  buildWechat,
  payBody,
  refundBody,
  startWechatScene,
  type WechatScene,
} from './wechat-scene.ts';

/** `CRASH_ROUNDS` plays every flow at every point that it passes; else each point dies once for each driver. */
const IS_WHOLE = process.env['CRASH_ROUNDS'] !== undefined;
const PAID = 500;
/** A customer who confirms after a second does so before the deadline, however long the connector takes to start again. */
const PATIENT = { DEADLINE_MS: '15000', SETTLED_MS: '16000' };
const CONFIRMED = 'a password after a second';

interface End {
  readonly ret: Ret;
  readonly payNo: string;
  /** fen that must be with the merchant */
  readonly left: number;
}
/** What a gateway does until it knows the end. */
type Flow = (scene: WechatScene, api: Api) => Promise<() => Promise<End>>;

function pays(tail: string | undefined): Flow {
  return async (scene, api) => {
    const code = tail === undefined ? undefined : barcode(tail);
    const body = payBody(scene, { api, code });
    return async () => {
      const { ret } = await scene.gateway.untilEnd('/pay', body);
      return { ret, payNo: body.tractionNo, left: ret === 'success' ? PAID : 0 };
    };
  };
}

const calledOff: Flow = async (scene, api) => {
  const body = payBody(scene, { api, code: barcode('010200') });
  return async () => {
    await scene.gateway.call('/pay', body);
    const { ret } = await scene.gateway.cancelUntilEnd(body.tractionNo);
    return { ret, payNo: body.tractionNo, left: ret === 'success' ? PAID : 0 };
  };
};

const shownAndClosed: Flow = async (scene, api) => {
  const body = payBody(scene, { api });
  return async () => {
    await scene.gateway.call('/pay', body);
    const { ret } = await scene.gateway.cancelUntilEnd(body.tractionNo);
    return { ret, payNo: body.tractionNo, left: ret === 'success' ? PAID : 0 };
  };
};

const refunds: Flow = async (scene, api) => {
  const pay = payBody(scene, { api, code: barcode() });
  await scene.gateway.untilEnd('/pay', pay);
  const payTractionNo = pay.tractionNo;
  const body = refundBody(scene, { api, payTractionNo, amount: 200 });
  return async () => {
    const { ret } = await scene.gateway.untilEnd('/refund', body);
    return { ret, payNo: payTractionNo, left: ret === 'success' ? PAID - 200 : PAID };
  };
};

/** [how, the ends that it may have]: what may have been sent when the process died is reversed */
const FLOWS: Readonly<Record<string, readonly [Flow, readonly Ret[]]>> = {
  'a payment': [pays('000000'), ['success']],
  [CONFIRMED]: [pays('010001'), ['success']],
  'a lost answer': [pays('020000'), ['success']],
  'a call that never arrived': [pays('030000'), ['failed']],
  'a code that is declined': [pays('110300'), ['failed']],
  'nobody pays': [pays('010200'), ['failed']],
  'called off': [calledOff, ['failed']],
  'a QR code that is called off': [shownAndClosed, ['failed']],
  'a refund': [refunds, ['success']],
};

const TRIES = 4;

async function diesAt(
  scene: WechatScene,
  point: Point,
  prepare: () => Promise<() => Promise<End>>,
) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { end, isReached } = await scene.dying(point, await prepare());
    const net = async () => await scene.net(end.payNo);
    expect([point, await eventually(net, (fen) => fen === end.left)]).toEqual([point, end.left]);
    if (isReached) return end;
  }
  return null;
}

let build: ArmedPrograms<Point>;
beforeAll(async () => {
  build = await buildWechat();
});
afterAll(async () => await build.remove());

describe.concurrent('killed at any step, every payment and refund ends as the money does', () => {
  test.each(['v2', 'v3'] as const)(
    'by %s',
    async (api) => {
      const [hurried, patient] = await Promise.all([
        startWechatScene(build),
        startWechatScene(build, PATIENT),
      ]);
      const seen = new Set<Point>();
      const wrong: string[] = [];
      for (const [name, [flow, ends]] of Object.entries(FLOWS)) {
        const scene = name === CONFIRMED ? patient : hurried;
        const prepare = async () => await flow(scene, api);
        const points = await scene.passedBy(await prepare());
        for (const point of points.filter((one) => IS_WHOLE || !seen.has(one))) {
          const end = await diesAt(scene, point, prepare);
          if (end === null) continue;
          seen.add(point);
          const mayEnd = point === 'send.beforeCall pay' ? [...ends, 'failed'] : ends;
          if (!mayEnd.includes(end.ret)) wrong.push(`${name}, ${point}: ${end.ret}`);
        }
      }
      expect(wrong).toEqual([]);
      for (const scene of [hurried, patient]) {
        expect(await scene.violations()).toEqual([]);
        await scene.stop();
      }
      const names = [...seen].map((point) => point.split(' ')[0]);
      const never = KIT_CRASH_POINTS.filter((point) => !names.includes(point));
      // No notice is sent where the gateway asks first.
      expect(never.filter((point) => !point.startsWith('notice.'))).toEqual([]);
    },
    900_000,
  );
});
