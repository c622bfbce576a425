import { parseTime, type TimeFormat } from '@payserver/shared/runtime/time';
import type { Answer } from './answer.ts';
import type { PayBody, RefundBody } from './bodies.ts';

type Params = Readonly<Record<string, unknown>>;

/** A payment as it came in. */
export interface PayCall {
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
  readonly merchantUUID: string;
  readonly payer: string;
  readonly clientPayNo: string;
  readonly payParams: Params;
  readonly clientExtraParams: Params;
  readonly connectorParams: Params;
  readonly terminal: Readonly<{ id?: string; ip?: string }>;
  readonly expiresAt: Date | null;
  readonly notifyUrl: string | null;
}

/** A refund as it came in. */
export interface RefundCall {
  readonly tractionNo: string;
  readonly payTractionNo: string;
  /** fen */
  readonly amount: number;
  /** fen, of the whole payment */
  readonly payAmount: number;
  readonly merchantUUID: string;
  readonly thirdPayNo: string | null;
  readonly isCancel: boolean;
  readonly clientExtraParams: Params;
  readonly connectorParams: Params;
  readonly notifyUrl: string | null;
}

/**
 * One way to pay, behind the five URLs: a provider with the kit's journal, or a program with books of its own. What it
 * answers must be on disk before. It throws when nothing is known: the gateway then asks again.
 */
export interface Way {
  pay(call: PayCall): Promise<Answer>;
  refund(call: RefundCall): Promise<Answer>;
  query(tractionNo: string): Promise<Answer>;
  cancel(tractionNo: string): Promise<Answer>;
  checkEnv(merchantUUID: string): Promise<boolean>;
}

/** `payee` is a link that ends in the merchant's UUID. */
function merchantOf(payee: string): string {
  const path = payee.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A payment from the body of payUrl. Times are in the gateway's zone. */
export function payCallOf(body: PayBody, formatTime: TimeFormat): PayCall {
  const expires = parseTime(body.orderExpiredAt ?? '', formatTime);
  return {
    ...commonOf(body),
    amount: body.payAmount,
    payer: body.payer ?? '',
    clientPayNo: body.clientPayNo ?? '',
    payParams: body.payParams ?? {},
    terminal: body.terminal ?? {},
    expiresAt: expires?.last ?? null,
  };
}

/** A refund from the body of refundUrl. */
export function refundCallOf(body: RefundBody): RefundCall {
  return {
    ...commonOf(body),
    payTractionNo: body.payTractionNo,
    amount: body.refundAmount,
    payAmount: body.payAmount,
    thirdPayNo: body.thirdPayNo ?? null,
    isCancel: body.isCancel === 1,
  };
}

function commonOf(body: PayBody | RefundBody) {
  return {
    tractionNo: body.tractionNo,
    merchantUUID: merchantOf(body.payee),
    clientExtraParams: body.clientExtraParams ?? {},
    connectorParams: body.connectorParams ?? {},
    notifyUrl: body.notifyUrl ?? null,
  };
}
