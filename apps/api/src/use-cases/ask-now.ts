import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { TradeKind } from '@payserver/shared/domain/ids';
import { PAY_OPEN, REFUND_OPEN } from '@payserver/shared/domain/statuses';
import type { Producer } from '@payserver/shared/queue/producer';
import { askOrdersNow } from '@payserver/shared/store/orders/ask-now';
import type { PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { actorOf } from './merchant-scope.ts';
import { readPayOrder, readRefundOrder } from './read-orders.ts';
import type { ReadDeps } from './reading.ts';
import { wakeNew } from './write-orders.ts';

export interface AskDeps extends ReadDeps {
  readonly producer: Producer;
}

/**
 * Has an open payment attempted now instead of at its time, recorded with who wanted it: the attempt does what it would
 * have done then, and a circuit that is open stays so. While a worker has it, or it is due already, nothing changes.
 *
 * Refusals: 9003, also for another merchant's, 9007 it is final.
 */
export async function askPayNow(
  deps: AskDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<PayOrderRow>> {
  const read = async () => await readPayOrder(deps, caller, uuid);
  return await askNow(deps, caller, { kind: 'pay', open: PAY_OPEN, read });
}

/** The same for an open refund. */
export async function askRefundNow(
  deps: AskDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<RefundOrderRow>> {
  const read = async () => await readRefundOrder(deps, caller, uuid);
  return await askNow(deps, caller, { kind: 'refund', open: REFUND_OPEN, read });
}

async function askNow<Row extends PayOrderRow | RefundOrderRow>(
  deps: AskDeps,
  caller: Caller,
  order: {
    readonly kind: TradeKind;
    readonly open: string;
    readonly read: () => Promise<Result<Row>>;
  },
): Promise<Result<Row>> {
  const { kind, open, read } = order;
  const found = await read();
  if (!found.ok) return found;
  const { uuid, status } = found.value;
  if (status !== open) return refused(9007, `the ${NAMES[kind]} is ${status}`);
  await askOrdersNow(deps.db, kind, [{ uuid, actor: actorOf(caller), by: caller.subject }]);
  const asked = await read();
  if (asked.ok && !isHeld(asked.value)) await wakeNew(deps.producer, kind, [asked.value]);
  return asked.ok ? done(asked.value) : asked;
}

const NAMES: Readonly<Record<TradeKind, string>> = { pay: 'payment', refund: 'refund' };

/** Woken again it would only be found claimed. */
function isHeld({ leaseUntil }: { readonly leaseUntil: Date | null }): boolean {
  return leaseUntil !== null && leaseUntil.getTime() > Date.now();
}
