import type { CrashScene, Work } from './crash-scene.ts';
import { eventually } from './eventually.ts';
import { operator } from './gateway.ts';
import { addEndpoint, startReceiver, type VerifiedMessage, verified } from './notify-receiver.ts';
import { isBatchSettled, isSettled, sendUntilKnown } from './retrying-till.ts';
import { payBody, QUEUED_AT_ONCE } from './shop.ts';
import { runSql } from './sql.ts';

/** Something a till does that must end the same whoever dies meanwhile. */
interface CrashFlow {
  /** which row of the table it belongs to */
  readonly row: 'pay' | 'refund' | 'batch' | 'notice';
  readonly end: string;
  /** Does what must be there before, and answers the rest. */
  readonly prepare: (scene: CrashScene) => Promise<Work>;
}

interface OrderAnswer {
  readonly status: string;
  readonly tractionNo: string;
  readonly uuid: string;
}

type ModeName = keyof CrashScene['modes'];

/** What the sandbox shall do: say `running` first and be asked later, tell later, or answer at once. */
const RUNS = 'runThenSilence:500';
const TELLS = 'runThenNotice:300';
const ANSWERS = 'succeed';

const newPay = (scene: CrashScene, mode: ModeName, sandbox: string) =>
  payBody(scene.shop.merchantUUID, {
    payModeUUID: scene.modes[mode],
    clientPayNo: scene.newNo(),
    sandbox,
  });
const newRefund = (scene: CrashScene, payTractionNo: string, sandbox: string) => ({
  payTractionNo,
  clientRefundNo: scene.newNo(),
  refundAmount: 200,
  clientExtraParams: { sandbox },
});

async function send(
  scene: CrashScene,
  path: '/pay' | '/refund',
  body: object,
): Promise<OrderAnswer> {
  return (await sendUntilKnown(scene.shop.client, { path, body, isFinal: isSettled }))?.data;
}

async function sendBatch(scene: CrashScene, path: string, body: object): Promise<string> {
  const answer = await sendUntilKnown(scene.shop.client, { path, body, isFinal: isBatchSettled });
  const results: { body: { data: OrderAnswer } }[] =
    answer?.batchPayResult ?? answer?.batchRefundResult;
  return distinct(results.map((result) => result.body.data.status));
}

const distinct = (statuses: readonly string[]) => [...new Set(statuses)].join();

const paid = async (scene: CrashScene, mode: ModeName = 'asked', sandbox = ANSWERS) =>
  await send(scene, '/pay', newPay(scene, mode, sandbox));

function pays(mode: ModeName, sandbox: string): CrashFlow['prepare'] {
  return async (scene) => {
    const body = newPay(scene, mode, sandbox);
    return async () => (await send(scene, '/pay', body)).status;
  };
}

function refunds(mode: ModeName, sandbox: string): CrashFlow['prepare'] {
  return async (scene) => {
    const body = newRefund(scene, (await paid(scene, mode)).tractionNo, sandbox);
    return async () => (await send(scene, '/refund', body)).status;
  };
}

const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function batchPays(sandbox: string): CrashFlow['prepare'] {
  return async (scene) => {
    const batchPayData = several(QUEUED_AT_ONCE, () => newPay(scene, 'asked', sandbox));
    return async () => await sendBatch(scene, '/batchPay', { batchPayData });
  };
}

function batchRefunds(sandbox: string): CrashFlow['prepare'] {
  return async (scene) => {
    const orders = await Promise.all(several(QUEUED_AT_ONCE, async () => await paid(scene)));
    const batchRefundData = orders.map((pay) => newRefund(scene, pay.tractionNo, sandbox));
    return async () => await sendBatch(scene, '/batchRefund', { batchRefundData });
  };
}

const AT_ONCE = 8;

/** So many at once that what they do shares commits, and again until a part has died of it. */
function together(one: (scene: CrashScene) => Promise<OrderAnswer>): CrashFlow['prepare'] {
  return async (scene) => async (death) => {
    let isOver = false;
    void death.then(() => (isOver = true));
    const statuses: string[] = [];
    do {
      const answers = await Promise.all(several(AT_ONCE, async () => await one(scene)));
      statuses.push(...answers.map(({ status }) => status));
    } while (!isOver);
    return distinct(statuses);
  };
}

const paidThenRefunded = (sandbox: string) => async (scene: CrashScene) => {
  const { tractionNo } = await paid(scene);
  return await send(scene, '/refund', newRefund(scene, tractionNo, sandbox));
};

/** Beyond the last time that the sandbox tries to tell of it to an API that is still starting. */
const LAST_NOTICE_MS = 60_000;

/** Its notice comes long after its answer is settled, also on a machine that stands still for a second. */
const FAILS_THEN_TELLS = 'failThenSuccessNotice:3000';

/** Money that comes after its payment failed goes back by itself. */
const lateMoney: CrashFlow['prepare'] = async (scene) => {
  const body = newPay(scene, 'notified', FAILS_THEN_TELLS);
  return async () => {
    const { uuid, status } = await send(scene, '/pay', body);
    if (status !== 'payFailed') return status;
    const admin = await operator(scene.gateway);
    const list = async () =>
      (await admin.get(`/exceptions?payOrderUUID=${uuid}`).catch(() => null))?.body.items?.[0];
    const ended = await eventually(list, (found) => found?.status === 'resolved', LAST_NOTICE_MS);
    return ended.resolution;
  };
};

/** Still on its way when the cashier calls it off. */
const HANGS = 'slow:20000';

/** Called off while a worker calls its connector. */
const callsOff: CrashFlow['prepare'] = async (scene) => {
  const body = newPay(scene, 'closable', HANGS);
  const { clientPayNo } = body;
  await scene.shop.client.post('/pay', body, { prefer: 'respond-async' });
  const sent = async () =>
    (await scene.shop.client.get(`/payOrders?clientPayNo=${clientPayNo}`)).body.items[0];
  await eventually(sent, (order) => order.pending?.attempts === 1);
  return async () => {
    const request = { path: '/closePay', body: { clientPayNo }, isFinal: isSettled };
    return (await sendUntilKnown(scene.shop.client, request))?.data.status;
  };
};

/** A lease is over soon after the time-out of an attempt. */
const QUICK = { timeoutMs: 1_000, types: ['payment.succeeded'] };
const HEARD_MS = 40_000;

/** Its merchant hears of it, however often, and each message is the same. */
const heardOf: CrashFlow['prepare'] = async (scene) => {
  const receiver = await startReceiver();
  const { databaseUrl } = scene.gateway;
  const target = { merchantUUID: scene.shop.merchantUUID, url: receiver.url };
  const { id, secret } = await addEndpoint(databaseUrl, target, QUICK);
  const body = newPay(scene, 'asked', ANSWERS);
  const messages = async (): Promise<VerifiedMessage[]> =>
    receiver.received
      .map((message) => verified(secret, message))
      .filter(({ data }) => data.clientPayNo === body.clientPayNo);
  return async (death) => {
    const { status } = await send(scene, '/pay', body);
    await eventually(messages, ({ length }) => length > 0, HEARD_MS);
    await death;
    // Nothing is in flight any more once its delivery has ended.
    const open = async () =>
      await runSql(
        databaseUrl,
        'SELECT FROM "NotifyDelivery" WHERE "endpointId" = $1 AND "nextAt" IS NOT NULL',
        [id],
      );
    await eventually(open, ({ length }) => length === 0, HEARD_MS);
    const heard = distinct((await messages()).map((message) => JSON.stringify(message)));
    await runSql(databaseUrl, `UPDATE "NotifyEndpoint" SET status = 'paused' WHERE id = $1`, [id]);
    await receiver.stop();
    return `${status}, ${(JSON.parse(heard) as VerifiedMessage).type}`;
  };
};

/** Everything that must survive a death, by name. */
export const CRASH_FLOWS = {
  pay: { row: 'pay', end: 'payed', prepare: pays('asked', ANSWERS) },
  'pay that runs first': { row: 'pay', end: 'payed', prepare: pays('asked', RUNS) },
  'calling off': { row: 'pay', end: 'payFailed', prepare: callsOff },
  refund: { row: 'refund', end: 'refunded', prepare: refunds('asked', ANSWERS) },
  'refund that runs first': { row: 'refund', end: 'refunded', prepare: refunds('asked', RUNS) },
  batchPay: { row: 'batch', end: 'payed', prepare: batchPays(ANSWERS) },
  'batchPay that runs first': { row: 'batch', end: 'payed', prepare: batchPays(RUNS) },
  batchRefund: { row: 'batch', end: 'refunded', prepare: batchRefunds(ANSWERS) },
  'pays of one moment': {
    row: 'batch',
    end: 'payed',
    prepare: together(async (scene) => await paid(scene)),
  },
  'pays of one moment that run first': {
    row: 'batch',
    end: 'payed',
    prepare: together(async (scene) => await paid(scene, 'asked', RUNS)),
  },
  'pays of one moment that notices end': {
    row: 'batch',
    end: 'payed',
    prepare: together(async (scene) => await paid(scene, 'notified', TELLS)),
  },
  'refunds of one moment': {
    row: 'batch',
    end: 'refunded',
    prepare: together(paidThenRefunded(ANSWERS)),
  },
  'refunds of one moment that run first': {
    row: 'batch',
    end: 'refunded',
    prepare: together(paidThenRefunded(RUNS)),
  },
  'pay that a notice ends': { row: 'notice', end: 'payed', prepare: pays('notified', TELLS) },
  'refund that a notice ends': {
    row: 'notice',
    end: 'refunded',
    prepare: refunds('notified', TELLS),
  },
  // A notice that is late on a busy machine would find the others settled by a repeated POST.
  'pay that only a notice ends': {
    row: 'notice',
    end: 'payed',
    prepare: pays('postedOnce', TELLS),
  },
  'refund that only a notice ends': {
    row: 'notice',
    end: 'refunded',
    prepare: refunds('postedOnce', TELLS),
  },
  'late money': { row: 'notice', end: 'reversed', prepare: lateMoney },
  'pay that its merchant hears of': {
    row: 'pay',
    end: 'payed, payment.succeeded',
    prepare: heardOf,
  },
} as const satisfies Readonly<Record<string, CrashFlow>>;

export type CrashFlowName = keyof typeof CRASH_FLOWS;
