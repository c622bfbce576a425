import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { PAY_OPEN } from '@payserver/shared/domain/statuses';
import { CLOSING_QUEUE } from '@payserver/shared/queue/catalogue';
import type { Producer } from '@payserver/shared/queue/producer';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { findConnectorsOf } from '@payserver/shared/store/connectors';
import type { Database } from '@payserver/shared/store/database';
import { askToClose } from '@payserver/shared/store/pay-orders/ask-to-close';
import {
  findByClientPayNos,
  findByTractionNo,
  findPayOrders,
  type PayOrderRow,
} from '@payserver/shared/store/pay-orders/find';
import { awaitFinal, type OutcomeWaiter, type TakeTurn } from './await-final.ts';
import { actorOf, isVisibleTo, namedMerchant } from './merchant-scope.ts';
import { finished } from './pay.ts';

export interface ClosePayDeps {
  readonly db: Database;
  readonly producer: Producer;
  readonly waiter: OutcomeWaiter;
}

/** Which payment is called off: by one of its two numbers. */
export interface CloseRequest {
  readonly clientPayNo?: string;
  readonly payTractionNo?: string;
  /** whose clientPayNo it is; only who may see all merchants names another than the token's */
  readonly merchantUUID?: string;
}

/**
 * Calls a payment off: from now on nothing sends it, its connector is queried, then cancels it, and the answer
 * is the order as it is once it is final or the waiting time is over. One that is final already is answered as it
 * is; one that stays open is closed later, as soon as its connector says what became of it. Safe to repeat.
 *
 * Refusals: 9003 no such payment, 9004 not one number, 9007 its connector has no URL for that, 9403.
 *
 * @param options.waitMs 0 answers at once
 */
export async function closePay(
  deps: ClosePayDeps,
  request: CloseRequest,
  options: { readonly caller: Caller; readonly waitMs: number; readonly takeTurn: TakeTurn },
): Promise<Result<PayOrderRow>> {
  const asked = await options.takeTurn(() => ask(deps, options.caller, request));
  const [answer = asked] = await awaitFinal(deps.waiter, [asked], {
    open: PAY_OPEN,
    waitMs: options.waitMs,
    reread: async (uuids) => await findPayOrders(deps.db, uuids),
    after: finished,
  });
  return answer;
}

async function ask(
  deps: ClosePayDeps,
  caller: Caller,
  request: CloseRequest,
): Promise<Result<PayOrderRow>> {
  const found = await find(deps.db, caller, request);
  if (!found.ok || found.value.status !== PAY_OPEN) return found;
  const { uuid, tractionNo } = found.value;
  const actor = actorOf(caller);
  const onlyUnsent = !(await hasUrlForClosing(deps.db, uuid));
  await askToClose(deps.db, { uuid, actor, by: caller.subject, onlyUnsent });
  crashPoint('closing.afterAsk');
  const [order = found.value] = await findPayOrders(deps.db, [uuid]);
  if (order.status !== PAY_OPEN) return done(order);
  if (order.closeAskedAt === null) return CANNOT_BE_CLOSED;
  const wake = { uuid, tractionNo, epoch: 0, connectorKey: CLOSING_QUEUE };
  await deps.producer.wake([{ kind: 'pay', ...wake }]);
  return done(order);
}

const CANNOT_BE_CLOSED = refused(
  9007,
  'the payment was sent, and its connector has neither queryUrl nor cancelUrl',
);

async function find(
  db: Database,
  caller: Caller,
  { clientPayNo, payTractionNo, ...named }: CloseRequest,
): Promise<Result<PayOrderRow>> {
  if ((clientPayNo === undefined) === (payTractionNo === undefined)) {
    return refused(9004, 'name the payment by clientPayNo or by payTractionNo');
  }
  const merchant = namedMerchant(caller, named);
  if (!merchant.ok) return merchant;
  const merchantUUID = merchant.value ?? caller.merchantUUID;
  const order =
    payTractionNo === undefined
      ? (await findByClientPayNos(db, merchantUUID, [clientPayNo ?? '']))[0]
      : await findByTractionNo(db, payTractionNo);
  return order && isVisibleTo(caller, order.merchantUUID)
    ? done(order)
    : refused(9003, 'no such payOrder');
}

async function hasUrlForClosing(db: Database, uuid: string): Promise<boolean> {
  const connector = (await findConnectorsOf(db, 'pay', [uuid])).get(uuid);
  return Boolean(connector?.queryUrl) || Boolean(connector?.cancelUrl);
}
