import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALL_POINTS, type ArmedApp, spawnArmedApp } from '../support/armed-app.ts';
import { eventually } from '../support/eventually.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { type Gateway, operator, startGateway } from '../support/gateway.ts';
import { breachesOf } from '../support/invariants.ts';
import { isBatchSettled, isSettled, sendUntilKnown } from '../support/retrying-till.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';

// A till works at a gateway whose API or worker dies at a named point; it is started again, the till goes
// on repeating as docs/cashier.md tells it, and in the end all of it must be as if nothing had happened.
type Point = (typeof ALL_POINTS)[number];
type Part = 'api' | 'worker';

let gateway: Gateway;
let shop: Shop;
let mode = '';
let noticeMode = '';
let numbers = 0;
const parts: Partial<Record<Part, ArmedApp>> = {};

beforeAll(async () => {
  gateway = await startGateway(testServers(), { LEASE_MS: '1000', PAY_WAIT_MS: '2000' });
  await Promise.all([gateway.api.stop(), gateway.worker.stop()]);
  await Promise.all([start('api'), start('worker')]);
  shop = await newShop(gateway);
  mode = await shop.openOwn({ queryUrl: `${gateway.sandboxUrl}/sandbox/wechat/query` });
  noticeMode = await shop.openOwn({ isAsyncNotify: 1 });
});
afterAll(async () => {
  await Promise.all([parts.api?.stop(), parts.worker?.stop()]);
  await gateway.stop();
});

async function start(part: Part, point: Point | '' = ''): Promise<ArmedApp> {
  const app = await spawnArmedApp(part, { ...gateway.env, CRASH_AT: point });
  parts[part] = app;
  return app;
}

/** Armed from its start on, because it may get there before anybody could tell it to die. */
async function dieFromStart(part: Part, point: Point): Promise<void> {
  try {
    expect(await (await start(part, point)).exited, 'ended by a signal').toBeNull();
  } catch (error) {
    // It was gone before it was ready.
    expect(String(error)).toContain('exited with null');
  }
}

/** Lets the part die at each of these points in turn, and starts it again, while `work` goes on. */
async function dying(part: Part, points: readonly Point[], work: () => Promise<string>) {
  const [first, ...then] = points;
  const app = parts[part];
  if (first === undefined || app === undefined) throw new Error(`no ${part}, or no point`);
  await app.arm(first);
  const working = work();
  // A point that is never reached lets the test run into its time-out.
  expect(await app.exited, 'ended by a signal').toBeNull();
  for (const point of then) await dieFromStart(part, point);
  await start(part);
  return await working;
}

const newPay = (payModeUUID: string, sandbox: string) => {
  numbers += 1;
  return payBody(shop.merchantUUID, { payModeUUID, clientPayNo: `c${numbers}`, sandbox });
};
async function pay(payModeUUID = mode, sandbox = 'succeed') {
  const body = newPay(payModeUUID, sandbox);
  const answer = await sendUntilKnown(shop.client, { path: '/pay', body, isFinal: isSettled });
  return answer?.data as { status: string; tractionNo: string; uuid: string };
}
const newRefund = (payTractionNo: string, refundAmount: number) => {
  numbers += 1;
  return { payTractionNo, clientRefundNo: `r${numbers}`, refundAmount };
};

/** What a till does: prepared while all is well, then done while a part dies. Answers the status told. */
type Flow = () => Promise<() => Promise<string>>;

const FLOWS: Readonly<Record<string, Flow>> = {
  pay: async () => async () => (await pay()).status,
  batchPay: async () => {
    const batchPayData = [newPay(mode, 'succeed'), newPay(mode, 'succeed')];
    const request = { path: '/batchPay', body: { batchPayData }, isFinal: isBatchSettled };
    return async () => {
      const body = await sendUntilKnown(shop.client, request);
      return body?.batchPayResult[1].body.data.status;
    };
  },
  // Their inserts, claims and settlements share commits, and their wake-ups a job.
  'pays of one moment': async () => async () => {
    const paid = await Promise.all(Array.from({ length: 20 }, async () => await pay()));
    return [...new Set(paid.map(({ status }) => status))].join();
  },
  refund: async () => {
    const body = newRefund((await pay()).tractionNo, 200);
    const request = { path: '/refund', body, isFinal: isSettled };
    return async () => (await sendUntilKnown(shop.client, request))?.data.status;
  },
  batchRefund: async () => {
    const { tractionNo } = await pay();
    const batchRefundData = [newRefund(tractionNo, 200), newRefund(tractionNo, 300)];
    const request = { path: '/batchRefund', body: { batchRefundData }, isFinal: isBatchSettled };
    return async () => {
      const body = await sendUntilKnown(shop.client, request);
      return body?.batchRefundResult[1].body.data.status;
    };
  },
  'pay that runs first': async () => async () => (await pay(mode, 'runThenSilence:500')).status,
  'pay that ends by a notice': async () => async () =>
    (await pay(noticeMode, 'runThenNotice:300')).status,
  'late money': async () => async () => {
    const { uuid } = await pay(noticeMode, 'failThenSuccessNotice:500');
    const admin = await operator(gateway);
    const list = async () =>
      (await admin.get(`/exceptions?payOrderUUID=${uuid}`).catch(() => null))?.body.items?.[0];
    return (await eventually(list, (found) => found?.status === 'resolved')).resolution;
  },
};

const ALL_LOOK: readonly Point[] = [
  'look.afterClaim',
  'look.beforeCall',
  'look.afterCall',
  'look.afterSettle',
  'settle.beforeSignal',
];
const each = (points: readonly Point[]): readonly (readonly Point[])[] => points.map((p) => [p]);

/** [flow, what it must come to, the part that dies, at which points one after the other] */
const CASES = (
  [
    ['pay', 'payed', 'api', each(['pay.beforeInsert', 'pay.afterInsert', 'pay.afterWake'])],
    ['batchPay', 'payed', 'api', each(['pay.beforeInsert', 'pay.afterInsert', 'pay.afterWake'])],
    [
      'refund',
      'refunded',
      'api',
      each([
        'refund.beforeReserve',
        'refund.beforeCommit',
        'refund.afterReserve',
        'refund.afterWake',
      ]),
    ],
    [
      'batchRefund',
      'refunded',
      'api',
      each([
        'refund.beforeReserve',
        'refund.beforeCommit',
        'refund.afterReserve',
        'refund.afterWake',
      ]),
    ],
    ['pay', 'payed', 'worker', each(ALL_LOOK)],
    ['batchPay', 'payed', 'worker', each(ALL_LOOK)],
    [
      'pays of one moment',
      'payed',
      'api',
      each(['pay.beforeInsert', 'pay.afterInsert', 'pay.afterWake']),
    ],
    ['pays of one moment', 'payed', 'worker', each(ALL_LOOK)],
    ['refund', 'refunded', 'worker', each(ALL_LOOK)],
    ['pay that runs first', 'payed', 'worker', each(['defer.beforeRow', 'defer.beforeWake'])],
    [
      'pay',
      'payed',
      'worker',
      [
        ['look.beforeCall', 'sweep.beforeWake'],
        ['look.beforeCall', 'sweep.afterWake'],
      ],
    ],
    [
      'pay that ends by a notice',
      'payed',
      'api',
      each(['notice.beforeSettle', 'notice.afterSettle', 'settle.beforeSignal']),
    ],
    ['late money', 'reversed', 'api', each(['exception.beforeOpen', 'exception.afterOpen'])],
  ] as const
).flatMap(([flow, end, part, chains]) =>
  chains.map((points) => ({ flow, end, part, points, at: points.join(', then ') })),
);

test('no crash point is left out', () => {
  const reached = new Set(CASES.flatMap(({ points }) => points));
  expect(ALL_POINTS.filter((point) => !reached.has(point))).toEqual([]);
});

test.each(CASES)(
  '$flow: the $part dies at $at',
  async ({ flow, end, part, points }) => {
    for (let round = 1; round <= SCALE.crashRounds; round += 1) {
      const work = await FLOWS[flow]?.();
      if (work === undefined) throw new Error(`no flow ${flow}`);
      expect(await dying(part, points, work)).toBe(end);
    }
  },
  60_000 * SCALE.crashRounds,
);

test('the invariants hold after all of it', async () => {
  const breaches = await breachesOf(gateway);
  reportFaults({
    what: 'crash points x pay, batchPay, refund, batchRefund, notice, late money, sweep',
    n: CASES.length * SCALE.crashRounds,
    bad: breaches.length,
  });
  expect(breaches).toEqual([]);
});
