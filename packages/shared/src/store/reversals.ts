import { newUuid } from '../domain/ids.ts';
import { PAY_EDGES, REFUND_OPEN, statusesBefore } from '../domain/statuses.ts';
import type { Database } from './database.ts';
import type { Prisma, TradeException } from './generated/client.ts';
import type { Actor } from './orders/table.ts';
import type { PayOrderRow } from './pay-orders/find.ts';

/** The statuses of a payment whose money, if it comes, comes late. */
const CLOSED = statusesBefore(PAY_EDGES, 'acceptLate');

/** Late money that goes back, and the number under which it does. */
export interface Reversal {
  readonly tractionNo: string;
  readonly pay: PayOrderRow;
}

/** A reversal as it is written, and who began it. */
export interface NewReversal extends Reversal {
  readonly uuid: string;
  readonly actor: Actor;
  readonly detail: object;
}

/** Writes the refund that sends late money back, with its trade record; the connector that took the money gets it. */
export async function writeReversal(
  tx: Prisma.TransactionClient,
  reversal: NewReversal,
): Promise<void> {
  await tx.refundOrder.create({ data: reversalData(reversal, reversal.uuid) });
  await tx.tradeRecord.create({ data: reversalRecord(reversal) });
}

/** An operator's decision to send late money back. */
export interface ReversalByHand extends Reversal {
  readonly reason: string;
  readonly by: string;
}

/**
 * Sends the money of an open exception back, once, whoever asks however often: exception, refund and trade record are
 * written together, under the payment's lock, so that it cannot count meanwhile. The refund's end resolves the
 * exception, or opens it again.
 *
 * @returns null when it is not open, is about something else than money that came late, or was reversed before
 */
export async function reverseException(
  db: Database,
  uuid: string,
  { reason, by, pay, tractionNo }: ReversalByHand,
): Promise<TradeException | null> {
  return await (await db.prisma()).$transaction(async (tx) => {
    const closed = await tx.$queryRaw<object[]>`
      SELECT 1 FROM "PayOrder"
      WHERE uuid = ${pay.uuid} AND status::text = ANY(${CLOSED}::text[]) FOR UPDATE`;
    if (closed.length === 0) return null;
    const reversalUUID = newUuid();
    const { count } = await tx.tradeException.updateMany({
      where: { uuid, kind: 'pay', reason: 'lateSuccess', status: 'open', reversalUUID: null },
      data: { status: 'reversing', reversalUUID, resolvedBy: by },
    });
    if (count === 0) return null;
    const detail = { reason, by };
    await writeReversal(tx, { pay, tractionNo, uuid: reversalUUID, actor: 'operator', detail });
    return await tx.tradeException.findUnique({ where: { uuid } });
  });
}

/** Its number holds an id that nobody knows before, so no merchant's own refund can stand in its way. */
function reversalData({ pay, tractionNo }: Reversal, uuid: string) {
  const now = new Date();
  return {
    uuid,
    merchantUUID: pay.merchantUUID,
    clientRefundNo: `reversal:${uuid}`,
    tractionNo,
    requestHash: '',
    payOrderUUID: pay.uuid,
    payTractionNo: pay.tractionNo,
    payModeUUID: pay.payModeUUID,
    payTemplateId: pay.payTemplateId,
    connectorKey: pay.connectorKey,
    businessRet: pay.businessRet === 'asyncOnlinePay' ? 'asyncOnlineRefund' : 'syncOnlineRefund',
    refundAmount: pay.payAmount,
    isReversal: 1,
    clientExtraParams: {},
    status: REFUND_OPEN,
    refundStartAt: now,
    dueAt: now,
  } satisfies Prisma.RefundOrderCreateInput;
}

function reversalRecord({ pay, tractionNo, uuid, actor, detail }: NewReversal) {
  return {
    uuid: newUuid(),
    merchantUUID: pay.merchantUUID,
    payOrderUUID: pay.uuid,
    refundOrderUUID: uuid,
    payModeUUID: pay.payModeUUID,
    payTemplateId: pay.payTemplateId,
    tractionNo,
    kind: 'refund',
    event: 'accept',
    actor,
    toStatus: REFUND_OPEN,
    amount: pay.payAmount,
    detail: { reversalOf: pay.tractionNo, ...detail },
  } satisfies Prisma.TradeRecordCreateInput;
}
