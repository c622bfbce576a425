import type { FaultRig } from './fault-rig.ts';
import type { Choices } from './random.ts';
import { isBatchSettled, isSettled, sendUntilKnown } from './retrying-till.ts';
import { payBody, type Shop } from './shop.ts';

/** What a till was told at the end. */
export interface Told {
  readonly kind: 'pay' | 'refund';
  /** clientPayNo or clientRefundNo */
  readonly number: string;
  /** null: it was never told how it ended */
  readonly status: string | null;
}

/** What the connector does with a payment; each is charged at most once, and its truth can be asked for. */
const BEHAVIOURS = [
  ...['succeed', 'succeed', 'succeed', 'fail', 'slow:300', 'runThenSilence:500'],
  ...['chargeThenHang', 'chargeThenReset', 'chargeThen502', 'chargeThenGarbage'],
  ...['chargeThenTruncated', 'chargeThenCutOff', 'chargeThen500'],
] as const;
const NOTICES = ['runThenNotice:300', 'runThenFailNotice:300', 'doubleNotice:300', 'earlyNotice'];

/** One way to pay, with the behaviours that make sense there. */
interface LoadMode {
  readonly uuid: string;
  readonly behaviours: readonly string[];
}

/** Modes at the sandbox: idempotent, not idempotent, and one that tells by notice. */
export async function openLoadModes(rig: FaultRig, shop: Shop): Promise<readonly LoadMode[]> {
  const common = { timeoutMs: 1_000, queryUrl: `${rig.sandboxUrl}/sandbox/wechat/query` };
  return [
    { uuid: await shop.openOwn(common), behaviours: BEHAVIOURS },
    {
      uuid: await shop.openOwn({ ...common, isIdempotent: 0 }, '?idempotent=0'),
      behaviours: BEHAVIOURS,
    },
    { uuid: await shop.openOwn({ ...common, isAsyncNotify: 1 }, '?n=1'), behaviours: NOTICES },
  ];
}

/** A till that pays, refunds and sends batches until it is told to stop, repeating as tills must. */
export async function runTill(
  { shop, modes, name }: { shop: Shop; modes: readonly LoadMode[]; name: string },
  choices: Choices,
  signal: AbortSignal,
): Promise<Told[]> {
  const told: Told[] = [];
  let count = 0;
  const newPay = () => {
    count += 1;
    const mode = choices.pick(modes);
    const pay = { payModeUUID: mode.uuid, sandbox: choices.pick(mode.behaviours) };
    return payBody(shop.merchantUUID, { ...pay, clientPayNo: `${name}-${count}` });
  };
  while (!signal.aborted) {
    const pays = choices.next() < 0.2 ? [newPay(), newPay(), newPay()] : [newPay()];
    const orders = await payAll(shop, pays);
    pays.forEach((pay, at) => {
      told.push({ kind: 'pay', number: pay.clientPayNo, status: orders[at]?.status ?? null });
    });
    const paid = orders.find((order) => order.status === 'payed');
    if (paid !== undefined && choices.next() < 0.4) {
      told.push(
        await refund(shop, { payTractionNo: paid.tractionNo, number: `${name}-r${count}` }),
      );
    }
  }
  return told;
}

async function payAll(shop: Shop, pays: readonly object[]) {
  const [single] = pays;
  if (pays.length === 1 && single !== undefined) {
    const request = { path: '/pay', body: single, isFinal: isSettled };
    const body = await sendUntilKnown(shop.client, request);
    return body === null ? [] : [body.data as { status: string; tractionNo: string }];
  }
  const request = { path: '/batchPay', body: { batchPayData: pays }, isFinal: isBatchSettled };
  const body = await sendUntilKnown(shop.client, request);
  const results = (body?.batchPayResult ?? []) as {
    body: { data: { status: string; tractionNo: string } };
  }[];
  return results.map((result) => result.body.data);
}

async function refund(
  shop: Shop,
  { payTractionNo, number }: { payTractionNo: string; number: string },
): Promise<Told> {
  const body = { payTractionNo, clientRefundNo: number, refundAmount: 200 };
  const answer = await sendUntilKnown(shop.client, { path: '/refund', body, isFinal: isSettled });
  return { kind: 'refund', number, status: answer?.data.status ?? null };
}
