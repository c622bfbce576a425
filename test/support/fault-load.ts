import type { FaultRig } from './fault-rig.ts';
import type { Choices } from './random.ts';
import { isBatchSettled, isSettled, type Patience, sendUntilKnown } from './retrying-till.ts';
import { payBody, type Shop } from './shop.ts';

/** The last answer that a till got about an order. */
export interface FinalAnswer {
  readonly kind: 'pay' | 'refund';
  /** clientPayNo or clientRefundNo */
  readonly number: string;
  /** null: it never got a final status */
  readonly status: string | null;
  /** empty as long as no answer named it */
  readonly tractionNo: string;
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

/** While faults go on a till lets an open order be after this time, and asks again at the end. */
const DURING = { everyMs: 300, forMs: 3_000 };

/** What a till still has to learn: asks again, and answers what it gets then. */
type Ask = (patience?: Patience) => Promise<FinalAnswer[]>;

/** A till, where it works, and a callback for each final answer that it gets. */
interface Till {
  readonly shop: Shop;
  readonly modes: readonly LoadMode[];
  readonly name: string;
  readonly onAnswer: () => void;
}

/**
 * A till that pays, refunds and sends batches until `signal` aborts, repeating as tills must; then it
 * asks again for everything that was still open.
 */
export async function runTill(
  { shop, modes, name, onAnswer }: Till,
  choices: Choices,
  signal: AbortSignal,
): Promise<FinalAnswer[]> {
  const finals: FinalAnswer[] = [];
  const open: Ask[] = [];
  let count = 0;
  const newPay = () => {
    count += 1;
    const mode = choices.pick(modes);
    const pay = { payModeUUID: mode.uuid, sandbox: choices.pick(mode.behaviours) };
    return payBody(shop.merchantUUID, { ...pay, clientPayNo: `${name}-${count}` });
  };
  const doNow = async (ask: Ask) => {
    const answers = await ask(DURING);
    if (answers.every(({ status }) => status !== null)) {
      finals.push(...answers);
      onAnswer();
    } else open.push(ask);
    return answers;
  };
  while (!signal.aborted) {
    const pays = choices.next() < 0.2 ? [newPay(), newPay(), newPay()] : [newPay()];
    const orders = await doNow(async (patience) => await payAll(shop, pays, patience));
    const paid = orders.find((order) => order.status === 'payed');
    if (paid !== undefined && choices.next() < 0.4) {
      const asked = { payTractionNo: paid.tractionNo, number: `${name}-r${count}` };
      await doNow(async (patience) => [await refund(shop, asked, patience)]);
    }
  }
  for (const ask of open) finals.push(...(await ask()));
  return finals;
}

type Order = { status: string; tractionNo: string };

async function payAll(
  shop: Shop,
  pays: ReadonlyArray<{ clientPayNo: string }>,
  patience?: Patience,
): Promise<FinalAnswer[]> {
  const [single] = pays;
  const isBatch = pays.length > 1;
  const request = isBatch
    ? { path: '/batchPay', body: { batchPayData: pays }, isFinal: isBatchSettled }
    : { path: '/pay', body: single ?? {}, isFinal: isSettled };
  const body = await sendUntilKnown(shop.client, request, patience);
  const results: { body: { data: Order } }[] = isBatch ? body?.batchPayResult : [{ body }];
  return pays.map(({ clientPayNo }, at) => {
    const order = body === null ? undefined : results[at]?.body.data;
    return {
      kind: 'pay',
      number: clientPayNo,
      status: order?.status ?? null,
      tractionNo: order?.tractionNo ?? '',
    };
  });
}

async function refund(
  shop: Shop,
  { payTractionNo, number }: { payTractionNo: string; number: string },
  patience?: Patience,
): Promise<FinalAnswer> {
  const body = { payTractionNo, clientRefundNo: number, refundAmount: 200 };
  const request = { path: '/refund', body, isFinal: isSettled };
  const answer = await sendUntilKnown(shop.client, request, patience);
  return {
    kind: 'refund',
    number,
    status: answer?.data.status ?? null,
    tractionNo: answer?.data.tractionNo ?? '',
  };
}
