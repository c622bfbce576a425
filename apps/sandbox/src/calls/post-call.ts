import { behaviourOfBarCode } from '../behaviours/catalogue.ts';
import type { LedgerEntry } from '../ledger/ledger-line.ts';
import type { PayBody, RefundBody } from '../routes/schemas.ts';

/** A POST to payUrl or refundUrl, in the words both have in common. */
export interface PostCall {
  readonly slug: string;
  readonly kind: 'pay' | 'refund';
  readonly tractionNo: string;
  readonly payTractionNo: string | null;
  readonly clientPayNo: string | null;
  readonly clientRefundNo: string | null;
  /** fen */
  readonly amount: number;
  readonly isCancel: number;
  readonly notifyUrl: string;
  /** the behaviour this very call asks for; null: it does not care */
  readonly wanted: string | null;
  /** false: a connector that does it all again at every POST */
  readonly idempotent: boolean;
}

/** Where the call came in. */
export interface Entrance {
  readonly slug: string;
  readonly idempotent: boolean;
}

/** A payment; `sandbox` goes before the barcode's ending. */
export function payCall(body: PayBody, entrance: Entrance): PostCall {
  const { sandbox, payBarCode = '' } = body.payParams;
  return {
    ...entrance,
    kind: 'pay',
    tractionNo: body.tractionNo,
    payTractionNo: null,
    clientPayNo: body.clientPayNo,
    clientRefundNo: null,
    amount: body.payAmount,
    isCancel: 0,
    notifyUrl: body.notifyUrl ?? '',
    wanted: sandbox ?? behaviourOfBarCode(payBarCode),
  };
}

/** A refund. */
export function refundCall(body: RefundBody, entrance: Entrance): PostCall {
  return {
    ...entrance,
    kind: 'refund',
    tractionNo: body.tractionNo,
    payTractionNo: body.payTractionNo,
    clientPayNo: null,
    clientRefundNo: body.clientRefundNo,
    amount: body.refundAmount,
    isCancel: body.isCancel ?? 0,
    notifyUrl: body.notifyUrl ?? '',
    wanted: body.clientExtraParams.sandbox ?? null,
  };
}

/** The ledger's line about this call. */
export function entryOfCall(
  call: PostCall,
  event: 'received' | 'conflict',
  behaviour: string,
): LedgerEntry {
  const {
    isCancel,
    notifyUrl: _secret,
    wanted: _wanted,
    idempotent: _idempotent,
    ...logged
  } = call;
  const cancel = isCancel === 0 ? {} : { isCancel };
  return { event, ...logged, behaviour, thirdOrderNo: null, ...cancel };
}

/** A call that is refused before it is taken; `statusCode` is what Fastify answers with. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly statusCode: number;

  constructor(statusCode: 400 | 409, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}
