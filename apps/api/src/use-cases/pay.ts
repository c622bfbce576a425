import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { TractionNoSource } from '@payserver/shared/domain/ids';
import {
  type NewPayOrder,
  type PayRequest,
  planPayOrder,
} from '@payserver/shared/domain/pay-order';
import { PAY_OPEN } from '@payserver/shared/domain/statuses';
import type { Producer } from '@payserver/shared/queue/producer';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { fingerprint } from '@payserver/shared/runtime/fingerprint';
import { omit } from '@payserver/shared/runtime/pick';
import type { Clock } from '@payserver/shared/runtime/time';
import type { Database } from '@payserver/shared/store/database';
import type { OutcomeSignal } from '@payserver/shared/store/outcome-signal';
import {
  findByClientPayNos,
  findPayOrders,
  type PayOrderRow,
} from '@payserver/shared/store/pay-orders/find';
import { insertPayOrders, isSignalled } from '@payserver/shared/store/pay-orders/insert';
import { findPayRoutes, type PayRouteRow } from '@payserver/shared/store/pay-routes';
import { awaitFinal, type OutcomeWaiter, type TakeTurn } from './await-final.ts';
import { wakeNew, wakeUnheard, writeOrFind } from './write-orders.ts';

export interface PayDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly producer: Producer;
  readonly tractionNo: TractionNoSource;
  readonly waiter: OutcomeWaiter;
}

/** Whose payments they are. */
interface PayPolicy {
  readonly merchantUUID: string;
  readonly enforcePayee: boolean;
}

/**
 * Pays (API document, Pay 1 and 4): accepts the requests, waits until all of their orders are final or
 * the shared waiting time is over, and answers each order as it is then. For the refusals see
 * {@link acceptPays}.
 *
 * @param options.waitMs 0 answers at once
 */
export async function pay(
  deps: PayDeps,
  requests: readonly PayRequest[],
  options: PayPolicy & { readonly waitMs: number; readonly takeTurn: TakeTurn },
): Promise<readonly Result<PayOrderRow>[]> {
  const accepted = await options.takeTurn(() => acceptPays(deps, options, requests));
  return await awaitFinal(deps.waiter, accepted, {
    open: PAY_OPEN,
    waitMs: options.waitMs,
    reread: async (uuids) => await findPayOrders(deps.db, uuids),
    after: finished,
  });
}

/** What settling wrote, as the row has it; null when the signal does not tell all of it. */
export function finished(order: PayOrderRow, outcome: OutcomeSignal): PayOrderRow | null {
  if (!('status' in outcome) || outcome.hasPayData) return null;
  return {
    ...order,
    status: outcome.status,
    thirdPayNo: outcome.thirdPayNo,
    resultCode: outcome.resultCode,
    payFinishAt: outcome.payFinishAt,
    modifiedAt: outcome.payFinishAt ?? order.modifiedAt,
    paySecrets: null,
    dueAt: null,
    lastOutcome: null,
    reviewReason: null,
  };
}

/**
 * Accepts payments (API document, Pay 1 and 4): one answer for each request, in the same order. New
 * orders are written in one statement and woken; a request whose clientPayNo the merchant has used
 * before, or uses twice in this call, answers the order that number belongs to and does nothing else,
 * also when both arrive at once. One refused request harms no other. A commit whose answer was lost is
 * looked up before anything is said.
 *
 * Refusals: 9002 mode not opened, 9003 no such mode, 9005 number reused with other content,
 * 9008 no connector, 9403 foreign payee.
 */
async function acceptPays(
  deps: PayDeps,
  policy: PayPolicy,
  requests: readonly PayRequest[],
): Promise<Result<PayOrderRow>[]> {
  const routes = await findPayRoutes(deps.db, policy.merchantUUID, [
    ...new Set(requests.map((request) => request.payModeUUID)),
  ]);
  const asked = requests.map((request) => ({
    request,
    requestHash: fingerprint(omit(request, 'terminal')),
    route: routeFor(request, policy, routes.get(request.payModeUUID)),
  }));
  const inserted = await insertNew(deps, policy, asked);
  const numbers = requests.map((r) => r.clientPayNo).filter((no) => !inserted.has(no));
  const earlier = await findEarlier(deps, policy, numbers);
  return asked.map((one) => answer(one, inserted, earlier));
}

interface Asked {
  readonly request: PayRequest;
  readonly requestHash: string;
  readonly route: Result<PayRouteRow>;
}

type OrdersByNo = ReadonlyMap<string, PayOrderRow>;

function routeFor(
  request: PayRequest,
  policy: PayPolicy,
  route: PayRouteRow | undefined,
): Result<PayRouteRow> {
  if (policy.enforcePayee && lastSegment(request.payee) !== policy.merchantUUID) {
    return refused(9403, "payee must end in the caller's merchant UUID");
  }
  if (route === undefined) return refused(9003, 'payModeUUID: no such payMode');
  if (!route.isOpened) return refused(9002, 'payMode is not opened');
  if (route.isOnline && !route.payUrl) return refused(9008, 'payMode has no payUrl');
  return done(route);
}

function lastSegment(href: string): string {
  return href.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

async function insertNew(deps: PayDeps, policy: PayPolicy, asked: readonly Asked[]) {
  const context = {
    merchantUUID: policy.merchantUUID,
    nowMs: deps.clock.now(),
    tractionNo: deps.tractionNo,
  };
  const planned = asked.flatMap(({ request, requestHash, route }) =>
    route.ok ? [planPayOrder(request, route.value, { ...context, requestHash })] : [],
  );
  crashPoint('pay.beforeInsert');
  const rows = planned.length === 0 ? [] : await write(deps, policy, planned);
  crashPoint('pay.afterInsert');
  await wakeNew(
    deps.producer,
    'pay',
    rows.filter((row) => !isSignalled(row)),
  );
  wakeUnheard(deps, 'pay', rows.filter(isSignalled));
  crashPoint('pay.afterWake');
  return byClientPayNo(rows);
}

async function write(deps: PayDeps, policy: PayPolicy, planned: readonly NewPayOrder[]) {
  return await writeOrFind(planned, {
    write: async (orders) => await insertPayOrders(deps.db, orders),
    find: async (orders) => await findEarlier(deps, policy, orders.map(numberOf)),
    numberOf,
  });
}

const numberOf = ({ clientPayNo }: NewPayOrder) => clientPayNo;

/** Refused requests are looked up too: a replay answers its order even when the mode was closed since. */
async function findEarlier(
  deps: PayDeps,
  policy: PayPolicy,
  numbers: readonly string[],
): Promise<OrdersByNo> {
  if (numbers.length === 0) return new Map();
  return byClientPayNo(await findByClientPayNos(deps.db, policy.merchantUUID, numbers));
}

function byClientPayNo(rows: readonly PayOrderRow[]): OrdersByNo {
  return new Map(rows.map((row) => [row.clientPayNo, row]));
}

function answer(one: Asked, inserted: OrdersByNo, earlier: OrdersByNo): Result<PayOrderRow> {
  const { clientPayNo } = one.request;
  const order = inserted.get(clientPayNo) ?? earlier.get(clientPayNo);
  if (order === undefined) {
    return one.route.ok ? refused(9000, 'the order was not written') : one.route;
  }
  if (order.requestHash === one.requestHash) return done(order);
  return refused(9005, `clientPayNo was used before with other content`);
}
