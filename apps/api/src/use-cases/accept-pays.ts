import { done, type Refusal, type Result, refused } from '@payserver/shared/domain/errors';
import {
  type NewPayOrder,
  type PayRequest,
  planPayOrder,
} from '@payserver/shared/domain/pay-order';
import { PAY_OPEN } from '@payserver/shared/domain/statuses';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { fingerprint } from '@payserver/shared/runtime/fingerprint';
import { omit } from '@payserver/shared/runtime/pick';
import { findByClientPayNos, type PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import {
  insertPayOrders,
  isSignalled,
  MOST_SIGNALLED,
} from '@payserver/shared/store/pay-orders/insert';
import {
  findPayRoutes,
  type PayRouteRow,
  recallPayRoute,
} from '@payserver/shared/store/pay-routes';
import { refuseNotifyUrls } from './notify-urls.ts';
import type { PayDeps } from './pay-deps.ts';
import { wakeNew, wakeUnheard, writeOrFind } from './write-orders.ts';

/** Whose payments they are. */
export interface PayPolicy {
  readonly merchantUUID: string;
  readonly enforcePayee: boolean;
  /** how long its caller waits for the end, ms */
  readonly waitMs: number;
}

/** The same, beside which of the requests' URLs get no message. */
interface AcceptPolicy extends PayPolicy {
  readonly refusedUrls: ReadonlyMap<string, Refusal>;
}

/**
 * Accepts payments (API document, Pay 1 and 4): one answer for each request, in the same order. New
 * orders are written in one statement and woken; a request whose clientPayNo the merchant has used
 * before, or uses twice in this call, answers the order that number belongs to and does nothing else,
 * also when both arrive at once. One refused request harms no other. A commit whose answer was lost is
 * looked up before anything is said.
 *
 * Refusals: 9002 mode not opened, 9003 no such mode, 9005 number reused with other content,
 * 9004 no message may be sent to notifyUrl, 9008 no connector, 9403 foreign payee.
 */
export async function acceptPays(
  deps: PayDeps,
  asIs: PayPolicy,
  requests: readonly PayRequest[],
): Promise<Result<PayOrderRow>[]> {
  const policy = {
    ...asIs,
    refusedUrls: await refuseNotifyUrls(deps, asIs.merchantUUID, requests),
  };
  const recalled = recallRoutes(deps, policy, requests);
  const first = await acceptBy(
    deps,
    policy,
    recalled ?? (await readRoutes(deps, policy, requests)),
  );
  if (recalled === null || !first.includes(null)) return first.map(orNotWritten);
  // A mode has changed since it was read, and nothing was written by what it was.
  const left = requests.filter((_, at) => first[at] === null);
  const again = await acceptBy(deps, policy, await readRoutes(deps, policy, left));
  return first.map((one) => orNotWritten(one ?? again.shift() ?? null));
}

/** Answers null for what was not written although its route is good: the route was recalled and has changed. */
async function acceptBy(
  deps: PayDeps,
  policy: AcceptPolicy,
  asked: readonly Asked[],
): Promise<(Result<PayOrderRow> | null)[]> {
  const inserted = await insertNew(deps, policy, asked);
  const numbers = asked.map((one) => one.request.clientPayNo).filter((no) => !inserted.has(no));
  const earlier = await findEarlier(deps, policy, numbers);
  return asked.map((one) => answer(one, inserted, earlier));
}

function orNotWritten(result: Result<PayOrderRow> | null): Result<PayOrderRow> {
  return result ?? refused(9000, 'the order was not written');
}

/**
 * The requests with their modes as this process read them last; null when one may be refused by what it recalls, and of
 * many: to compare the version of each costs more than to read their modes once.
 */
function recallRoutes(
  deps: PayDeps,
  policy: AcceptPolicy,
  requests: readonly PayRequest[],
): Asked[] | null {
  if (requests.length > MOST_SIGNALLED) return null;
  const asked: Asked[] = [];
  for (const request of requests) {
    const recalled = recallPayRoute(deps.db, policy.merchantUUID, request.payModeUUID);
    const route = routeFor(request, policy, recalled);
    if (!route.ok) return null;
    asked.push(askedBy(request, route, route.value.version));
  }
  return asked;
}

async function readRoutes(
  deps: PayDeps,
  policy: AcceptPolicy,
  requests: readonly PayRequest[],
): Promise<Asked[]> {
  const modes = new Set(requests.map((request) => request.payModeUUID));
  const routes = await findPayRoutes(deps.db, policy.merchantUUID, [...modes]);
  return requests.map((request) =>
    askedBy(request, routeFor(request, policy, routes.get(request.payModeUUID)), null),
  );
}

function askedBy(
  request: PayRequest,
  route: Result<PayRouteRow>,
  routeVersion: string | null,
): Asked {
  return { request, requestHash: fingerprint(omit(request, 'terminal')), route, routeVersion };
}

interface Asked {
  readonly request: PayRequest;
  readonly requestHash: string;
  readonly route: Result<PayRouteRow>;
  /** of a route that was recalled */
  readonly routeVersion: string | null;
}

type OrdersByNo = ReadonlyMap<string, PayOrderRow>;

function routeFor(
  request: PayRequest,
  policy: AcceptPolicy,
  route: PayRouteRow | undefined,
): Result<PayRouteRow> {
  if (policy.enforcePayee && lastSegment(request.payee) !== policy.merchantUUID) {
    return refused(9403, "payee must end in the caller's merchant UUID");
  }
  const refusal = policy.refusedUrls.get(request.notifyUrl ?? '');
  if (refusal !== undefined) return { ok: false, refusal };
  if (route === undefined) return refused(9003, 'payModeUUID: no such payMode');
  if (!route.isOpened) return refused(9002, 'payMode is not opened');
  if (route.isOnline && !route.payUrl) return refused(9008, 'payMode has no payUrl');
  return done(route);
}

function lastSegment(href: string): string {
  return href.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

async function insertNew(deps: PayDeps, policy: AcceptPolicy, asked: readonly Asked[]) {
  const context = {
    merchantUUID: policy.merchantUUID,
    nowMs: deps.clock.now(),
    tractionNo: deps.tractionNo,
    barcodeCode: deps.barcodeCode,
  };
  const planned = asked.flatMap(({ request, route, requestHash, routeVersion }) =>
    route.ok ? [planPayOrder(request, route.value, { ...context, requestHash, routeVersion })] : [],
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

async function write(deps: PayDeps, policy: AcceptPolicy, planned: readonly NewPayOrder[]) {
  const isAwaited = policy.waitMs > 0 && planned.every(({ status }) => status === PAY_OPEN);
  return await writeOrFind(planned, {
    write: async (orders) => await insertPayOrders(deps.db, orders, { isAwaited }),
    find: async (orders) => await findEarlier(deps, policy, orders.map(numberOf)),
    numberOf,
  });
}

const numberOf = ({ clientPayNo }: NewPayOrder) => clientPayNo;

/** Refused requests are looked up too: a replay answers its order even when the mode was closed since. */
async function findEarlier(
  deps: PayDeps,
  policy: AcceptPolicy,
  numbers: readonly string[],
): Promise<OrdersByNo> {
  if (numbers.length === 0) return new Map();
  return byClientPayNo(await findByClientPayNos(deps.db, policy.merchantUUID, numbers));
}

function byClientPayNo(rows: readonly PayOrderRow[]): OrdersByNo {
  return new Map(rows.map((row) => [row.clientPayNo, row]));
}

function answer(one: Asked, inserted: OrdersByNo, earlier: OrdersByNo): Result<PayOrderRow> | null {
  const { clientPayNo } = one.request;
  const order = inserted.get(clientPayNo) ?? earlier.get(clientPayNo);
  if (order === undefined) return one.route.ok ? null : one.route;
  if (order.requestHash === one.requestHash) return done(order);
  return refused(9005, `clientPayNo was used before with other content`);
}
