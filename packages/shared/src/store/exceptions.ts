import type { LateSuccessPolicy } from '../domain/connector-config.ts';
import type { ContradictionReason } from '../domain/contradiction.ts';
import { newUuid, type TradeKind } from '../domain/ids.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import type { Database } from './database.ts';
import type { Prisma, TradeException } from './generated/client.ts';
import type { Actor } from './orders/table.ts';
import { type Reversal, writeReversal } from './reversals.ts';

/** Evidence that contradicts a final status, as an operator sees it. */
export type ExceptionRow = TradeException;

/** What an exception says about its order. */
export interface NewException {
  readonly kind: TradeKind;
  readonly reason: ContradictionReason;
  readonly policy: LateSuccessPolicy;
  readonly actor: Actor;
  readonly detail: object;
  readonly order: {
    readonly uuid: string;
    readonly merchantUUID: string;
    readonly payModeUUID: string;
    readonly payTemplateId: string | null;
    readonly tractionNo: string;
    readonly status: string;
    readonly attempts: number;
  };
  readonly payOrderUUID: string;
  /** fen */
  readonly amount: number;
  /** set with policy `reverse`: the number under which the money goes back */
  readonly reversal: Reversal | null;
}

/**
 * Writes an exception with its trade record and, where the policy says so, the refund that sends the
 * money back, all in one transaction. The same contradiction is written once, however often its
 * evidence comes. The order is locked meanwhile, so the record tells the status that it really has then.
 *
 * @returns false when it was there already
 */
export async function openException(db: Database, exception: NewException): Promise<boolean> {
  crashPoint('exception.beforeOpen');
  const opened = await (await db.prisma()).$transaction(async (tx) => {
    const current = { ...exception, order: await lockOrder(tx, exception) };
    const reversalUUID = exception.reversal === null ? null : newUuid();
    const { count } = await tx.tradeException.createMany({
      data: exceptionData(current, reversalUUID),
      skipDuplicates: true,
    });
    if (count === 0) return false;
    await tx.tradeRecord.create({ data: contradictedRecord(current) });
    if (exception.reversal !== null && reversalUUID !== null) {
      const by = { actor: 'sweep', detail: {} } as const;
      await writeReversal(tx, { ...exception.reversal, uuid: reversalUUID, ...by });
    }
    return true;
  });
  crashPoint('exception.afterOpen');
  return opened;
}

async function lockOrder(tx: Prisma.TransactionClient, { kind, order }: NewException) {
  const rows =
    kind === 'pay'
      ? await tx.$queryRaw<Status[]>`
          SELECT status::text FROM "PayOrder" WHERE uuid = ${order.uuid} FOR UPDATE`
      : await tx.$queryRaw<Status[]>`
          SELECT status::text FROM "RefundOrder" WHERE uuid = ${order.uuid} FOR UPDATE`;
  return { ...order, status: rows[0]?.status ?? order.status };
}

interface Status {
  readonly status: string;
}

function exceptionData(exception: NewException, reversalUUID: string | null) {
  const { order, kind, policy } = exception;
  const done = policy === 'accept';
  return {
    uuid: newUuid(),
    merchantUUID: order.merchantUUID,
    kind,
    payOrderUUID: exception.payOrderUUID,
    refundOrderUUID: kind === 'refund' ? order.uuid : null,
    payModeUUID: order.payModeUUID,
    payTemplateId: order.payTemplateId,
    tractionNo: order.tractionNo,
    amount: exception.amount,
    reason: exception.reason,
    orderStatus: order.status,
    actor: exception.actor,
    detail: exception.detail,
    policy,
    status: done ? 'resolved' : reversalUUID === null ? 'open' : 'reversing',
    reversalUUID,
    ...(done && { resolution: 'accepted', resolvedBy: 'policy', resolvedAt: new Date() }),
  } satisfies Prisma.TradeExceptionCreateManyInput;
}

function contradictedRecord({ order, kind, ...exception }: NewException) {
  return {
    uuid: newUuid(),
    merchantUUID: order.merchantUUID,
    payOrderUUID: exception.payOrderUUID,
    refundOrderUUID: kind === 'refund' ? order.uuid : null,
    payModeUUID: order.payModeUUID,
    payTemplateId: order.payTemplateId,
    tractionNo: order.tractionNo,
    kind,
    event: exception.reason,
    actor: exception.actor,
    fromStatus: order.status,
    toStatus: order.status,
    amount: exception.amount,
    attempt: order.attempts,
    detail: exception.detail,
  } satisfies Prisma.TradeRecordCreateInput;
}
