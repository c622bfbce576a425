import { type Answer, type Signed, textOf } from './answer.ts';
import { parseBeijingTime } from './beijing-time.ts';
import {
  type CancelClass,
  cancelClassOf,
  type DeclineText,
  payClassOf,
  tradeStatusOf,
} from './codes.ts';
import {
  type Busy,
  type Expected,
  hasOurAmount,
  type NothingKnown,
  nothingKnown,
  type Setup,
  shownCode,
  sorted,
  strangenessOf,
} from './verdict.ts';

/** Paid: the whole amount of this number. */
export interface Paid {
  readonly kind: 'paid';
  /** trade_no, as text */
  readonly thirdOrderNo: string;
  readonly finishedAt: Date | null;
}
/** The customer has it before them. */
export interface Pending {
  readonly kind: 'pending';
  readonly thirdOrderNo: string | null;
}
/** Not charged. `isCertain` false: once a query finds no open trade. Only at the first answer to the first send. */
export interface Declined {
  readonly kind: 'declined';
  readonly code: string;
  readonly text: DeclineText;
  readonly isCertain: boolean;
}
/** Paid by the answer itself, or by another answer to this number: one query confirms it. */
export interface ByQuery {
  readonly kind: 'byQuery';
  readonly code: string;
}

export type PayVerdict = Pending | Declined | ByQuery | Setup | Busy | NothingKnown;

/**
 * What the answer to alipay.trade.pay says (research C2, C3, G2). It never says `paid`: code 10000 is no proof, one query
 * confirms it.
 */
export function readPay(answer: Answer, expected: Expected): PayVerdict {
  const said = sorted(answer);
  if (said.kind === 'done') {
    const strange = strangenessOf(said.answer.fields, expected);
    return strange === null ? { kind: 'byQuery', code: said.answer.code } : nothingKnown(strange);
  }
  if (said.kind === 'paying') return { kind: 'pending', thirdOrderNo: tradeNoOf(said.answer) };
  return said.kind === 'business' ? readRefusal(said.answer) : said;
}

function readRefusal(answer: Signed): PayVerdict {
  const is = payClassOf(answer.subCode);
  const code = shownCode(answer);
  if (is.kind === 'declined' || is.kind === 'declinedByQuery') {
    return { kind: 'declined', code, text: is.text, isCertain: is.kind === 'declined' };
  }
  return is.kind === 'unknown' ? nothingKnown(code) : { kind: is.kind, code };
}

/** The trade is closed. `wasPaid`: it was paid, and all of it was given back. */
export interface ClosedTrade {
  readonly kind: 'closed';
  readonly wasPaid: boolean;
  readonly thirdOrderNo: string | null;
}
/** Alipay has no such trade; no proof that it never will. */
export interface NoTrade {
  readonly kind: 'notFound';
}

export type QueryVerdict = Paid | Pending | ClosedTrade | NoTrade | Setup | Busy | NothingKnown;

const NOT_EXIST = 'ACQ.TRADE_NOT_EXIST';

/** What the answer to alipay.trade.query says (research C4). Another number, amount, app or seller is never paid. */
export function readQuery(answer: Answer, expected: Expected): QueryVerdict {
  const said = sorted(answer);
  if (said.kind === 'business') {
    const { subCode } = said.answer;
    return subCode === NOT_EXIST ? { kind: 'notFound' } : nothingKnown(shownCode(said.answer));
  }
  if (said.kind === 'paying') return nothingKnown('10003 to a query');
  if (said.kind !== 'done') return said;
  const strange = strangenessOf(said.answer.fields, expected);
  return strange === null ? readTrade(said.answer, expected) : nothingKnown(strange);
}

function readTrade(answer: Signed, expected: Expected): QueryVerdict {
  const { fields } = answer;
  const thirdOrderNo = tradeNoOf(answer);
  switch (tradeStatusOf(textOf(fields, 'trade_status'))) {
    case 'waiting':
      return { kind: 'pending', thirdOrderNo };
    case 'closed':
      return { kind: 'closed', thirdOrderNo, wasPaid: textOf(fields, 'send_pay_date') !== '' };
    case 'paid':
      if (!hasOurAmount(fields, expected)) return nothingKnown('another amount');
      if (thirdOrderNo === null) return nothingKnown('no trade_no');
      return { kind: 'paid', thirdOrderNo, finishedAt: dateOf(answer, 'send_pay_date') };
    case 'unknown':
      return nothingKnown('a trade_status that is not known');
  }
}

/** Done, but `again`: it must be repeated. `action`: what it did, null: nothing was there. */
export interface Cancelled {
  readonly kind: 'cancelled';
  readonly again: boolean;
  readonly action: 'close' | 'refund' | null;
}
/** It did nothing. */
export interface CancelRefused {
  readonly kind: 'refused';
  readonly is: Exclude<CancelClass, 'unknown'>;
  readonly code: string;
}

export type CancelVerdict = Cancelled | CancelRefused | Setup | Busy | NothingKnown;

/** What the answer to alipay.trade.cancel says (research C5). Never final: a query confirms it. */
export function readCancel(
  answer: Answer,
  { tractionNo }: Pick<Expected, 'tractionNo'>,
): CancelVerdict {
  const said = sorted(answer);
  if (said.kind === 'business') {
    const is = cancelClassOf(said.answer.subCode);
    const code = shownCode(said.answer);
    return is === 'unknown' ? nothingKnown(code) : { kind: 'refused', is, code };
  }
  if (said.kind === 'paying') return nothingKnown('10003 to a cancellation');
  if (said.kind !== 'done') return said;
  const { fields } = said.answer;
  const no = textOf(fields, 'out_trade_no');
  if (no !== '' && no !== tractionNo) return nothingKnown('another out_trade_no');
  const action = textOf(fields, 'action');
  return {
    kind: 'cancelled',
    again: textOf(fields, 'retry_flag') !== 'N',
    action: action === 'close' || action === 'refund' ? action : null,
  };
}

export type CloseVerdict =
  | { readonly kind: 'done' | 'final' | 'notFound' }
  | Setup
  | Busy
  | NothingKnown;

const ALREADY_FINAL: ReadonlySet<string> = new Set([
  'ACQ.TRADE_STATUS_ERROR',
  'ACQ.REASON_TRADE_STATUS_INVALID',
]);

/** What the answer to alipay.trade.close says (research C6); `final`: it is paid or closed already. A query confirms it. */
export function readClose(answer: Answer): CloseVerdict {
  const said = sorted(answer);
  if (said.kind === 'done') return { kind: 'done' };
  if (said.kind === 'paying') return nothingKnown('10003 to a close');
  if (said.kind !== 'business') return said;
  const { subCode } = said.answer;
  if (subCode === NOT_EXIST) return { kind: 'notFound' };
  return ALREADY_FINAL.has(subCode) ? { kind: 'final' } : nothingKnown(shownCode(said.answer));
}

/** The code that the shop shows. */
export interface QrCode {
  readonly kind: 'code';
  readonly codeUrl: string;
}

export type PrecreateVerdict = QrCode | Declined | ByQuery | Setup | Busy | NothingKnown;

/** What the answer to alipay.trade.precreate says (research C6). Its refusals are those of trade.pay. */
export function readPrecreate(
  answer: Answer,
  { tractionNo }: Pick<Expected, 'tractionNo'>,
): PrecreateVerdict {
  const said = sorted(answer);
  if (said.kind === 'paying') return nothingKnown('10003 to a precreate');
  if (said.kind === 'business') {
    const refusal = readRefusal(said.answer);
    return refusal.kind === 'pending' ? nothingKnown(shownCode(said.answer)) : refusal;
  }
  if (said.kind !== 'done') return said;
  const { fields } = said.answer;
  const codeUrl = textOf(fields, 'qr_code');
  if (textOf(fields, 'out_trade_no') !== tractionNo) return nothingKnown('another out_trade_no');
  return codeUrl === '' ? nothingKnown('no qr_code') : { kind: 'code', codeUrl };
}

const tradeNoOf = ({ fields }: Signed): string | null => textOf(fields, 'trade_no') || null;

function dateOf({ fields }: Signed, name: string): Date | null {
  return parseBeijingTime(textOf(fields, name));
}
