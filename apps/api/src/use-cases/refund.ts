import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Refusal, type Result, refused } from '@payserver/shared/domain/errors';
import { planRefundOrder, type RefundRequest } from '@payserver/shared/domain/refund-order';
import { nextStatus, PAY_EDGES, REFUND_OPEN } from '@payserver/shared/domain/statuses';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { fingerprint } from '@payserver/shared/runtime/fingerprint';
import { findConnectorsOf } from '@payserver/shared/store/connectors';
import { findPaysByTractionNos, type PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import {
  findByClientRefundNos,
  findRefundOrders,
  type RefundOrderRow,
} from '@payserver/shared/store/refund-orders/find';
import { insertRefundOrders } from '@payserver/shared/store/refund-orders/insert';
import { awaitFinal, type TakeTurn } from './await-final.ts';
import { refuseNotifyUrls } from './notify-urls.ts';
import type { PayDeps } from './pay-deps.ts';
import { wakeNew, writeOrFind } from './write-orders.ts';

/**
 * Refunds (API document, Refund 1 and 3): accepts the requests, waits until all of their refunds are
 * final or the shared waiting time is over, and answers each as it is then. Staff of all merchants refund for the
 * merchant of the payment. For the refusals see {@link acceptRefunds}.
 *
 * @param options.waitMs 0 answers at once
 */
export async function refund(
  deps: PayDeps,
  requests: readonly RefundRequest[],
  options: {
    readonly caller: Caller;
    readonly waitMs: number;
    readonly takeTurn: TakeTurn;
  },
): Promise<readonly Result<RefundOrderRow>[]> {
  const accepted = await options.takeTurn(() => acceptForOwners(deps, options.caller, requests));
  return await awaitFinal(deps.waiter, accepted, {
    open: REFUND_OPEN,
    waitMs: options.waitMs,
    reread: async (uuids) => await findRefundOrders(deps.db, uuids),
    // A refund's end depends on what the database knows of its payment.
    after: () => null,
  });
}

/** A clientRefundNo is one of the merchant whose payment it is: so each request is accepted among that merchant's. */
async function acceptForOwners(
  deps: PayDeps,
  caller: Caller,
  requests: readonly RefundRequest[],
): Promise<Result<RefundOrderRow>[]> {
  if (caller.scope === 'own') return await acceptRefunds(deps, caller.merchantUUID, requests);
  const numbers = [...new Set(requests.map(({ payTractionNo }) => payTractionNo))];
  const pays = await findPaysByTractionNos(deps.db, null, numbers);
  const ownerByNo = new Map(pays.map(({ tractionNo, merchantUUID }) => [tractionNo, merchantUUID]));
  const ownerOf = (one: RefundRequest) => ownerByNo.get(one.payTractionNo) ?? caller.merchantUUID;
  const answers = new Map<RefundRequest, Result<RefundOrderRow>>();
  for (const owner of new Set(requests.map(ownerOf))) {
    const own = requests.filter((one) => ownerOf(one) === owner);
    const accepted = await acceptRefunds(deps, owner, own);
    own.forEach((one, at) => {
      const answer = accepted[at];
      if (answer !== undefined) answers.set(one, answer);
    });
  }
  return requests.map((one) => answers.get(one) ?? refused(9000, 'no answer'));
}

/**
 * Accepts refunds (API document, Refund 1 and 3): one answer for each request, in the same order. The
 * amount is reserved on the payment before anything is sent, so however many refunds race, no more goes
 * back than came in. A clientRefundNo that the merchant has used before answers the refund it belongs
 * to and does nothing else, also when both arrive at once. One refused request harms no other. A commit
 * whose answer was lost is looked up before anything is said.
 *
 * Refusals: 9003 no such payment, 9004 no message may be sent to notifyUrl, 9005 number reused with other content, 9006 more than is left,
 * 9007 the payment's status forbids it, 9008 no refundUrl.
 */
async function acceptRefunds(
  deps: PayDeps,
  merchantUUID: string,
  requests: readonly RefundRequest[],
): Promise<Result<RefundOrderRow>[]> {
  const refusedUrls = await refuseNotifyUrls(deps, merchantUUID, requests);
  const urlRefusal = ({ notifyUrl }: RefundRequest) => refusedUrls.get(notifyUrl ?? '');
  const taken = requests.filter((request) => urlRefusal(request) === undefined);
  const inserted: RefundOrderRow[] = [];
  for (const round of intoRounds(taken)) {
    inserted.push(...(await insertRound(deps, merchantUUID, round)));
  }
  const written = byClientRefundNo(inserted);
  const others = requests.filter((request) => !written.has(request.clientRefundNo));
  const earlier = await findByNumber(deps, merchantUUID, others);
  const missing = others.filter((request) => !earlier.has(request.clientRefundNo));
  const refusals = await explainMissing(deps, merchantUUID, missing);
  return requests.map((request) => {
    const order = written.get(request.clientRefundNo) ?? earlier.get(request.clientRefundNo);
    if (order === undefined) {
      return { ok: false, refusal: urlRefusal(request) ?? refusals(request) };
    }
    if (order.requestHash === fingerprint(request)) return done(order);
    return refused(9005, 'clientRefundNo was used before with other content');
  });
}

type RefundsByNo = ReadonlyMap<string, RefundOrderRow>;

async function findByNumber(
  deps: PayDeps,
  merchantUUID: string,
  requests: ReadonlyArray<{ readonly clientRefundNo: string }>,
): Promise<RefundsByNo> {
  const numbers = [...new Set(requests.map((request) => request.clientRefundNo))];
  if (numbers.length === 0) return new Map();
  return byClientRefundNo(await findByClientRefundNos(deps.db, merchantUUID, numbers));
}

function byClientRefundNo(rows: readonly RefundOrderRow[]): RefundsByNo {
  return new Map(rows.map((row) => [row.clientRefundNo, row]));
}

/**
 * Splits a batch so that no round refunds a payment twice: what is left of it is read once for each
 * statement. A number that occurs twice is tried once.
 */
function intoRounds(requests: readonly RefundRequest[]): RefundRequest[][] {
  const rounds: RefundRequest[][] = [];
  const used = new Map<string, number>();
  const seen = new Set<string>();
  for (const request of requests) {
    if (seen.has(request.clientRefundNo)) continue;
    seen.add(request.clientRefundNo);
    const round = used.get(request.payTractionNo) ?? 0;
    used.set(request.payTractionNo, round + 1);
    (rounds[round] ??= []).push(request);
  }
  return rounds;
}

async function insertRound(
  deps: PayDeps,
  merchantUUID: string,
  round: readonly RefundRequest[],
): Promise<readonly RefundOrderRow[]> {
  const context = { merchantUUID, nowMs: deps.clock.now(), tractionNo: deps.tractionNo };
  const planned = round.map((request) =>
    planRefundOrder(request, { ...context, requestHash: fingerprint(request) }),
  );
  crashPoint('refund.beforeReserve');
  const rows = await writeOrFind(planned, {
    write: async (refunds) => await insertRefundOrders(deps.db, refunds),
    find: async (refunds) => await findByNumber(deps, merchantUUID, refunds),
    numberOf: ({ clientRefundNo }) => clientRefundNo,
  });
  crashPoint('refund.afterReserve');
  await wakeNew(deps.producer, 'refund', rows);
  crashPoint('refund.afterWake');
  return rows;
}

/** Why each of these requests wrote nothing; asks the database only when there are any. */
async function explainMissing(
  deps: PayDeps,
  merchantUUID: string,
  missing: readonly RefundRequest[],
): Promise<(request: RefundRequest) => Refusal> {
  const numbers = [...new Set(missing.map((request) => request.payTractionNo))];
  const pays =
    numbers.length === 0 ? [] : await findPaysByTractionNos(deps.db, merchantUUID, numbers);
  const byNo = new Map(pays.map((pay) => [pay.tractionNo, pay]));
  const connectors = await findConnectorsOf(
    deps.db,
    'pay',
    pays.map(({ uuid }) => uuid),
  );
  return (request) => {
    const pay = byNo.get(request.payTractionNo);
    if (pay === undefined) return { code: 9003, message: 'payTractionNo: no such payment' };
    const hasUrl = Boolean(connectors.get(pay.uuid)?.refundUrl);
    return explain(request, pay, hasUrl || pay.businessRet === 'offlinePay');
  };
}

function explain(request: RefundRequest, pay: PayOrderRow, isSendable: boolean): Refusal {
  if (nextStatus(PAY_EDGES, pay.status, 'refundPart') === null) {
    return { code: 9007, message: `the payment is ${pay.status}` };
  }
  const left = pay.payAmount - pay.refundAmount - pay.refundingAmount;
  const cancellation = request.isCancel ? explainCancel(request, pay, left) : null;
  if (cancellation !== null) return cancellation;
  if (!isSendable && left > 0 && (request.refundAmount ?? left) <= left) {
    return { code: 9008, message: 'payMode has no refundUrl' };
  }
  return { code: 9006, message: `refundAmount must be <= ${left}, which is left of the payment` };
}

function explainCancel(request: RefundRequest, pay: PayOrderRow, left: number): Refusal | null {
  if (left < pay.payAmount) {
    return { code: 9007, message: 'a payment that was refunded in part cannot be cancelled' };
  }
  if (request.refundAmount === null || request.refundAmount === pay.payAmount) return null;
  return { code: 9006, message: 'a cancellation takes the full amount' };
}
