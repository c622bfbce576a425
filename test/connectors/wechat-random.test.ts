import fc from 'fast-check';
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

/** `PROVIDER_SCENES=5000` plays as many for each driver; `PROVIDER_SEED` repeats a run. */
const SCENES = Number(process.env['PROVIDER_SCENES'] ?? 60);
const SEED = Number(process.env['PROVIDER_SEED'] ?? Date.now());
const AT_ONCE = Math.min(64, Math.max(20, Math.round(SCENES / 20)));
const PAID = 500;

/** Groups of bad behaviour of the research (I3), with parameters that end within seconds. */
const TAILS = [
  ...['000000', '010001', '010002', '010101', '010200', '020000', '020100', '020200', '030000'],
  ...['040001', '050000', '050100', '050200', '050600', '051000', '051100', '060000', '060300'],
  ...['070000', '070200', '080001', '080101', '080200', '080301', '090000', '090100', '090201'],
  ...['100002', '100101', '100200', '100300', '110000', '110300', '110600', '110700', '120000'],
  ...['120100', '120200', '120300', '120400', '120500', '120600', '120700'],
];

const sceneOf = fc.record({
  tail: fc.oneof(
    { weight: 1, arbitrary: fc.constant('000000') },
    { weight: 3, arbitrary: fc.constantFrom(...TAILS) },
  ),
  calledOff: fc.boolean(),
  refunds: fc.array(fc.integer({ min: 1, max: 250 }), { maxLength: 2 }),
});
type Scene = typeof sceneOf extends fc.Arbitrary<infer T> ? T : never;

let build: ArmedPrograms<Point>;
beforeAll(async () => {
  build = await buildWechat();
});
afterAll(async () => await build.remove());

interface Claim {
  readonly outTradeNo: string;
  readonly status: 'payed' | 'payFailed' | 'paying';
  readonly amount: number;
  readonly refunded: number;
}

const orRunning = async (ending: Promise<{ ret: Ret }>): Promise<Ret> =>
  await ending.then(
    ({ ret }) => ret,
    () => 'running',
  );

async function play(
  scene: WechatScene,
  api: Api,
  { tail, calledOff, refunds }: Scene,
): Promise<Claim> {
  const body = payBody(scene, { api, code: barcode(tail), amount: PAID });
  const { tractionNo } = body;
  const first = await scene.gateway.call('/pay', body);
  const isOpen = first.ret !== 'success' && first.ret !== 'failed';
  const ending =
    calledOff && isOpen
      ? scene.gateway.cancelUntilEnd(tractionNo)
      : scene.gateway.untilEnd('/pay', body);
  const ret = await orRunning(ending);
  const claim = { outTradeNo: tractionNo, amount: PAID, refunded: 0 };
  if (ret === 'failed') return { ...claim, status: 'payFailed' };
  if (ret !== 'success') return { ...claim, status: 'paying' };
  let refunded = 0;
  for (const amount of refunds) {
    const refund = refundBody(scene, { api, payTractionNo: tractionNo, amount });
    const end = await orRunning(scene.gateway.untilEnd('/refund', refund));
    if (end === 'success') refunded += amount;
    else if (end !== 'failed') return { ...claim, status: 'paying' };
  }
  return { ...claim, status: 'payed', refunded };
}

describe.concurrent('random payments with faults', () => {
  test.each(['v2', 'v3'] as const)(
    'the ledger has each fen that the gateway believes in, and no other: %s',
    async (api) => {
      const scene = await startWechatScene(build);
      await scene.stub.control('fault', { probability: 0.02 });
      const scenes = fc.sample(sceneOf, { numRuns: SCENES, seed: SEED });
      const claims: Claim[] = [];
      const lane = async () => {
        for (let next = scenes.pop(); next !== undefined; next = scenes.pop()) {
          claims.push(await play(scene, api, next));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      await scene.stub.control('fault', { probability: 0 });
      const judged = async () => {
        const { violations } = await scene.stub.control('oracle', { orders: claims });
        return violations as readonly string[];
      };
      const violations = await eventually(judged, (found) => found.length === 0, 40_000).catch(
        judged,
      );
      expect([`PROVIDER_SEED=${SEED}`, violations]).toEqual([`PROVIDER_SEED=${SEED}`, []]);
      const open = claims.filter(({ status }) => status === 'paying').length;
      expect(open).toBeLessThanOrEqual(SCENES * 0.02);
      await scene.stop();
    },
    60_000 + SCENES * 2_000,
  );
});
